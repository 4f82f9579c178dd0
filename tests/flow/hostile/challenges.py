"""A2: how a registry asks for a login, in all its spellings. Tokens are given out by `realm`."""
from case import (MOVED, Case, bearer, challenge, error, guarded, guarded_image, image, said, token)

SERVED = {"tag": 'GET /token?service=odd&scope=repository%3Ateam%2Fapp%3Apull'}
ASKED = ["GET /token?service=odd&scope=repository%3Ateam%2Fapp%3Apull"]
PLAIN = ["GET /token?scope=repository%3Ateam%2Fapp%3Apull"]
DANCE = ["HEAD tag"] + MOVED
TOKENS = {"/token": token()}
SEES = {"registry": {"token"}}


def asks(name, *lines, realm=ASKED, **more):
    """A registry that lets nobody in without the realm's token, and says so with these lines."""
    script = {word: guarded_by(lines, reply) for word, reply in image().items()}
    fields = {"scripts": {"registry": script, "realm": TOKENS},
              "requests": {"registry": DANCE, "realm": realm}, "secrets": SEES}
    return Case(name, **(fields | more))


def guarded_by(lines, reply):
    refused = challenge(*lines)
    return lambda request: reply if request.header("authorization") == \
        "Bearer t0k3n-of-the-realm" else refused


def denied(name, *lines, reason=(), requests=None, verdict="denied", **more):
    """Nobody gets in: no realm is asked."""
    fields = {"scripts": {"registry": {"*": challenge(*lines)}}, "verdict": verdict, "reason": reason,
              "requests": {"registry": requests or ["HEAD tag"]}}
    return Case(name, **(fields | more))


PINGED = ["HEAD tag", "GET ping"]

