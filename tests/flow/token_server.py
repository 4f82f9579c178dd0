#!/usr/bin/env python3
"""A token server for docker-registry, by the distribution project's token specification.

    token_server.py PORT KEY CERTIFICATE USER PASSWORD LOG

Gives tokens (JSON Web Tokens, RS256, signed by `openssl`, the certificate in `x5c`) for what the
scope asks: to USER pull of everything, to nobody else anything but `public/...`. A wrong password is
answered with 401. Each request becomes a line in LOG: its path and who asked; never a secret.
"""
import base64
import http.server
import json
import subprocess
import sys
import time
import urllib.parse

PORT, KEY, CERTIFICATE, USER, PASSWORD, LOG = sys.argv[1:7]


def encoded(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def certificate():
    with open(CERTIFICATE, encoding="ascii") as file:
        return "".join(line.strip() for line in file if not line.startswith("-----"))


def signed(claims):
    header = {"typ": "JWT", "alg": "RS256", "x5c": [certificate()]}
    text = b".".join(encoded(json.dumps(part).encode()) for part in (header, claims))
    signature = subprocess.run(["openssl", "dgst", "-sha256", "-sign", KEY], input=text,
                               stdout=subprocess.PIPE, check=True).stdout
    return (text + b"." + encoded(signature)).decode()


def granted(scopes, user):
    """What each `repository:NAME:ACTIONS` gets."""
    access = []
    for scope in scopes:
        kind, name, actions = scope.split(":", 2)
        allowed = user == USER or name.startswith("public/")
        access.append({"type": kind, "name": name,
                       "actions": [a for a in actions.split(",") if allowed and a == "pull"]})
    return access


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def who(self):
        """The user, "" for nobody, None when the password is wrong."""
        header = self.headers.get("Authorization", "")
        if not header:
            return ""
        pair = base64.b64decode(header.partition(" ")[2]).decode()
        return USER if pair == f"{USER}:{PASSWORD}" else None

    def do_GET(self):
        user = self.who()
        with open(LOG, "a", encoding="utf-8") as log:
            log.write(f"{self.path} {user if user is not None else '(wrong password)'}\n")
        if user is None:
            self.answer(401, {"errors": [{"code": "UNAUTHORIZED", "message": "no"}]})
            return
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query)
        scopes = [one for scope in query.get("scope", []) for one in scope.split(" ")]
        now = int(time.time())
        self.answer(200, {"expires_in": 300, "token": signed({
            "iss": "flow-test", "sub": user, "aud": query.get("service", [""])[0],
            "iat": now, "nbf": now - 10, "exp": now + 300, "jti": str(time.time_ns()),
            "access": granted(scopes, user)})})

    def answer(self, status, value):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


http.server.ThreadingHTTPServer(("127.0.0.1", int(PORT)), Handler).serve_forever()
