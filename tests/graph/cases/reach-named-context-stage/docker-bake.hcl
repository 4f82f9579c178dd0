target "default" {
  tags = ["acme/app:1"]
  contexts = {
    deps = "docker-image://ghcr.io/acme/deps:2@sha256:cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"
  }
}
