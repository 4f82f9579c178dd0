package images

const (
	NodeImage = "ghcr.io/farm/node:1@sha256:87ce454c8a6e64ae49882c21c31d65c70b8328d5bbaafa2d6a50ffe06de74823"
	routerImage = "ghcr.io/farm/router:2@sha256:d678acd38726d28a3289037e2e90aa328be86d44d18dc72f7b032841b9972f08"
)

// was ghcr.io/farm/old:1@sha256:187cfe556519573b5d2860ac14a2ab9167165ac7ce3bf4bebe5d6fdbe11f393b
var note = "see ghcr.io/farm/no:1@sha256:7fd6fc069b8b9b083bb5a1bb4197b4679b418f90fd89f1afabb4e7f5302fc4cd"
