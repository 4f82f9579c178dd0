docker build -t ghcr.io/acme/demo:$VERSION-a a
docker build -t ghcr.io/acme/demo:${VERSION}-b b
