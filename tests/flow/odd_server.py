#!/usr/bin/env python3
"""A registry that behaves badly, in one way.

    odd_server.py PORT MODE LOG

hold     takes the request and never answers
limit    answers 429
broken   answers 500
liar     names one digest in the header and sends other bytes
chatty   answers 404 with control characters and a terminal escape in the message
late     serves an index, and its clock is an hour behind
rated    serves an index, and says that 5 of 100 pulls are left
spent    serves an index, and says that no pull is left, as a list
Each request becomes a line in LOG: method and path.
"""
import hashlib
import http.server
import sys
import time

PORT, MODE, LOG = sys.argv[1:4]
LIE = "sha256:" + "1" * 64
INDEX = b'{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[]}'
TRUE = "sha256:" + hashlib.sha256(INDEX).hexdigest()
CHATTY = b'{"errors":[{"code":"MANIFEST_UNKNOWN","message":"\\u001b[2Jgone\\u0007\\r\\nall fine"}]}'


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def handle_request(self):
        with open(LOG, "a", encoding="utf-8") as log:
            log.write(f"{self.command} {self.path}\n")
        getattr(self, MODE)()

    do_GET = do_HEAD = handle_request

    def hold(self):
        time.sleep(300)

    def limit(self):
        self.answer(429, b"", ("Retry-After", "86400"))

    def broken(self):
        self.answer(500, b"")

    def liar(self):
        self.answer(200, INDEX, ("Docker-Content-Digest", LIE),
                    ("Content-Type", "application/vnd.oci.image.index.v1+json"))

    def chatty(self):
        self.answer(404, CHATTY, ("Content-Type", "application/json"))

    def serve(self, *headers):
        self.answer(200, INDEX, ("Docker-Content-Digest", TRUE),
                    ("Content-Type", "application/vnd.oci.image.index.v1+json"), *headers)

    def late(self):
        self.serve()

    def rated(self):
        self.serve(("RateLimit-Limit", "100;w=21600"), ("ratelimit-remaining", "5;w=21600"))

    def spent(self):
        self.serve(("RateLimit-Limit", "100, 100;w=21600"), ("RateLimit-Remaining", "0, 0;w=21600"))

    def date_time_string(self, timestamp=None):
        return super().date_time_string((timestamp or time.time()) - (3600 if MODE == "late" else 0))

    def answer(self, status, body, *headers):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_):
        pass


http.server.ThreadingHTTPServer(("127.0.0.1", int(PORT)), Handler).serve_forever()
