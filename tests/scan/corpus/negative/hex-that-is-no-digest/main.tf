resource "null_resource" "x" { triggers = { sum = "sha256:e963662bee8bcf0e17674a422aafc64418ce6df5b1a0002c4be00938bba448c3" } }
