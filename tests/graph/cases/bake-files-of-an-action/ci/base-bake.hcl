target "app" { tags = ["acme/app:1"] }
