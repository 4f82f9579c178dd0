target "default" {
  context   = "base"
  tags      = ["ghcr.io/bitvault/base:1"]
  platforms = ["linux/amd64", "linux/arm64"]
}
