target "app" { target = "x" }
