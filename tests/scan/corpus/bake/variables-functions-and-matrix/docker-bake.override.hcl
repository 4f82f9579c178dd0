target "app" { contexts = { base = "docker-image://debian:12@sha256:78cdb1664712b79a504438c4eb9b11484f520d867a5290e35b08ea8a6bb6890d" } }
