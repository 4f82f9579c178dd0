target "_common" {
  args = {
    BASE = "alpine:2@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    EXTRA = "y"
  }
  platforms = ["linux/amd64"]
}
target "mixin" {
  args = { EXTRA = "z" }
}
target "app" {
  inherits = ["_common", "mixin"]
  tags = ["acme/app:1"]
  platforms = ["linux/arm64"]
}
