var image = "ghcr.io/acme/no:3@sha256:8a6470ce4ac6812256cc176c48cde8d82c9a407bcbc0b2cfeb518c192b12e1c2"
