target "app" {
  args = { B = "2" }
}
