#!/bin/sh
# docker build nowhere
TAG=1
NAME=ghcr.io/acme
echo "docker build none"
docker build -t $NAME/a:$TAG a
(cd b && podman build --format docker -t $NAME/b .)
buildah bud --layers -f c/Dockerfile -t $NAME/c c >log 2>&1
if true; then docker buildx build --push --platform linux/arm64 -t $NAME/a:$TAG a; fi
