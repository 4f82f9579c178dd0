#!/usr/bin/env python3
"""Serves the git repositories below a directory over http, by `git http-backend`.

    git_server.py PORT DIRECTORY [USER PASSWORD]

With USER and PASSWORD everything asks for them (Basic). Pushing is allowed. Loopback only.
"""
import base64
import http.server
import os
import subprocess
import sys

PORT, DIRECTORY = sys.argv[1:3]
LOGIN = ":".join(sys.argv[3:5])


class Handler(http.server.BaseHTTPRequestHandler):
    def allowed(self):
        kind, _, pair = self.headers.get("Authorization", "").partition(" ")
        return not LOGIN or (kind == "Basic" and base64.b64decode(pair).decode() == LOGIN)

    def body(self):
        if self.headers.get("Transfer-Encoding", "") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        data = b""
        while size := int(self.rfile.readline(), 16):
            data += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return data

    def run_backend(self):
        path, _, query = self.path.partition("?")
        body = self.body()
        environment = {
            **os.environ, "GIT_PROJECT_ROOT": DIRECTORY, "GIT_HTTP_EXPORT_ALL": "1",
            "REQUEST_METHOD": self.command, "PATH_INFO": path, "QUERY_STRING": query,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": str(len(body)), "REMOTE_ADDR": "127.0.0.1", "REMOTE_USER": "flow",
            "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
            "HTTP_GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
            "GIT_PROTOCOL": self.headers.get("Git-Protocol", "")}
        answer = subprocess.run(["git", "http-backend"], input=body, env=environment,
                                stdout=subprocess.PIPE, check=False).stdout
        head, _, rest = answer.partition(b"\r\n\r\n")
        return dict(line.split(": ", 1) for line in head.decode().split("\r\n")), rest

    def handle_request(self):
        if not self.allowed():
            self.send_response(401)
            self.send_header("WWW-Authenticate", 'Basic realm="git"')
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        headers, body = self.run_backend()
        self.send_response(int(headers.pop("Status", "200").split()[0]))
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = handle_request

    def log_message(self, *_):
        pass


http.server.ThreadingHTTPServer(("127.0.0.1", int(PORT)), Handler).serve_forever()
