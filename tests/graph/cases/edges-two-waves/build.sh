for_all=1
docker build -t ghcr.io/acme/base:1 base
docker build -t ghcr.io/acme/runtime:1 runtime
docker build -t ghcr.io/acme/app:1 app
