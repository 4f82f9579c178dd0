locals {
  a = {
    repository = "ghcr.io/farm/a"
    tag        = "1"
    digest     = "sha256:c2cde26fb1b7d7de38a89b21b12bfc4a3c95c8d2fa8fb0cd01d8e5aba4bba4bd"
  }
}
module "m" {
  source = "./m"
  image = {
    registry   = "ghcr.io"
    repository = "farm/b"
    tag        = "2"
    digest     = "sha256:e0f7e99d41f334515c46a8c4f8db196e7d93410c225e33397c6af5aa8b0de1f1"
  }
}
