job "w" {
  group "g" {
    task "a" {
      driver = "docker"
      config { image = "ghcr.io/acme/a:1@sha256:eaecba44d99e41c23f04bfa6022c23992eac58393aa030ea7128d4a4037d55af" }
      env { IMAGE = "ghcr.io/acme/e:1@sha256:5d6e44b800002d9b96ba47c5d1d76f7afb34c2fa274cbad777715de596bf5cc9" }
      template {
        data = <<-EOH
          image = "ghcr.io/acme/no:1@sha256:891210bab6b19042ea4952c1a1c110807349d98ca217a8b3055ae7d4e71ba7fb"
        EOH
      }
    }
    task "p" {
      driver = "podman"
      config {
        image = "docker://ghcr.io/acme/p:1@sha256:aed457e0841cd6cde4fe4101240a93a10d1444f32ca1a324175b156ff68d44f2" # podman
      }
    }
  }
}
