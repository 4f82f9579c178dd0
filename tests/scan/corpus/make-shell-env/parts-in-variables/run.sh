IMAGE=ghcr.io/acme/app
TAG=2
DIGEST=sha256:ffa1d3cffb5d5ad236248ff97fd11ee4137c45055fb158fba40978ebf518f4b1
docker run "${IMAGE}:${TAG}@${DIGEST}"
