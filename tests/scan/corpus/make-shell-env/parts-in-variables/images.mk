GO_IMAGE := golang
GO_TAG := 1.22
GO_DIGEST := sha256:08bcf54e7ade390a14cd829c5a8a71f8d7506a54d5da8327c0e7da32bb2263eb
build:
	docker build --build-arg BASE=$(GO_IMAGE):$(GO_TAG)@$(GO_DIGEST) .
