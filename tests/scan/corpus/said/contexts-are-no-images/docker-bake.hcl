target "a" {
  contexts = { base = "docker-image://quay.io/barn/base:3@sha256:b1498639943dc7723ca9518dd5b96774c7af24c911191979958fc34224e39db9" }
  dockerfile-inline = "FROM base\nCOPY --from=quay.io/barn/t:2@sha256:3d839ed489dbf639270a7ae0e7d3f6b84aa5191cda424b879f51da13fdccf978 / /\n"
}
