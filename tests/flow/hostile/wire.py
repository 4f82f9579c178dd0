"""A5: what goes wrong below the registry's own words: slowness, cuts, floods, other protocols."""
from case import MOVED, NEW, OLD, Case, Reply, image, manifest

OK = b"HTTP/1.1 200 OK\r\n"
SAYS = b"Docker-Content-Digest: @new@\r\nContent-Type: application/vnd.oci.image.index.v1+json\r\n"
SHORT = {"request": "700ms"}


def head(name, reply, *reason, tries=1, verdict="failed", **fields):
    """What the tag's HEAD gets."""
    wanted = MOVED if verdict == "bump" else [f"{tries}x HEAD tag"]
    return Case(name, **({"scripts": {"registry": image(tag=reply)}, "verdict": verdict, "reason": reason,
                          "requests": {"registry": wanted}} | fields))


def get(name, reply, *reason, tries=1, verdict="failed", **fields):
    """What the GET of the new digest gets."""
    wanted = MOVED if verdict == "bump" else ["HEAD tag", f"{tries}x GET new"]
    return Case(name, **({"scripts": {"registry": image(new=reply)}, "verdict": verdict, "reason": reason,
                          "requests": {"registry": wanted}} | fields))


def raw(*parts, act="raw"):
    return Reply(act=act, raw=b"".join(parts))


