const text = "FROM golang:1.10@sha256:9a551fee4a68bac07bd40b79424130be5af7f16657f01ef57ae7330b9864c793";
