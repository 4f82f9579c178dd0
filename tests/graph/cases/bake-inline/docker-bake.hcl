target "tool" {
  dockerfile-inline = <<EOT
FROM alpine:1@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
RUN x
EOT
  tags = ["acme/tool"]
}
