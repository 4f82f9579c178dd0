"""A3: redirects, judged hop by hop."""
from case import (MOVED, NEW, OLD, SECRETS, Case, bearer, challenge, error, guarded, guarded_image, image, manifest,
                  redirect, token)

TAG = "/v2/team/app/manifests/1"
ASKED = ["GET /token?service=odd&scope=repository%3Ateam%2Fapp%3Apull"]
BASIC = "Basic " + SECRETS["pair"]
LOGIN = {"@registry@": "password"}
TLS = {"registry": "127.0.0.1+tls"}
OVER_TLS = 'registries: {"@registry@": {endpoint: "@registry.url@"}}'


def moved_on(name, reply, more=(), verdict="bump", **fields):
    """The tag's HEAD is redirected; digests are served where they were."""
    wanted = {"scripts": {"registry": image(tag=reply), "other": image()}, "verdict": verdict}
    return Case(name, **(wanted | fields))


def refused(name, location, *reason, asked=1, status=307, **fields):
    return Case(name, **({"scripts": {"registry": {"tag": redirect(location, status)}, "other": image()},
                          "verdict": "failed", "reason": reason,
                          "requests": {"registry": [f"{asked}x HEAD tag"]}} | fields))


def followed(status):
    return moved_on(f"a {status} is followed as what was asked, on the same host",
                    redirect("/elsewhere", status),
                    scripts={"registry": image(tag=redirect("/elsewhere", status)) | {"/elsewhere": manifest()}},
                    requests={"registry": ["HEAD tag", "HEAD /elsewhere", "GET new", "GET old"]})


def guard(reply):
    return guarded(reply, 'Basic realm="odd"', BASIC)


def secret(name, location, requests, sees):
    """The registry wants a login, and then leads on."""
    return Case(name, {"registry": {"tag": guard(redirect(location)), "/here": manifest(),
                                    "new": guard(manifest()), "old": guard(manifest(OLD))},
                       "realm": {"/there": manifest(), "tag": manifest()}, "other": {"/there": manifest()}},
                login=LOGIN, requests=requests, secrets=sees)


