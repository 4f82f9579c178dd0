target "app" {
  context = "app"
  tags = ["acme/app"]
}
