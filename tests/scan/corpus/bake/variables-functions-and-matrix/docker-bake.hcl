variable "BASE" {
  default = "alpine:3.20@sha256:e15011edefc052ba0d5e5d0226cb581dc1e59532cdf82adf3c9e5f2a47d187d8"
}
variable "TAG" { default = "latest" }
function "tag" { params = [x] result = "ghcr.io/acme/app:${x}" }
target "app" {
  matrix = { v = ["1", "2"] }
  args = {
    BASE = BASE
    RUNTIME = "gcr.io/distroless/base:nonroot@sha256:3090db6e289a3aa95686672c06db1e9a57faedd4a9ae997cbff075bb51624f83"
  }
  dockerfile-inline = <<EOT
FROM debian:12@sha256:dff8536af7fe027eb6f2a94b2e17f9fadb86d92e45f10e6f370ddd43c496dd6b AS x
RUN echo \${y}
EOT
  cache-from = ["type=registry,ref=ghcr.io/acme/cache:1@sha256:bdf424a8762c781df2c21abc730b6fd3009c2cad911e7b79f2d610ea1e57de3d"]
  output = ["type=image,name=ghcr.io/acme/no:1@sha256:8bd4ff5cec2944cf089618fa395c87be7ae050d32afcb854e503249d0495f696"]
  contexts = { base = "docker-image://ubuntu:24.04@sha256:d9cfa4d25aeb97f3dfc37bdf802d719a0dd37a39b5854d52304296c276076816" }
}
