export default function Page() {
  return <h1>bitvault</h1>;
}
