"""A2: what a token endpoint may answer."""
from case import MOVED, Case, Reply, bearer, challenge, error, guarded_image, manifest, redirect, said, token

ASKED = ["GET /token?service=odd&scope=repository%3Ateam%2Fapp%3Apull"]
DANCE = ["HEAD tag"] + MOVED
SEES = {"registry": {"token"}}
TEXT = "t0k3n-of-the-realm"


def good(name, reply, **more):
    fields = {"scripts": {"registry": guarded_image(), "realm": {"/token": reply}},
              "requests": {"registry": DANCE, "realm": ASKED}, "secrets": SEES}
    return Case(name, **(fields | more))


def bad(name, reply, reason=(), verdict="failed", asked=1, **more):
    fields = {"scripts": {"registry": guarded_image(), "realm": {"/token": reply}}, "verdict": verdict,
              "reason": reason, "requests": {"registry": ["HEAD tag"], "realm": ASKED * asked}}
    return Case(name, **(fields | more))


def lasts(what, value):
    return good(f"a token that lasts {what} is used while it is good", token(token=TEXT, expires_in=value))


CASES = [
    good("access_token is as good as token", token(access_token=TEXT)),
    good("of both, access_token is taken", token(access_token=TEXT, token="another-one")),
    good("an empty access_token does not hide the token", token(access_token="", token=TEXT)),
    good("a null access_token does not hide the token", token(access_token=None, token=TEXT)),
    lasts("for a number in a string", "300"),
    lasts("for a fraction", 300.5),
    lasts("for less than no time", -1),
    lasts("for no time", 0),
    lasts("beyond belief", 10 ** 18),
    lasts("for an object", {"seconds": 5}),
    lasts("for what is no number", "soon"),
    good("a token without expires_in", token(token=TEXT)),
    good("a token that was issued in the future", token(token=TEXT, expires_in=60,
                                                       issued_at="2999-01-01T00:00:00Z")),
    good("a token that was issued long ago", token(token=TEXT, expires_in=60,
                                                  issued_at="1999-01-01T00:00:00Z")),
    good("an answer that but mediaType is text", Reply(200, (("Content-Type", "text/html"),),
                                                 b'{"token":"t0k3n-of-the-realm"}')),
    good("a refresh_token that nobody asked for is not kept",
         token(token=TEXT, refresh_token="r3fresh-token-unasked"),
         in_play={"refresh": "r3fresh-token-unasked"}),
    bad("an answer without any token", token(other="x"), ("no token",)),
    bad("an empty token", token(token=""), ("no token",)),
    bad("a token that is no string", token(token=7), ("no token",)),
    bad("a token with a line break smuggles no header", token("x\r\nX-Evil: 1"), ("not allowed in a header",),
        without=("X-Evil",)),
    bad("a token with a NUL", token("t0k\0en"), ("invalid JSON",)),
    bad("a token with a blank", token("two words"), ("not allowed in a header",)),
    bad("a token beyond ASCII", token("t\u00f6ken"), ("not allowed in a header",)),
    good("a token of 12 KiB is a token",
         token("t" * 12000), scripts={"registry": guarded_image(accepts="Bearer " + "t" * 12000),
                                      "realm": {"/token": token("t" * 12000)}}, secrets={}),
    bad("a token of 17 KiB is none", token("t" * 17000), ("too long",)),
    bad("an answer of 80 KiB, announced", said(b'{"token":"x"}' + b" " * 80000), ("65536",), bytes=128 * 1024),
    bad("an answer of 80 KiB, in chunks", said(b'{"token":"x"}' + b" " * 80000, act="chunked"), ("65536",),
        bytes=160 * 1024),
    bad("an answer without end", said(b'{"token":"x"}', act="endless-chunks"), ("65536",),
        bytes=8 * 1024 * 1024),
    bad("an answer that is invalid JSON", said("<html>Please log in</html>"), ("invalid JSON",)),
    bad("an answer that is no object", said('["t0k3n"]'), ("not an object",)),
    bad("an empty answer", said(""), ("invalid JSON",)),
    bad("an answer that is JSON 30000 brackets deep", said('{"token":' + "[" * 30000 + "]" * 30000 + "}"),
        ("invalid JSON",), bytes=96 * 1024),
    bad("a token given twice", said('{"token":"a","token":"b"}'), ("duplicate JSON key",)),
    bad("an answer that is broken off by its own end", said('{"token":"t0k3n-of'), ("invalid JSON",)),
    bad("an answer that is cut off", said('{"token":"t0k3n-of-the-realm"}', act="cut", cut=10), ("connection closed",),
        asked=3),
    bad("401 to nobody in particular", error(401, "UNAUTHORIZED", "who are you"), ("who are you",), "denied"),
    bad("403", error(403, "DENIED", "not you"), ("not you",), "denied"),
    bad("404", error(404), ("404",), "denied"),
    bad("400", error(400, "BAD", "no such service"), ("no such service",), "denied"),
    bad("500 three times", error(500, "UNKNOWN", "oh"), ("500",), asked=3),
    good("500 and then a token", [error(500), token()], requests={"registry": DANCE, "realm": ASKED * 2}),
    bad("204", Reply(204), ("204",)),
    bad("a realm that never answers costs its time and no more", said("", act="hang"), ("no complete response",),
        asked=2, network={"request": "600ms"}, seconds=10),
    bad("a realm that answers letter by letter", said(b'{"token":"' + b"x" * 4000 + b'"}', act="drip"),
        ("too slow", "100 bytes"), asked=2, network={"slow": "1s"}, seconds=15),
    bad("a realm that not found", token(), ("cannot connect",),
        scripts={"registry": guarded_image(bearer("http://127.0.0.1:1/token"))},
        requests={"registry": ["HEAD tag"]}),
    bad("a realm that limits requests", error(429, headers=(("Retry-After", "3600"),)), ("try again in 3600 s",),
        "limited"),
    good("a realm that redirects on its own host", redirect("/real"),
         scripts={"registry": guarded_image(), "realm": {"/token": redirect("/real"), "/real": token()}},
         requests={"registry": DANCE, "realm": ASKED + ["GET /real"]}),
    good("a realm that redirects to another host does not take the login along", None,
         scripts={"registry": guarded_image(), "realm": {"/token": redirect("@other.url@/real")},
                  "other": {"/real": token()}}, login={"@registry@": "password"},
         requests={"registry": DANCE, "other": ["GET /real"],
                   "realm": ["GET /token?account=bot&service=odd&scope=repository%3Ateam%2Fapp%3Apull"]},
         secrets={"registry": {"token"}, "realm": {"pair"}}),
    bad("a realm that redirects for ever", redirect("/token"), ("redirects",),
        requests={"registry": ["HEAD tag"], "realm": ASKED + ["5x GET /token"]}),
    Case("a token granted without the pull is found out by the registry's next 401",
         {"registry": {"*": challenge(bearer())}, "realm": {"/token": token()}}, verdict="denied",
         requests={"registry": ["2x HEAD tag"], "realm": ASKED}, secrets=SEES),
    Case("a realm that fails costs only the repositories that need it",
         {"registry": guarded_image(), "realm": {"/token": error(403)}, "other": {"tag": manifest()}},
         also=("@other@/team/app:1@@new@",), more=("current",), verdict="denied",
         requests={"registry": ["HEAD tag"], "realm": ASKED, "other": ["HEAD tag"]}),
]
