// syntax=ghcr.io/acme/frontend:1@sha256:4630705ebfb1b114c1145c7278f30e24cd9a7459947727e251beb49e1668ebfe
