target "app" {
  name = "app-${tgt}-${replace(item.v, ".", "-")}"
  matrix = {
    tgt = ["a", "b"]
    item = [
      { v = "1", base = "alpine:1@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" },
      { v = "2", base = "alpine:2@sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb" },
    ]
  }
  args = { BASE = item.base, TGT = tgt }
  tags = ["acme/${tgt}:${item.v}"]
}
