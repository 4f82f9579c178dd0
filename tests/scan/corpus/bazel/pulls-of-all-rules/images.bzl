def images():
    oci_pull(name = "c", image = "ghcr.io/acme/c", digest = "sha256:3fe87fbffdf4c3985c931a23472fde58d79c0de3bb73205ea532fe194d64f349") # no tag