CASES = [
    # Time.
    head("a host that never answers costs its time and no more", Reply(act="hang"), "no complete response", tries=2,
         network=SHORT, seconds=10),
    head("headers letter by letter", Reply(act="drip-head"), "too slow", tries=2, network={"slow": "1s"},
         seconds=15),
    head("headers letter by letter, for longer than a request may take", Reply(act="drip-head"),
         "no complete response", tries=2, network=SHORT, seconds=10),
    get("a body letter by letter", manifest(act="drip"), "too slow", tries=2, network={"slow": "1s"}, seconds=15),
    get("a body that stops in the middle", manifest(act="stall", cut=20), "too slow", tries=2,
        network={"slow": "1s"}, seconds=15),
    get("a body that stops in the middle, for longer than a request may take", manifest(act="stall", cut=20),
        "no complete response", tries=2, network=SHORT, seconds=10),
    head("a host that never answers does not outlive the budget of the run", Reply(act="hang"), "network.budget",
         network={"budget": "700ms"}, seconds=10),
    Case("a host that takes no connection costs its time and no more", {"registry": image()},
         image="@silent_server@/team/app:1@sha256:@old-hex@", listeners={"silent_server": "127.0.0.1+silent_server"}, verdict="failed",
         reason=("cannot connect",), network={"connect": "500ms"}, seconds=10),
    Case("a slow host delays nobody else",
         {"registry": {"*": Reply(act="hang")}, "other": {"tag": manifest(OLD)}}, verdict="failed",
         also=("@other@/team/app:1@sha256:@old-hex@",), more=("current",), network=SHORT,
         requests={"registry": ["2x HEAD tag"], "other": ["HEAD tag"]}, seconds=10,
         check=lambda stage: stage.expect(stage.world.asked("other")[0].at < stage.world.asked("registry")[1].at,
                                          "the other host was asked after the slow one's time was over")),
    Case("a dead host costs its time, not that for each image",
         {"registry": {"*": Reply(act="hang")}}, verdict="failed", network={"request": "400ms"},
         also=tuple(f"@registry@/team/a{i}:1@sha256:@old-hex@" for i in range(60)), more=("failed",) * 60,
         most={"registry": 16 * 4}, seconds=20),
    # Ends.
    head("a connection closed without a word", Reply(act="drop"), "connection closed without a response", tries=3),
    head("a connection closed once is tried again", [Reply(act="drop"), manifest()], verdict="bump",
         requests={"registry": ["2x HEAD tag", "GET new", "GET old"]}),
    get("a connection closed in the middle of the body", manifest(act="cut", cut=50), "in the middle", tries=3),
    get("a connection reset in the middle of the body", manifest(act="reset", cut=50), "connection", tries=3),
    get("a connection closed in the middle of a chunk", raw(OK, SAYS, b"Transfer-Encoding: chunked\r\n\r\nff\r\n{"),
        "in the middle", tries=3),
    get("a chunk's length that is no number", raw(OK, SAYS, b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{"), "connection",
        tries=3),
    head("a connection closed in the middle of the headers", raw(OK, b"Docker-Con"), "in the middle", tries=3),
    get("more bytes than were announced are not read", raw(OK, SAYS, b"Content-Length: %d\r\n\r\n" % len(NEW), NEW,
                                                          b"HTTP/1.1 200 OK\r\n\r\n{}"), verdict="bump"),
    get("fewer bytes than were announced are no document", raw(OK, SAYS, b"Content-Length: 9999\r\n\r\n", NEW),
        "in the middle", tries=3),
    get("two lengths that disagree: the bytes that came are hashed", raw(OK, SAYS, b"Content-Length: 5\r\nContent-Length: %d\r\n\r\n" % len(NEW), NEW),
        verdict="bump"),
    get("a length that is no number", raw(OK, SAYS, b"Content-Length: many\r\n\r\n", NEW)),
    get("a length below nothing", raw(OK, SAYS, b"Content-Length: -5\r\n\r\n", NEW)),
    get("a length beyond all numbers", raw(OK, SAYS, b"Content-Length: 99999999999999999999999\r\n\r\n", NEW), "4194304"),
    get("a body up to the connection's end is a body", raw(OK, SAYS, b"\r\n", NEW), verdict="bump"),
    get("a connection that is kept, and then closed all the same",
        raw(OK, SAYS, b"Connection: keep-alive\r\nContent-Length: %d\r\n\r\n" % len(NEW), NEW), verdict="bump"),
    head("a HEAD with a body behind it does not become the next answer",
         raw(OK, SAYS, b"Content-Length: 16\r\n\r\n", b"HTTP/1.1 500 no\r", act="raw-hold"), verdict="bump"),
    # Floods.
    get("extensions of chunks without end", manifest(act="endless-extensions"), "response is larger than the limit",
        bytes=24 * 1024 * 1024),
    head("header lines without end", Reply(act="endless-lines"), "headers are larger", bytes=1024 * 1024),
    head("a header line without end", Reply(act="endless-line"), "headers are larger", bytes=2 * 1024 * 1024),
    head("interim answers without end", Reply(act="endless-interim"), "headers are larger", bytes=1024 * 1024),
    head("a header line of 70 KiB", manifest(headers=(("X-Long", "x" * 70000),)), "headers are larger", bytes=128 * 1024),
    head("250 header lines", manifest(headers=tuple(("X-Many", "x") for _ in range(250))), "headers are larger"),
    head("150 header lines are many, but fine", manifest(headers=tuple(("X-Many", "x") for _ in range(150))),
         verdict="bump"),
    head("a header line of 1 MiB", manifest(headers=(("X-Long", "x" * 1048576),)), "headers are larger",
         bytes=1024 * 1024),
    head("an interim answer or two are passed over",
         raw(b"HTTP/1.1 103 Early Hints\r\nDocker-Content-Digest: sha256:" + b"1" * 64 + b"\r\n\r\n", OK, SAYS,
             b"Content-Length: 0\r\n\r\n"), verdict="bump"),
    # Other protocols.
    head("an answer of HTTP/0.9", raw(b"Welcome\r\n"), "not an HTTP server"),
    head("an answer of ssh", raw(b"SSH-2.0-OpenSSH_9.2\r\n"), "not an HTTP server"),
    head("an answer of TLS", raw(b"\x15\x03\x01\x00\x02\x02\x46"), "not an HTTP server"),
    head("a status that is no number", raw(b"HTTP/1.1 abc OK\r\n\r\n")),
    head("a status of 99", raw(b"HTTP/1.1 099 Odd\r\nContent-Length: 0\r\n\r\n")),
    head("a status of 1000", raw(b"HTTP/1.1 1000 Odd\r\nContent-Length: 0\r\n\r\n")),
    head("a status of 600", raw(b"HTTP/1.1 600 Odd\r\nContent-Length: 0\r\n\r\n")),
    head("a protocol that nobody changed to", raw(b"HTTP/1.1 101 Switching\r\nUpgrade: h2c\r\n\r\n", act="raw-hold"),
         tries=3),
    head("an answer of HTTP/1.0 is an answer", raw(b"HTTP/1.0 200 OK\r\n", SAYS, b"\r\n"), verdict="bump"),
    head("an answer of HTTP/3 over a line of HTTP/1", raw(b"HTTP/3 200\r\n", SAYS, b"\r\n")),
    head("line ends of one byte are line ends", raw((OK + SAYS + b"\r\n").replace(b"\r\n", b"\n")), verdict="bump"),
    head("a folded header is not read as part of the digest",
         raw(OK, b"Docker-Content-Digest: sha256:\r\n " + b"1" * 64 + b"\r\nContent-Length: 0\r\n\r\n"),
         "sha256:"),
    head("a NUL in a header does not cut it", raw(OK, b"Docker-Content-Digest: @new@\0evil\r\nContent-Length: 0\r\n\r\n")),
    # Statuses of no use.
    head("a 204 has no manifest", Reply(204), "204"),
    get("a 204 has no manifest either", Reply(204), "204"),
    get("a 206 is a part, and no part was asked for", Reply(206, (("Content-Range", "bytes 0-9/100"),), NEW[:10]), "206"),
    get("a 304 says that something is unchanged, and nothing was held", Reply(304), "304"),
    head("a 201 is no answer to a question", Reply(201), "201"),
    # TLS.
    Case("a registry that should speak TLS and does not", {"registry": image()}, verdict="failed",
         config='registries: {"@registry@": {endpoint: "https://@registry@"}}', reason=("TLS",)),
    Case("a certificate that nobody vouches for is not believed, whoever is logged in", {"registry": image()},
         listeners={"registry": "127.0.0.1+tls"}, login={"@registry@": "password"}, verdict="failed",
         config='registries: {"@registry@": {endpoint: "@registry.url@"}}', reason=("certificate",),
         variables={"SSL_CERT_FILE": "/etc/ssl/certs/ca-certificates.crt"}),
    Case("a certificate for another host is not believed", {"strange": image()},
         listeners={"strange": "127.0.0.3+tls"}, verdict="failed", image="@strange@/team/app:1@sha256:@old-hex@",
         config='registries: {"@strange@": {endpoint: "@strange.url@"}}', reason=("certificate",)),
    Case("a certificate of one's own authority is believed", {"registry": image()},
         listeners={"registry": "127.0.0.1+tls"}, requests={"registry": MOVED},
         config='registries: {"@registry@": {endpoint: "@registry.url@"}}'),
]
