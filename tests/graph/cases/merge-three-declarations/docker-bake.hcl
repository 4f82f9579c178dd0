target "app" {
  tags = ["acme/bake:1"]
}