CASES = [
    asks("a bearer challenge is answered with an anonymous token", bearer()),
    asks("a scheme and its parameters may be in any case",
         'bEaReR REALM="@realm.url@/token", Service="odd"'),
    asks("blanks around equals signs and commas are allowed",
         'Bearer   realm = "@realm.url@/token" ,\t service\t= "odd"'),
    asks("values may be bare words", "Bearer realm=@realm.url@/token,service=odd"),
    asks("quoted pairs are taken for what they quote",
         r'Bearer realm="@realm.url@\/token",service="o\dd"'),
    asks("trailing and doubled commas say nothing", ',, Bearer realm="@realm.url@/token",,service="odd",,'),
    asks("empty values are as good as none",
         'Bearer realm="@realm.url@/token",service="",scope="",error=""', realm=PLAIN),
    asks("a challenge without a service asks without one", bearer(more=""), realm=PLAIN),
    asks("unknown parameters are passed over",
         'Bearer charset="UTF-8",realm="@realm.url@/token",x-odd="a,b=\\"c\\"",service="odd"'),
    asks("a value may hold commas, blanks and equals signs",
         'Bearer error_description="Basic realm=x, y=z",realm="@realm.url@/token",service="odd"'),
    asks("two challenges in one header: bearer goes before basic",
         'Basic realm="x", Bearer realm="@realm.url@/token",service="odd"'),
    asks("two challenges in one header as forgejo writes them: realms are not mixed up",
         'Bearer realm="@realm.url@/token",service="odd",Basic realm="@other.url@/v2",service="other"'),
    asks("several header lines: negotiate and basic are passed over for bearer",
         "Negotiate", 'Basic realm="odd"', bearer()),
    asks("schemes that nobody here speaks are passed over",
         'Digest realm="x", nonce="abc==", NTLM TlRMTVNTUAAB, ' + bearer()),
    asks("a token68 of another scheme is no parameter of ours", "Negotiate YII+/abc==, " + bearer()),
    asks("the scope of the challenge is asked for beside the pull of the repository",
         bearer(more=',service="odd",scope="repository:team/app:pull repository:base/os:pull"'),
         realm=["GET /token?service=odd&scope=repository%3Ateam%2Fapp%3Apull"
                "&scope=repository%3Abase%2Fos%3Apull"]),
    asks("a wrong scope in the challenge does not replace the right one",
         bearer(more=',service="odd",scope="repository:user/image:pull"'),
         realm=["GET /token?service=odd&scope=repository%3Ateam%2Fapp%3Apull"
                "&scope=repository%3Auser%2Fimage%3Apull"]),
    asks("a realm with a query of its own keeps it",
         bearer("@realm.url@/token?account=x&y=%20z"),
         realm=["GET /token?account=x&y=%20z&service=odd&scope=repository%3Ateam%2Fapp%3Apull"]),
    asks("a realm with an empty query gets no second question mark", bearer("@realm.url@/token?")),
    asks("a realm's fragment is not sent", bearer("@realm.url@/token#top")),
    asks("a realm that is a path is the registry's own", bearer("/token"),
         scripts={"registry": guarded_image(bearer("/token")) | {"/token": token()}},
         requests={"registry": ["HEAD tag"] + ASKED + MOVED}),
    asks("a realm beside the path is the registry's own", bearer("../../../../auth/token"),
         scripts={"registry": guarded_image(bearer("../../../../auth/token")) |
                  {"/auth/token": token()}},
         requests={"registry": ["HEAD tag", "GET /auth/token?service=odd&"
                                "scope=repository%3Ateam%2Fapp%3Apull"] + MOVED}),
    asks("a realm without a scheme has the registry's", bearer("//@realm@/token")),
    asks("a realm on another host gives anonymous tokens", bearer("@other.url@/token"),
         scripts={"registry": guarded_image(bearer("@other.url@/token")), "other": TOKENS},
         requests={"registry": DANCE, "other": ASKED}),
    denied("an unclosed quote is no challenge, not half of one",
           'Bearer realm="@realm.url@/token,service=odd', reason=("WWW-Authenticate",), requests=PINGED,
           verdict="failed"),
    asks("a broken line does not spoil a good one", 'Basic realm="x', bearer()),
    denied("a parameter given twice is no challenge: where would the login go",
           'Bearer realm="@realm.url@/token",realm="@other.url@/token"', requests=PINGED, verdict="failed"),
    denied("a bearer challenge without a realm is told", "Bearer service=odd", requests=PINGED,
           verdict="failed"),
    denied("an empty realm is as good as none", 'Bearer realm=""', requests=PINGED, verdict="failed"),
    denied("a realm of another scheme is not asked", bearer("file:///etc/passwd"),
           reason=("http",), verdict="failed"),
    denied("a realm with user information is not asked", bearer("http://root:pw@@realm@/token"),
           reason=("user information",), verdict="failed"),
    denied("a realm with a line break is not asked", r'Bearer realm="@realm.url@/tok\	en"', verdict="failed"),
    denied("only schemes that nobody here speaks", "Negotiate", "NTLM", requests=PINGED,
           verdict="unsupported", reason=("Basic",)),
    denied("parameters before any scheme are no challenge", 'realm="@realm.url@/token"',
           requests=PINGED, verdict="failed"),
    denied("a challenge of 60 KiB is read and refused like any other",
           bearer("@realm.url@/" + "x" * 60000), verdict="failed", bytes=256 * 1024),
    Case("a 401 without a challenge has the registry's root asked, once",
         {"registry": {"tag": guarded_by((), image()["tag"]), "new": guarded_by((), image()["new"]),
                       "old": guarded_by((), image()["old"]), "ping": challenge(bearer())},
          "realm": TOKENS},
         requests={"registry": ["HEAD tag", "GET ping"] + MOVED, "realm": ASKED}, secrets=SEES),
    Case("the scope of the root's challenge is a placeholder and not asked for",
         {"registry": {"tag": guarded_by((), image()["tag"]), "new": guarded_by((), image()["new"]),
                       "old": guarded_by((), image()["old"]),
                       "ping": challenge(bearer(more=',service="odd",scope="repository:user/image:pull"'))},
          "realm": TOKENS},
         requests={"registry": ["HEAD tag", "GET ping"] + MOVED, "realm": ASKED}, secrets=SEES),
    Case("a 401 without a challenge, and none at the root either",
         {"registry": {"*": error(401, "UNAUTHORIZED")}}, verdict="denied",
         requests={"registry": ["HEAD tag", "GET ping"]}),
    Case("a 401 without a challenge where the root wants no login",
         {"registry": {"tag": error(401, "UNAUTHORIZED"), "ping": said("{}")}}, verdict="denied",
         reason=("no login",), requests={"registry": ["HEAD tag", "GET ping"]}),
    Case("a root that never answers a ping costs its time and no more",
         {"registry": {"tag": error(401), "ping": said("", act="hang")}}, verdict="failed",
         network={"request": "600ms"}, requests={"registry": ["HEAD tag", "2x GET ping"]}, seconds=10),
    Case("insufficient_scope is answered with one new token, once",
         {"registry": {"tag": [challenge(bearer()),
                               challenge(bearer(more=',service="odd",scope="repository:team/app:pull,x",'
                                                     'error="insufficient_scope"'))] * 2},
          "realm": {"/token": [token(), token("s3cond-token-of-the-realm")]}},
         verdict="denied",
         requests={"registry": ["3x HEAD tag"],
                   "realm": ASKED + ["GET /token?service=odd&scope=repository%3Ateam%2Fapp%3Apull"
                                     "&scope=repository%3Ateam%2Fapp%3Apull%2Cx"]},
         secrets={"registry": {"token", "second-token"}}),
    Case("insufficient_scope can be helped",
         {"registry": {"tag": guarded(image()["tag"],
                                      bearer(more=',service="odd",error="insufficient_scope",scope="x:y:z"'),
                                      "Bearer s3cond-token-of-the-realm"),
                       "new": image()["new"], "old": image()["old"]},
          "realm": {"/token": [token(), token("s3cond-token-of-the-realm")]}},
         requests={"registry": ["3x HEAD tag", "GET new", "GET old"],
                   "realm": 2 * ["GET /token?service=odd&scope=repository%3Ateam%2Fapp%3Apull&scope=x%3Ay%3Az"]},
         secrets={"registry": {"token", "second-token"}}),
    Case("a token that the registry refuses is not asked for again and again",
         {"registry": {"*": challenge(bearer())}, "realm": TOKENS}, verdict="denied",
         requests={"registry": ["2x HEAD tag"], "realm": ASKED}, secrets=SEES),
    Case("a token that died is renewed once",
         {"registry": {"tag": guarded(image()["tag"], bearer()),
                       "new": guarded(image()["new"], bearer(), "Bearer s3cond-token-of-the-realm"),
                       "old": guarded(image()["old"], bearer(), "Bearer s3cond-token-of-the-realm")},
          "realm": {"/token": [token(), token("s3cond-token-of-the-realm")]}},
         requests={"registry": ["2x HEAD tag", "2x GET new", "GET old"], "realm": ASKED * 2},
         secrets={"registry": {"token", "second-token"}}),
    Case("a token is asked for once, however many tags of the repository need it",
         {"registry": guarded_image() | {f"/v2/team/app/manifests/{i}": guarded(image()["tag"], bearer())
                                         for i in range(2, 12)}, "realm": TOKENS},
         also=tuple(f"@registry@/team/app:{i}@@new@" for i in range(2, 12)), more=("current",) * 10,
         requests={"realm": ASKED}, most={"registry": 11 + 3 + 3}, secrets=SEES),
]
