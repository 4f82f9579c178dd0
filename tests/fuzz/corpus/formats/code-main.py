__main__.py
# dag.container().from_("alpine:1@sha256:834f68568d12c22ab039986184d50f923b188b51a0571d5e3e54f4bff1ad99c9")
"""
x.from_("alpine:2@sha256:22ff1be2222e12079c2967a8f1c035618787ffa8df40f0c9234ba124875263cf")
"""
BASE_IMAGE = "python:3.11@sha256:cebacb5664816d7747296d52db1ef8cad804734da0788f0dd9a07bb760ee7aa6"
def f():
    return dag.container().from_("python:3.12@sha256:d0940f415343c2d4ba11a36a7f947da93e642e75ca30fa9b9d03828fc8ad85da").with_exec(["a"])
c = (
    dag.container()
    .from_(
        "python:3.13@sha256:111702b9d1ad1da7fac0a35d9069f625dd5cf84a42f80fc73796cc8b3453f62e"
    )
)
g = GenericContainer("redis:7@sha256:787786d4c03490f8c64f9a82afcc43614e22eb081009d176c8956f2f978c54ab")
with PostgresContainer("postgres:16@sha256:ab3141dfbab280d99c6eb59bb518a099d450abb7674688d60742941fc7b8b66b") as p: pass
docker.RemoteImage("x", name="nginx:1@sha256:f2b752df440350762fc80c2435a67b5a7f1adcad708ffe0a6ecca945872bb5c4")
docker.ContainerArgs(name="a", image="nginx:2@sha256:a2b37c259013d6d17c312e6d2b16787a6ff9d109711ad49392027e613303bee5")
client.containers.run("alpine:3@sha256:c3d23efd2c664119ca5585e2383554e957fbf0c781239b6c3faaaddabd1b3cdf", "ls")
note = "see alpine:4@sha256:f90bfceb3d90613a6629ef1023651025cfee4315b80f4c91292379ec24c619c8"
label = "alpine:5@sha256:d98da2feb08cd7ff2b5a9201fe2d741dd770bc8393f36cfe79998b81e166da07"
d = {"image": "alpine:6@sha256:b28495694aecbb7d33e7e77892fb5b927618a12431584d2c4fd2fea0226b3072", "text": "alpine:7@sha256:65550ffc0392a3736941562820f09977c86d60dcc46172822447e34aa273fc9e"}
f"alpine:{x}@sha256:ab22ff15b7b7224bc192673d74e74dc3b4a4d874f5e7fe6978bea82557356f4a"
