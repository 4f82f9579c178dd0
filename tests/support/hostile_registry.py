"""hostile_registry.py - servers that answer as no real registry does.

A World has listeners, each on an address and a port of its own, with TLS or without. A listener has
a script: "METHOD /path?query", "METHOD /path", "/path?query" or "/path" (looked up in this order)
-> replies, played in turn, the last one again and again; or a function of the request. What nobody
wrote a reply for is a 404. Every request is kept: listener, method, target, headers in order, body,
connection, time. Bytes that went out are counted, and where a client let go of an answer without
end.

A Reply is data: status, headers, body, and how it goes out (`act`). See ACTS for the ways; those
that never end do so when the client leaves, or when the world is closed.
"""
import dataclasses
import socket
import ssl
import struct
import threading
import time

HEAD_MOST = 256 * 1024
BLOCK = 16 * 1024


@dataclasses.dataclass
class Reply:
    status: int = 200
    headers: tuple = ()        # (name, value) pairs; Content-Length is added where it is missing
    body: bytes = b""
    act: str = "whole"
    cut: int = 0               # bytes of the body for "cut", "stall" and "reset"
    raw: bytes = b""           # for "raw": the whole answer
    delay: float = 0           # seconds before it begins: to order answers, never to hope
    reason: str = "Said"


@dataclasses.dataclass
class Request:
    listener: str
    method: str
    target: str
    headers: list
    body: bytes
    connection: int
    at: float

    def header(self, name):
        for key, value in self.headers:
            if key.lower() == name.lower():
                return value
        return None

    def text(self):
        lines = [f"{self.method} {self.target}"] + [f"{k}: {v}" for k, v in self.headers]
        return "\n".join(lines) + "\n" + self.body.decode("latin-1")


class Gone(Exception):
    """The client left, or the world ends."""


