target "app" {
  output = ["type=image,name=ghcr.io/acme/app:2,push=true"]
}
