#!/usr/bin/env docker build
# syntax=docker/dockerfile:1@sha256:099777c85359ef3daeae35516d0192ad513a445afcf24388a6a1acc5af10a623
FROM alpine:3.20@sha256:01096ed5b7011076ee62fe7217153d9495c1ea1944d79100bbfec7e2bf0e0a93
