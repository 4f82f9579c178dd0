variable "REGISTRY" { default = "ghcr.io/acme" }
variable "TAG" { default = "dev" }
variable "FULL" { default = "${REGISTRY}/app" }
target "app" {
  tags = ["${FULL}:${TAG}"]
}
target "b" {
  context = "b"
  tags = ["${REGISTRY}/b:${TAG}"]
}
