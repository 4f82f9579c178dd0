#!/usr/bin/env bash
IMAGES=("ghcr.io/acme/a:1@sha256:da53432914e25d1caca01078f55e17b9cc58d5f06aa293bfe707de1f31c972bb" 'ghcr.io/acme/b:1@sha256:1df405afa59d562d3948eea6c69e9640013d2e40beaf34fa169caba5fe620199')
docker run --rm -v "$PWD:/w" ghcr.io/acme/c:1@sha256:53da199a766b3b3019f970d35182a2b3b7b0a7ed1ee65daea756077d30d37ab3 make
sum=sha256:a445a1d29722179a97be995611e4ee67e610c8068dc6928fa5a201dbd0063c27
curl -fsSL "https://x.example/v2/blobs/sha256:b426c97b2f0a3a2cb901d44bf6faec2595373e9e88e2d4d1881aa3be187a2f00"
