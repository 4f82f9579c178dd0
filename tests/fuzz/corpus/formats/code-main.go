main.go
package main

// c := dag.Container().From("alpine:1@sha256:63daef034ade383c65cce49717d56721556d153005370af809e74d07e4b37ce8")
const image = "ghcr.io/shop/const:1@sha256:1b820a02ed0329dc3b1df74d8fddc1cfd3a4e689a8b1bfa17de0be7cb87140a9"

var example = "ghcr.io/shop/no:2@sha256:73ca0bed718306b8301cc02ce6d16600a0f3c2cc9a505c0767e614bd69ccb884"

func (m *X) B() *dagger.Container {
	return dag.Container().
		From("golang:1.22@sha256:b49f992769396559262fe970ddf1f71bc7446661b30579d3966f1281381be130").
		WithExec([]string{"echo", "alpine:3@sha256:78700350a78d959c972a20294252a7087e007fadaae923f4d685849e74c7c061 x"})
}

var raw = `
FROM golang:1.10@sha256:88232e54b325cdc56ef044440f7889024a99fbddd1b29100437238d147b1a219 AS x
Image: "ghcr.io/shop/no:3@sha256:31e3056faeb1fec189e90560e41cc2155ef75f3282e6fb17109102dd06ff81a9"
`

var c = corev1.Container{
	Name:  "x",
	Image: "ghcr.io/shop/web:1@sha256:4b410ad6be443e08e3572ecc26c80f03086ae077322e06a8207ab46170c41e47",
}
var p = &docker.ContainerArgs{Image: pulumi.String("ghcr.io/shop/pulumi:1@sha256:1b796481de0efeacc0c9983e5f72abb3972ee1ed4ac4308ea2ed10ccfc1572d2")}
var q = fmt.Sprintf("image: %s", "ghcr.io/shop/no:4@sha256:1b8ae738779d60a6d49d8180bdea75cc2b123a5369e9ab33b39d48686370a016")
var r = '"'
var after = x.From("ghcr.io/shop/after:1@sha256:b683cf2e25095cc2a86ae9cdcd9602299e0fa85affc2f2882ba08769d09f8c21")
