variable "V" { default = null }
target "_c" {
  args = { V = "9" }
}
target "app" {
  inherits = ["_c"]
  args = { V = V, W = null }
  tags = ["acme/app:1"]
}
target "lint" {
  call = "check"
}
