load("@rules_oci//oci:pull.bzl", "oci_pull")
def deps():
    oci_pull(
        name = 'distroless',
        # digest = "sha256:7b7f7710e66d8a437f83daff081263bde09768149153d62579347ffcd6ae2758",
        digest = 'sha256:6fec9e1a1b1e3520e43d365595d55c6b910d13a078a151a460c9dfae8a586cfa',
        image = 'gcr.io/distroless/cc',
        tag = 'nonroot',
    )
