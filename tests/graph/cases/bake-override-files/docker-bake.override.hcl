target "app" {
  tags = ["acme/app:over"]
  target = "x"
}
