{{- define "x.image" -}}
ghcr.io/acme/lib:1@sha256:31e6c5d52fced29a1701e0cf4134757a29ef2e9af5b8f2a45cefe5a5dd332fdc
{{- end -}}
