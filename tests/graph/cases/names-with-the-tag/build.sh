docker build -t ghcr.io/acme/x:a a
docker build -t ghcr.io/acme/x:b -t ghcr.io/acme/x:b2 b
