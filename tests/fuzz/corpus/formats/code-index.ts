index.ts
// from("alpine:1@sha256:057215f770b99c366685002dfea0fa0ac83f4da2db5dff6eaa53e25384655245")
/* image: "alpine:2@sha256:c79c749730ac6786cf9db2edd7d8f7258d3f7e7f8a81d4ac0f086947896c5a0f" */
import { from } from "rxjs";
return dag.container().from("node:20@sha256:ff159c2dbf3ec721cee1e52bda13cb9adf0e12a7d72fb0783c649f1978dcb034").withExec(["x"]);
const d = new k8s.apps.v1.Deployment("x", { spec: { containers: [{ name: "a", image: "nginx:1@sha256:8a15d6874c30d0e7415d050427d255844e7caf555125dd8e9b3d161742adda6f" }] } });
const r = new docker.RemoteImage("r", { name: "nginx:2@sha256:46919fa11d2454a5bf8059114d5682b128e206f1058a3f4caf641e169f2e4f2a" });
const c = await new GenericContainer("redis:7@sha256:02f8bea3b4bbe368a17d66224447ffc7d22d520de51222a6ac4e4ea896be53f0").start();
const t = ecs.ContainerImage.fromRegistry(`nginx:3@sha256:6bfbad93e321c0b128a6994e8fad630e1eb72c40e8064e162bb8d9c98ad05c41`);
const q = `image: "x:1@sha256:6588af96ca3304a04a5c26eb1aa1ab6180c380fc1bd4135235ee81614f279ced"`;
const u = from(`nginx:${tag}@sha256:0ea4a8beda2354c4dd0b532916425efecd8f7c82d25541b6dd3b33f4113729f0`);
const regex = /["'`]/;
const other = "nginx:4@sha256:2c73388870bd3612c41706d9ed2930d76789b8f8e0511569a4084fba1f89ab7d";
