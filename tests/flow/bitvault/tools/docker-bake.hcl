target "default" {
  tags      = ["ghcr.io/bitvault/tools:1"]
  platforms = ["linux/amd64", "linux/arm64"]
}
