#!/usr/bin/env python3
"""Registries that want a token for each repository, made to be quick rather than right.

    token_registry.py COUNT REPOSITORIES TAGS

serves COUNT of them on loopback ports, which it prints on one line, until it is ended. Every one has
repositories "app-0" ... with tags "1" ..., each an index of its own; the tags of repositories whose
number ends with 0 have moved: "sha256:..." of GENERATION 0 is what was there before. `GET /count`
gives how many requests came since the last such, by method and kind.
"""
import asyncio
import hashlib
import json
import sys

TYPE = "application/vnd.oci.image.index.v1+json"
MOVED_EVERY = 10


def document(repository, tag, generation):
    """An index of two platforms."""
    def entry(architecture):
        name = f"{repository}:{tag} {generation} {architecture}"
        return {"mediaType": "application/vnd.oci.image.manifest.v1+json", "size": 500,
                "digest": "sha256:" + hashlib.sha256(name.encode()).hexdigest(),
                "platform": {"os": "linux", "architecture": architecture}}
    return json.dumps({"schemaVersion": 2, "mediaType": TYPE,
                       "manifests": [entry("amd64"), entry("arm64")]}).encode()


def digest(data):
    return "sha256:" + hashlib.sha256(data).hexdigest()


def is_moved(number):
    return number % MOVED_EVERY == 0


class Registry:
    def __init__(self, repositories, tags):
        self.manifests = {}  # path -> (digest, bytes)
        self.counts = {}
        for number in range(repositories):
            name = f"app-{number}"
            for tag in range(1, tags + 1):
                for generation in (0, 1):
                    data = document(name, tag, generation)
                    self.manifests[f"/v2/{name}/manifests/{digest(data)}"] = digest(data), data
                    if generation == int(is_moved(number)):
                        self.manifests[f"/v2/{name}/manifests/{tag}"] = digest(data), data

    def count(self, what):
        self.counts[what] = self.counts.get(what, 0) + 1

    def answer(self, method, target, headers):
        """Status, further header lines, body."""
        path, _, query = target.partition("?")
        if path == "/count":
            counts, self.counts = self.counts, {}
            return "200 OK", [], json.dumps(counts).encode()
        if path == "/token":
            self.count("token")
            scope = query.partition("scope=")[2].partition("&")[0]
            return "200 OK", [], json.dumps({"token": "t-" + scope.replace("%3A", ":").split(":")[1]}).encode()
        repository = path.split("/")[2]
        if headers.get("authorization") != f"Bearer t-{repository}":
            self.count("challenge")
            return "401 Unauthorized", [f'WWW-Authenticate: Bearer realm="http://{headers["host"]}/token",service="bench"'], b"{}"
        self.count(method)
        if path not in self.manifests:
            return "404 Not Found", [], b"{}"
        name, data = self.manifests[path]
        return "200 OK", [f"Docker-Content-Digest: {name}", f"Content-Type: {TYPE}"], data

    async def serve(self, reader, writer):
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
                method, target, _ = head[0].split(" ")
                headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:])}
                status, more, body = self.answer(method, target, headers)
                lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *more, "", ""]
                writer.write("\r\n".join(lines).encode("latin-1") + (b"" if method == "HEAD" else body))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()


async def main():
    count, repositories, tags = map(int, sys.argv[1:])
    servers = [await asyncio.start_server(Registry(repositories, tags).serve, "127.0.0.1", 0, backlog=512)
               for _ in range(count)]
    print(*(server.sockets[0].getsockname()[1] for server in servers), flush=True)
    await asyncio.gather(*(server.serve_forever() for server in servers))


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    try:
        asyncio.run(main())
    except KeyboardInterrupt:
        pass
