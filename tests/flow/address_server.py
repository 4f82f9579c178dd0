#!/usr/bin/env python3
"""Registries, token servers and storages at many addresses, over plain http.

    address_server.py PORT LOG ADDRESS=ROLE...

Listens at every ADDRESS and PORT, and at 127.0.0.1 last, which says that all are there. ROLE:
    image          a registry that has the image behind every tag and digest
    to:URL         a registry that redirects each request below /v2/ to URL and the same path
    realm:URL      a registry that wants a token from URL, and then has the image
    basic          a registry that wants Basic credentials, and takes any
    token          a token server
    rebase:URL     a token server that redirects to URL
Each request becomes a line in LOG: the address, method and path, and " +login HEADER" or " +token" where
it had Basic or Bearer credentials. A connection without a request is a line, too: "ADDRESS connected".
"""
import hashlib
import http.server
import json
import socket
import sys
import threading

PORT, LOG = int(sys.argv[1]), sys.argv[2]
LOCK = threading.Lock()
TYPE = "application/vnd.oci.image.index.v1+json"
INDEX = json.dumps({"schemaVersion": 2, "mediaType": TYPE,
                    "manifests": [{"mediaType": "application/vnd.oci.image.manifest.v1+json", "size": 2,
                                   "digest": "sha256:" + hashlib.sha256(b"{}").hexdigest(),
                                   "platform": {"os": "linux", "architecture": "amd64"}}]}).encode()
DIGEST = "sha256:" + hashlib.sha256(INDEX).hexdigest()


def write(line):
    with LOCK, open(LOG, "a", encoding="utf-8") as file:
        file.write(line + "\n")


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def reply(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def image(self):
        self.reply(200, INDEX, Docker_Content_Digest=DIGEST, Content_Type=TYPE)

    def do_GET(self):
        role, _, url = self.server.role.partition(":")
        login = self.headers.get("Authorization", "")
        mark = f" +login {login}" if login.startswith("Basic") else " +token" if login else ""
        write(f"{self.server.name} {self.command} {self.path.split('?')[0]}{mark}")
        if role == "image":
            self.image()
        elif role == "to":
            self.reply(307, Location=url + self.path)
        elif role == "rebase":
            self.reply(307, Location=url)
        elif role == "token":
            self.reply(200, b'{"token":"t0ken"}', Content_Type="application/json")
        elif role == "basic" and not login:
            self.reply(401, WWW_Authenticate='Basic realm="r"')
        elif role == "basic" or login == "Bearer t0ken":
            self.image()
        else:
            self.reply(401, WWW_Authenticate=f'Bearer realm="{url}",service="s"')

    do_HEAD = do_GET


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, name, role):
        self.address_family = socket.AF_INET6 if ":" in name else socket.AF_INET
        self.name, self.role = name, role
        super().__init__((name, PORT), Handler)

    def process_request(self, request, client_address):
        write(f"{self.name} connected")
        super().process_request(request, client_address)


def main():
    roles = dict(word.split("=", 1) for word in sys.argv[3:])
    last = roles.pop("127.0.0.1", "image")
    for name, role in list(roles.items()) + [("127.0.0.1", last)]:
        threading.Thread(target=Server(name, role).serve_forever).start()


main()
