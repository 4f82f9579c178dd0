"""What a registry's no means: absent, denied, failed; and what of its words is shown."""
from case import Case, Reply, error, image, manifest, said

ESC = "\x1b[2J\x07"


def no(name, reply, verdict, *reason, requests=("HEAD tag",), **fields):
    """The tag's HEAD and GET get this."""
    return Case(name, **({"scripts": {"registry": image(tag=reply)}, "verdict": verdict, "reason": reason,
                          "requests": {"registry": list(requests)}} | fields))


TWICE = ("HEAD tag", "GET tag")

CASES = [
    no("404: no such tag", error(404, "MANIFEST_UNKNOWN", "manifest unknown"), "absent", "not found",
       requests=TWICE),
    no("404: repository not found", error(404, "NAME_UNKNOWN", "repository name not known"), "absent", requests=TWICE),
    no("404 in the words of Harbor", error(404, "UNKNOWN", "not found"), "absent", requests=TWICE),
    no("404 in HTML of an endpoint that is a registry", Reply(404, (("Content-Type", "text/html"),), b"<h1>Not Found</h1>"),
       "absent", scripts={"registry": image(tag=Reply(404, (("Content-Type", "text/html"),), b"<h1>Not Found</h1>"))
                          | {"GET ping": said("{}")}}, requests=TWICE + ("GET ping",)),
    no("404 in HTML for everything is no registry", Reply(404, (("Content-Type", "text/html"),), b"<h1>Not Found</h1>"),
       "failed", "no registry at", scripts={"registry": {"*": Reply(404, (("Content-Type", "text/html"),),
                                                                    b"<h1>Not Found</h1>")}},
       requests=TWICE + ("GET ping",)),
    no("410 is gone for good", error(410, "MANIFEST_UNKNOWN"), "absent", scripts={"registry": image(tag=error(410, "MANIFEST_UNKNOWN"))
                                                                               | {"GET ping": said("{}")}},
       requests=("HEAD tag", "GET ping")),
    no("403: not for us", error(403, "DENIED", "requested access to the resource is denied"), "denied",
       "requested access", requests=TWICE),
    no("403 from a firewall, in HTML", Reply(403, (("Content-Type", "text/html"),), b"<h1>Blocked</h1>"), "denied",
       requests=TWICE),
    no("400: it is our question", error(400, "TAG_INVALID", "odd tag"), "failed", "odd tag", requests=TWICE),
    no("402: somebody has not paid", error(402, "DENIED", "no licence"), "failed", "402"),
    no("405 to everything", error(405, "UNSUPPORTED", "Member must have value less than or equal to 1000"), "failed",
       "Member must have", requests=TWICE),
    no("406: nothing that we accept", error(406), "failed", "406", requests=TWICE),
    no("409: in the way of something", error(409), "failed", "409"),
    no("416: no such part", error(416), "failed", "416"),
    no("418: a teapot", error(418), "failed", "418"),
    no("451: for legal reasons", error(451, "DENIED", "by a court"), "failed", "451"),
    no("500 is no absence", error(500), "failed", requests=("3x HEAD tag",)),
    no("terminal escapes in an error's message are shown, not obeyed", error(403, "DENIED", ESC + "gone\r\nall fine"),
       "denied", "gone", requests=TWICE),
    no("terminal escapes in an error's code are shown, not obeyed", error(403, ESC, "x"), "denied", requests=TWICE),
    no("C1 controls in an error's message are shown, not obeyed", error(403, "DENIED", "a\u009b2Jb"), "denied",
       requests=TWICE),
    no("text that runs backwards does not turn the line around", error(403, "DENIED", "a\u202eb"), "denied",
       requests=TWICE, without=("\u202e",)),
    no("a message of 60 KiB is cut", error(403, "DENIED", "long " * 12000), "denied", "long long", "...",
       requests=TWICE, bytes=128 * 1024,
       check=lambda stage: stage.expect(len(stage.verdict["reason"]) < 1000, "the whole message was told")),
    no("an error body without end costs its ceiling", [error(403), error(403, "DENIED", "x", act="endless-chunks")],
       "failed", "response is larger than the limit", requests=TWICE, bytes=16 * 1024 * 1024),
    no("an error body of two errors: the first is told",
       said('{"errors":[{"code":"A","message":"one"},{"code":"B","message":"two"}]}', 403), "denied", "A: one",
       requests=TWICE, without=("two",)),
    no("an error body of OAuth's shape", said('{"error":"invalid","error_description":"odd scope"}', 403), "denied",
       "invalid: odd scope", requests=TWICE),
    no("an error body of objects where text should be", said('{"errors":[{"code":{},"message":[]}]}', 403), "denied",
       requests=TWICE),
    no("an error body of an empty list", said('{"errors":[]}', 403), "denied", requests=TWICE),
    no("an error body of null", said('{"errors":null}', 403), "denied", requests=TWICE),
    no("an error body of a string", said('{"errors":"no"}', 403), "denied", requests=TWICE),
    no("an error body 20000 brackets deep", said("[" * 20000 + "]" * 20000, 403), "denied", requests=TWICE),
    no("an error body in a code page", said(b'{"errors":[{"code":"DENIED","message":"\xe4\xf6"}]}', 403), "denied",
       requests=TWICE),
    no("an error body with a NUL", said(b'{"errors":[{"code":"DENIED","message":"a\\u0000b"}]}', 403), "denied",
       requests=TWICE),
    Case("the digest that a HEAD named is gone when it is fetched", {"registry": image(new=error(404, "MANIFEST_UNKNOWN"))},
         verdict="absent", requests={"registry": ["HEAD tag", "GET new"]}),
    Case("the digest that a HEAD named is refused when it is fetched", {"registry": image(new=error(403, "DENIED"))},
         verdict="denied", requests={"registry": ["HEAD tag", "GET new"]}),
    Case("one image that is refused costs only itself",
         {"registry": image(tag=error(403)) | {"/v2/team/b/manifests/1": manifest()}}, verdict="denied",
         also=("@registry@/team/b:1@@new@",), more=("current",), most={"registry": 3}),
]
