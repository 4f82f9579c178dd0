group "default" {
  targets = ["one", "two"]
}
target "one" {
  context = "app"
  target = "one"
  tags = ["ghcr.io/acme/one:1", "ghcr.io/acme/one:latest"]
  platforms = ["linux/amd64", "linux/arm64"]
}
target "two" {
  context = "app"
  dockerfile = "Dockerfile"
  target = "two"
  tags = ["ghcr.io/acme/two"]
}