CASES = [
    followed(301), followed(302), followed(303), followed(307), followed(308),
    secret("the same host keeps the login", "/here",
           {"registry": ["2x HEAD tag", "HEAD /here", "GET new", "GET old"]}, {"registry": {"pair"}}),
    secret("another host does not get the login", "@other.url@/there",
           {"registry": ["2x HEAD tag", "GET new", "GET old"], "other": ["HEAD /there"]},
           {"registry": {"pair"}}),
    secret("another port of the same host does not get the login", "@realm.url@/there",
           {"registry": ["2x HEAD tag", "GET new", "GET old"], "realm": ["HEAD /there"]},
           {"registry": {"pair"}}),
    secret("a host without a scheme is another host", "//@other@/there",
           {"registry": ["2x HEAD tag", "GET new", "GET old"], "other": ["HEAD /there"]},
           {"registry": {"pair"}}),
    Case("back from another host the login is not shown again",
         {"registry": {"tag": guard(redirect("@other.url@/there")), "/back": manifest(),
                       "new": guard(manifest()), "old": guard(manifest(OLD))},
          "other": {"/there": redirect("@registry.url@/back")}}, login=LOGIN,
         requests={"registry": ["2x HEAD tag", "HEAD /back", "GET new", "GET old"], "other": ["HEAD /there"]},
         secrets={"registry": {"pair"}},
         check=lambda stage: stage.expect(
             stage.world.asked("registry")[2].header("authorization") is None, "it was shown again")),
    Case("a bearer token does not go to another host",
         {"registry": {"tag": guarded(redirect("@other.url@/there"), bearer()),
                       "new": guarded(manifest(), bearer()), "old": guarded(manifest(OLD), bearer())},
          "realm": {"/token": token()}, "other": {"/there": manifest()}},
         requests={"registry": ["2x HEAD tag", "GET new", "GET old"], "realm": ASKED, "other": ["HEAD /there"]},
         secrets={"registry": {"token"}}),
    Case("a try after a redirect does not attach the token again",
         {"registry": {"tag": guarded(redirect("@other.url@/there"), bearer()),
                       "new": guarded(manifest(), bearer()), "old": guarded(manifest(OLD), bearer())},
          "realm": {"/token": token()}, "other": {"/there": [error(503), error(503), manifest()]}},
         requests={"registry": ["2x HEAD tag", "GET new", "GET old"], "realm": ASKED,
                   "other": ["3x HEAD /there"]}, secrets={"registry": {"token"}}),
    Case("another host that wants a token gets an anonymous one of its own realm",
         {"registry": {"tag": redirect("@other.url@" + TAG), "new": redirect("@other.url@" + TAG),
                       "old": manifest(OLD)},
          "other": {"tag": guarded(manifest(), bearer("@other.url@/token", more="")), "/token": token()}},
         login={"@registry@": "password", "@other@": "password"},
         requests={"registry": ["HEAD tag", "GET new", "GET old"],
                   "other": ["HEAD tag", "GET /token", "2x HEAD tag"]}, any_order=True,
         most={"other": 8}, secrets={"other": {"token"}}),
    Case("another host that wants a login gets none",
         {"registry": {"tag": redirect("@other.url@" + TAG)}, "other": {"*": challenge('Basic realm="x"')}},
         login={"@registry@": "password", "@other@": "password"}, verdict="denied",
         requests={"registry": ["HEAD tag"], "other": ["HEAD tag"]}),
    Case("another host's realm does not get the registry's login",
         {"registry": {"tag": redirect("@other.url@" + TAG)},
          "other": {"*": challenge(bearer("@realm.url@/token"))}, "realm": {"/token": error(401)}},
         login=LOGIN, verdict="denied",
         requests={"registry": ["HEAD tag"], "other": ["HEAD tag"], "realm": ["GET /token?service=odd"]}),
    moved_on("a relative address is seen from where it was given", redirect("../tags/x"),
             scripts={"registry": image(tag=redirect("../x")) | {"/v2/team/app/x": manifest()}},
             requests={"registry": ["HEAD tag", "HEAD /v2/team/app/x", "GET new", "GET old"]}),
    moved_on("a query alone keeps the path", redirect("?again=1"),
             scripts={"registry": image(tag=redirect("?again=1")) | {"HEAD " + TAG + "?again=1": manifest()}},
             requests={"registry": ["HEAD tag", "HEAD " + TAG + "?again=1", "GET new", "GET old"]}),
    moved_on("a fragment is not sent", redirect("/elsewhere#top"),
             scripts={"registry": image(tag=redirect("/elsewhere#top")) | {"/elsewhere": manifest()}},
             requests={"registry": ["HEAD tag", "HEAD /elsewhere", "GET new", "GET old"]}),
    Case("the secret in a presigned address goes where it belongs and is not printed",
         {"registry": image(tag=redirect("@other.url@/there?X-Signature=pr3signed-signature-of-x")),
          "other": {"/there": manifest()}}, in_play={"presigned": "pr3signed-signature-of-x"},
         requests={"registry": MOVED, "other": ["HEAD /there?X-Signature=pr3signed-signature-of-x"]},
         secrets={"other": {"presigned"}}),
    Case("nor when where it leads fails",
         {"registry": {"tag": redirect("@other.url@/there?X-Signature=pr3signed-signature-of-x")},
          "other": {"*": error(500, "BAD", "no")}}, in_play={"presigned": "pr3signed-signature-of-x"},
         verdict="failed", requests={"registry": ["HEAD tag"],
                                     "other": ["3x HEAD /there?X-Signature=pr3signed-signature-of-x"]},
         secrets={"other": {"presigned"}}),
    Case("nor when it cannot be gone to",
         {"registry": {"tag": redirect("http://u:pr3signed-signature-of-x@h/?pr3signed-signature-of-x")}},
         in_play={"presigned": "pr3signed-signature-of-x"}, verdict="failed", reason=("user information",),
         requests={"registry": ["HEAD tag"]}),
    refused("a loop ends", TAG, "more than 5 redirects", asked=6),
    Case("a loop of two hosts ends",
         {"registry": {"tag": redirect("@other.url@" + TAG)}, "other": {"tag": redirect("@registry.url@" + TAG)}},
         verdict="failed", reason=("redirects",), requests={"registry": ["3x HEAD tag"], "other": ["3x HEAD tag"]}),
    Case("ever new addresses end", {"registry": {"*": lambda request: redirect(request.target + "/x")}},
         verdict="failed", reason=("redirects",), most={"registry": 6}),
    Case("five redirects are followed", {"registry": image(tag=redirect("/1")) | {
        "/1": redirect("/2"), "/2": redirect("/3"), "/3": redirect("/4"), "/4": redirect("/5"), "/5": manifest()}},
         requests={"registry": ["HEAD tag"] + [f"HEAD /{i}" for i in range(1, 6)] + ["GET new", "GET old"]}),
    refused("user information in an address is refused", "http://root:pw@@other@/x", "user information"),
    refused("a file is not gone to", "file:///etc/passwd", "http"),
    refused("ftp is not gone to", "ftp://@other@/x", "http"),
    refused("gopher is not gone to", "gopher://@other@/x", "http"),
    refused("an address with a backslash is refused", "http:\\\\@other@\\x"),
    refused("an address with a blank is refused", "/else where"),
    refused("an address of 9 KiB is refused", "/" + "x" * 9000, "longer than"),
    refused("an address without a host is refused", "http:///x"),
    refused("an address with port 0 is refused", "http://127.0.0.1:0/x", "port 0"),
    Case("a redirect without an address is an answer of no use",
         {"registry": {"tag": error(307)}}, verdict="failed", reason=("307",), requests={"registry": ["HEAD tag"]}),
    refused("from https nothing leads to http", "@other.url@/there", "from https to", listeners=TLS,
            config=OVER_TLS, login=LOGIN),
    Case("from https to https of another host goes without the login",
         {"registry": {"tag": guard(redirect("@other.url@/there")), "new": guard(manifest()),
                       "old": guard(manifest(OLD))}, "other": {"/there": manifest()}},
         listeners={"registry": "127.0.0.1+tls", "other": "127.0.0.2+tls"}, config=OVER_TLS, login=LOGIN,
         requests={"registry": ["2x HEAD tag", "GET new", "GET old"], "other": ["HEAD /there"]},
         secrets={"registry": {"pair"}}),
    Case("what a redirect of a digest brings is hashed like any other",
         {"registry": image(new=redirect("@other.url@/there")), "other": {"/there": manifest(NEW + b" ")}},
         verdict="failed", reason=("sha256",),
         requests={"registry": ["HEAD tag", "2x GET new"], "other": ["2x GET /there"]}),
    Case("the token endpoint's address in a 300 is not followed",
         {"registry": {"tag": redirect("@other.url@/there", 300)}}, verdict="failed", reason=("300",),
         requests={"registry": ["HEAD tag"]}),
    Case("two addresses: the first holds",
         {"registry": image(tag=redirect("/one", headers=())) | {"/one": manifest()}},
         requests={"registry": ["HEAD tag", "HEAD /one", "GET new", "GET old"]}),
    Case("an IPv6 host that is led to is bracketed", {"registry": image(tag=redirect("@six.url@/there")),
                                                      "six": {"/there": manifest()}}, listeners={"six": "::1"},
         requests={"registry": ["HEAD tag", "GET new", "GET old"], "six": ["HEAD /there"]}),
]
