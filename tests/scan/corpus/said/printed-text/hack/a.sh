#!/bin/sh
echo "now at ghcr.io/farm/no:1@sha256:e4d3fcf28c64edc36219c17863b2b1160ee36c96c68e437fa9135964486d3fea"
printf 'see ghcr.io/farm/no:2@sha256:c2a92d7ee1848b71d880d5e86b642ceeea406b0f2b03a1a833c7ef4c9c4eb96c\n' >&2
echo "FROM ghcr.io/farm/yes:1@sha256:ad40b3a430539ba73a08ca811791f9c3ab70c5a12855570432b70d29bf7f7614" | docker build -
printf 'FROM ghcr.io/farm/yes:2@sha256:b46c1df9afbac4ba6766b17ab2cee94c69a56e8682e23dbf06178890c7f1c19c\n' >Dockerfile.gen
if true; then echo ghcr.io/farm/no:3@sha256:da175195f0c8734294e3163e792e752d7f723e79c2e293dc7315dbcb2be3d2e9; docker run ghcr.io/farm/yes:3@sha256:b18432421fcb36b5a4f29b69e64d3f01757350c6b09dcd0cc9d129449beefa01; fi
