val base = "eclipse-temurin:21-jre@sha256:7ed12a3758c2d5d2838c615a0ef3149f42494ee3f9fc7f993f2213e50743c8f0"
jib {
    from {
        image = "gcr.io/distroless/java21:nonroot@sha256:0de1f143279b3557e30ae052eedc76fb89f4e633089528198da9d96927d839b8" // nonroot
    }
    to { image = "ghcr.io/acme/app:1@sha256:915f204a3f33e643ac820a600c0c38c8a327d02277c97f7aaf286b90732db640" }
}
tasks.named("bootBuildImage") { builder.set("paketobuildpacks/builder:base@sha256:d59e252ebddcddb480f2d860ae05282557e22050c577b8d66f80c9534659a181") }
