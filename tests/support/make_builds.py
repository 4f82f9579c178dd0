#!/usr/bin/env python3
"""make_builds.py DIRECTORY BUILDS WAVES DIGIT: a monorepo whose images stand on one another.

BUILDS Dockerfiles in WAVES layers, declared and named in compose.yaml; those of the first layer
stand on docker.io/library/debian at a digest of 64 times DIGIT, the others on one to three images of
ours by tag, one of them in the layer before. The same arguments give the same files.
"""
import os
import random
import sys


def layers_of(builds, waves):
    """The names, layer by layer; every layer has one at least."""
    per = builds // waves
    names = ["svc-%05d" % i for i in range(builds)]
    return [names[w * per:(w + 1) * per if w < waves - 1 else builds] for w in range(waves)]


def dockerfile(chance, layers, wave, digit):
    if wave == 0:
        return "FROM docker.io/library/debian:12@sha256:%s\nRUN true\n" % (digit * 64)
    parents = [chance.choice(layers[wave - 1])]
    for _ in range(chance.randrange(3)):
        parents.append(chance.choice(layers[chance.randrange(wave)]))
    lines = ["FROM ghcr.io/acme/%s:1" % parents[0]]
    lines += ["COPY --from=ghcr.io/acme/%s:1 /out /out" % name for name in parents[1:]]
    return "\n".join(lines) + "\n"


def main():
    top, builds, waves, digit = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    chance = random.Random(1)
    layers = layers_of(builds, waves)
    os.makedirs(top, exist_ok=True)
    with open(os.path.join(top, "compose.yaml"), "w", encoding="utf-8") as compose:
        compose.write("services:\n")
        for wave, names in enumerate(layers):
            for name in names:
                os.makedirs(os.path.join(top, name), exist_ok=True)
                with open(os.path.join(top, name, "Dockerfile"), "w", encoding="utf-8") as out:
                    out.write(dockerfile(chance, layers, wave, digit))
                compose.write("  %s:\n    image: ghcr.io/acme/%s:1\n    build: ./%s\n" % (name, name, name))


main()
