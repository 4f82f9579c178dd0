#!/bin/sh
IMG="ghcr.io/acme/s:1@sha256:577403f3231638f4471333020428515782a42c75fa373ec0b0bef9e52cd037de"
readonly TOOL=${TOOL:-ghcr.io/acme/t:1@sha256:cdda1bb796435585717a8248c48b6601cba84ce77d09128289603dadba33f731}
echo "6acfa2c162a22b3ea770e28e30e6f7db3fcbf6ee9d58269f2eb98880c09eae33  file" | sha256sum -c
# docker run ghcr.io/acme/no:2@sha256:9c6443bbaf7b0e232bb5c7e324f7e23801c4d136ec18ed7d903a85ac4249312e
