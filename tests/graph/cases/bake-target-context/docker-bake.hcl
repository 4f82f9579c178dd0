target "base" {
  context = "base"
}
target "app" {
  context = "app"
  contexts = {
    base = "target:base"
    more = "target:other"
  }
  tags = ["acme/app"]
}
target "other" { context = "base" }
