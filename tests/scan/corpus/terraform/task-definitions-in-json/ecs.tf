resource "aws_ecs_task_definition" "t" {
  container_definitions = jsonencode([{ name = "a", image = "ghcr.io/acme/a:1@sha256:3af506158139a9c529d53f3f01c2d773b82d2702fd9e412205557ebf6411f8fc" }])
}
resource "google_cloud_run_v2_service" "s" {
  template {
    containers { image = "gcr.io/acme/run:1@sha256:312457761c7a73dbbc48519f0c1b0134cc911653777a7b181bab304074b20d46" }
  }
}
