target "default" {
  contexts = {
    src = "./src"
    lib = "https://github.com/acme/lib.git"
  }
}
