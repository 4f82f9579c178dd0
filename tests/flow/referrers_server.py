#!/usr/bin/env python3
"""A registry with the referrers API in front of one that has none.

    referrers_server.py PORT UPSTREAM LOG

UPSTREAM is docker-registry's base URL. What it keeps behind the tag "sha256-<hex>" is what the API lists,
and nobody gets that tag. Each request becomes a line in LOG: method and path.
"""
import http.server
import sys
import urllib.error
import urllib.request

PORT, UPSTREAM, LOG = sys.argv[1:4]
INDEX = "application/vnd.oci.image.index.v1+json"
EMPTY = b'{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[]}'


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def handle_request(self):
        with open(LOG, "a", encoding="utf-8") as log:
            log.write(f"{self.command} {self.path}\n")
        path = self.path.split("?")[0]
        if "/referrers/" in path:
            self.list_referrers(path)
        elif "/manifests/sha256-" in path and not path.endswith((".sig", ".att")):
            self.answer(404, b"", {})
        else:
            self.pass_on(path)

    do_GET = do_HEAD = handle_request

    def ask(self, path):
        request = urllib.request.Request(UPSTREAM + path, method=self.command,
                                         headers={"Accept": self.headers.get("Accept", "*/*")})
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=60) as answer:
                return answer.status, answer.read(), answer.headers
        except urllib.error.HTTPError as error:
            return error.code, error.read(), error.headers

    def list_referrers(self, path):
        start, digest = path.split("/referrers/")
        status, body, _ = self.ask(f"{start}/manifests/{digest.replace(':', '-')}")
        self.answer(200, body if status == 200 else EMPTY, {"Content-Type": INDEX})

    def pass_on(self, path):
        status, body, headers = self.ask(path)
        keep = ("Content-Type", "Docker-Content-Digest", "Content-Length")
        self.answer(status, body, {name: headers[name] for name in keep if headers[name]})

    def answer(self, status, body, headers):
        self.send_response(status)
        for name, value in headers.items():
            if name != "Content-Length" or self.command == "HEAD":
                self.send_header(name, value)
        if self.command != "HEAD" or "Content-Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_):
        pass


http.server.ThreadingHTTPServer(("127.0.0.1", int(PORT)), Handler).serve_forever()