class Connection:
    """One accepted socket: reads requests, plays replies."""

    def __init__(self, listener, sock, number):
        self.listener, self.sock, self.number = listener, sock, number
        self.buffer = b""

    def send(self, data):
        view = memoryview(data)
        while view:
            try:
                sent = self.sock.send(view[:BLOCK])
            except (OSError, ValueError) as error:
                raise Gone from error
            self.listener.count(sent)
            view = view[sent:]

    def receive(self):
        try:
            data = self.sock.recv(65536)
        except (OSError, ValueError) as error:
            raise Gone from error
        if not data:
            raise Gone
        self.buffer += data

    def hold(self):
        """Silence until the client leaves."""
        while True:
            self.receive()
            self.buffer = b""

    def read_request(self):
        while b"\r\n\r\n" not in self.buffer:
            if len(self.buffer) > HEAD_MOST or self.buffer[:1] == b"\x16":  # TLS, to a plain port
                raise Gone
            self.receive()
        head, _, self.buffer = self.buffer.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = [tuple(part.strip() for part in line.split(":", 1)) for line in lines]
        method, target, _ = (first + "  ").split(" ", 2)
        request = Request(self.listener.name, method, target, headers, b"", self.number,
                          time.monotonic())
        size = int(request.header("content-length") or 0)
        while len(self.buffer) < size:
            self.receive()
        request.body, self.buffer = self.buffer[:size], self.buffer[size:]
        return request

    def serve(self):
        try:
            while True:
                request = self.read_request()
                if not self.play(request, self.listener.answer(request)):
                    return
        except Gone:
            pass
        finally:
            try:
                self.sock.close()
            except OSError:
                pass

    def head(self, reply, headers):
        lines = [f"HTTP/1.1 {reply.status} {reply.reason}"]
        lines += [f"{name}: {value}" for name, value in headers]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")

    def play(self, request, reply):
        """False: the connection is over."""
        if reply.delay:
            time.sleep(reply.delay)
        headers = list(reply.headers)
        names = {name.lower() for name, _ in headers}
        if reply.act in ("whole", "close", "cut", "stall", "reset", "drip") and \
                "content-length" not in names and "transfer-encoding" not in names and \
                reply.status not in (204, 304):
            headers.append(("Content-Length", str(len(reply.body))))
        return ACTS[reply.act](self, request, reply, headers)

    # ---- the ways an answer goes out ----

    def whole(self, request, reply, headers):
        body = b"" if request.method == "HEAD" else reply.body
        self.send(self.head(reply, headers) + body)
        return True

    def close(self, request, reply, headers):
        self.whole(request, reply, headers + [("Connection", "close")])
        return False

    def nothing(self, *_):
        return False

    def hang(self, *_):
        self.hold()

    def cut_off(self, _, reply, headers):
        self.send(self.head(reply, headers) + reply.body[:reply.cut])
        return False

    def stall(self, _, reply, headers):
        self.send(self.head(reply, headers) + reply.body[:reply.cut])
        self.hold()

    def reset(self, _, reply, headers):
        self.send(self.head(reply, headers) + reply.body[:reply.cut])
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        return False

    def send_raw(self, _, reply, __):
        self.send(reply.raw)
        return False

    def raw_hold(self, _, reply, __):
        self.send(reply.raw)
        self.hold()

    def drip_body(self, _, reply, headers):
        """One byte of the body at a time: a slow loris."""
        self.send(self.head(reply, headers))
        for i in range(len(reply.body)):
            self.send(reply.body[i:i + 1])
            time.sleep(0.05)
        return True

    def drip_head(self, _, reply, __):
        self.send(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while True:
            self.send(b"x")
            time.sleep(0.05)

    def chunked(self, request, reply, headers):
        body = b"" if request.method == "HEAD" else \
            b"%x\r\n%s\r\n0\r\n\r\n" % (len(reply.body), reply.body) if reply.body else b"0\r\n\r\n"
        self.send(self.head(reply, headers + [("Transfer-Encoding", "chunked")]) + body)
        return True

    def endless_chunks(self, _, reply, headers):
        self.send(self.head(reply, headers + [("Transfer-Encoding", "chunked")]))
        if reply.body:
            self.send(b"%x\r\n%s\r\n" % (len(reply.body), reply.body))
        while True:
            self.send(b"4000\r\n" + b" " * 0x4000 + b"\r\n")

    def endless_extensions(self, _, reply, headers):
        """Extensions of a chunk, which the client's library reads and never shows."""
        self.send(self.head(reply, headers + [("Transfer-Encoding", "chunked")]))
        while True:
            self.send(b"1;" + b"x=y;" * 2000 + b"\r\n \r\n")

    def endless_body(self, _, reply, headers):
        """No length: until the connection closes."""
        self.send(self.head(reply, headers + [("Connection", "close")]) + reply.body)
        while True:
            self.send(b" " * BLOCK)

    def endless_lines(self, *_):
        self.send(b"HTTP/1.1 200 OK\r\n")
        while True:
            self.send(b"X-More: and more\r\n" * 64)

    def endless_line(self, *_):
        self.send(b"HTTP/1.1 200 OK\r\nX-Long: ")
        while True:
            self.send(b"x" * BLOCK)

    def endless_interim(self, *_):
        while True:
            self.send(b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" * 16)


ACTS = {
    "whole": Connection.whole, "close": Connection.close, "drop": Connection.nothing,
    "hang": Connection.hang, "cut": Connection.cut_off, "stall": Connection.stall,
    "reset": Connection.reset, "raw": Connection.send_raw, "raw-hold": Connection.raw_hold,
    "drip": Connection.drip_body, "drip-head": Connection.drip_head,
    "chunked": Connection.chunked, "endless-chunks": Connection.endless_chunks,
    "endless-extensions": Connection.endless_extensions,
    "endless-body": Connection.endless_body, "endless-lines": Connection.endless_lines,
    "endless-line": Connection.endless_line, "endless-interim": Connection.endless_interim,
}


class Listener:
    def __init__(self, world, name, address="127.0.0.1", tls=None, silent_server=False):
        self.world, self.name, self.tls = world, name, tls
        self.script, self.played = {}, {}
        self.sent = self.connections = 0
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        self.socket = socket.create_server((address, 0), family=family, backlog=0 if silent_server else 64)
        # Small, so that what was sent is what was taken, more or less.
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, BLOCK)
        self.port = self.socket.getsockname()[1]
        self.host = (f"[{address}]" if ":" in address else address) + f":{self.port}"
        self.url = ("https://" if tls else "http://") + self.host
        self.open = set()
        if silent_server:
            for _ in range(4):
                self.knock(family, address)
            return
        threading.Thread(target=self.accept, daemon=True).start()

    def knock(self, family, address):
        sock = socket.socket(family)
        sock.setblocking(False)
        sock.connect_ex((address, self.port))
        self.open.add(sock)

    def accept(self):
        while True:
            try:
                sock, _ = self.socket.accept()
            except OSError:
                return
            with self.world.lock:
                self.connections += 1
                number = self.connections
                self.open.add(sock)
            threading.Thread(target=self.handle, args=(sock, number), daemon=True).start()

    def handle(self, sock, number):
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self.tls:
            try:
                wrapped = self.tls.wrap_socket(sock, server_side=True)
            except (OSError, ssl.SSLError):
                sock.close()
                return
            with self.world.lock:
                self.open.discard(sock)
                self.open.add(wrapped)
            sock = wrapped
        Connection(self, sock, number).serve()
        with self.world.lock:
            self.open.discard(sock)

    def count(self, size):
        with self.world.lock:
            self.sent += size

    def answer(self, request):
        with self.world.lock:
            self.world.requests.append(request)
            path = request.target.partition("?")[0]
            for key in (f"{request.method} {request.target}", f"{request.method} {path}",
                        request.target, path, "*"):
                if key not in self.script:
                    continue
                replies = self.script[key]
                if callable(replies):
                    return replies(request)
                if isinstance(replies, Reply):
                    return replies
                turn = self.played.get(key, 0)
                self.played[key] = turn + 1
                return replies[min(turn, len(replies) - 1)]
        return Reply(404, (("Content-Type", "application/json"),),
                     b'{"errors":[{"code":"NAME_UNKNOWN","message":"nobody knows it"}]}')

    def close(self):
        try:
            self.socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self.socket.close()
        with self.world.lock:
            left = list(self.open)
        for sock in left:
            try:
                sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


class World:
    """The listeners of one case. `with World() as world:` closes them."""

    def __init__(self):
        self.lock = threading.RLock()
        self.requests = []
        self.listeners = {}

    def listen(self, name, address="127.0.0.1", tls=None, silent_server=False):
        """silent_server: nobody accepts, and whoever knocks waits at a door that is full."""
        self.listeners[name] = Listener(self, name, address, tls, silent_server)
        return self.listeners[name]

    def sent(self):
        with self.lock:
            return sum(listener.sent for listener in self.listeners.values())

    def asked(self, name):
        """The requests of one listener so far."""
        with self.lock:
            return [request for request in self.requests if request.listener == name]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for listener in self.listeners.values():
            listener.close()
