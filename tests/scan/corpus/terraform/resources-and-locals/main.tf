locals {
  image = "ghcr.io/acme/l:1@sha256:a9cd23528aae56c8a8e06cc3d3ab41e7c9e7c1bc0dd52ecd3696e4c4d61737b6"
}
variable "img" {
  default     = "ghcr.io/acme/v:1@sha256:631247b6c8f3ff34d144cc4dd5351d702f038f0d58a6d3b15d93b0cb97202625"
  description = "like ghcr.io/acme/no:1@sha256:aa5fd106790fd5617523e69241666a9ea1ae887d1843348de6efcf8bb461abfa"
}
resource "docker_image" "a" {
  name = "nginx:1.27@sha256:65f286554171f7d5e0c719635b4a15697f318a0132a0dfa0225e9fa1f6172391"
}
resource "kubernetes_deployment" "d" {
  spec {
    template {
      spec {
        container { image = "ghcr.io/acme/k:1@sha256:8dfed14686001394ffa676a7a35a93f11c5baf18d943812db7c7e341fa387d89" }
        init_container {
          image = "ghcr.io/acme/i:1@sha256:f970797f050e3e23e24b34963f1feb49262e01025e46269db850c55b420ec8d2"
        }
      }
    }
  }
}
# image = "ghcr.io/acme/no:2@sha256:4bdc8b4fee00792b33dc6ab00adf5a39c64c6cb3c93c223622feabc2904ad59f"
resource "x" "y" { source_hash = "8b4f389bc72d1ebb39a69453d57af85d9ad0cfef3fe6f078528f6c0c1ac8585b" }
