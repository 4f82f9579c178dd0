target "app" {
  context = "${lower(DIR)}"
}
