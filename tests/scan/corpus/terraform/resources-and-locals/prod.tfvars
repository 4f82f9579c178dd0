img = "ghcr.io/acme/v:2@sha256:f47aa148be187fc0c07dd3c524eb91966e094d48043a7e4d94fba1d35f93a218"
