provider "registry.terraform.io/x/y" { hashes = ["h1:x", "zh:17d1359382d092dab05a0d3db9a70cdac2fed449ea111d850823c8a18c8cb945"] }
