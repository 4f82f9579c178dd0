"""A2: who gets to see a login, an identity token, a registry token, and a token that was given out."""
from case import (MOVED, SECRETS, Case, bearer, challenge, error, guarded, guarded_image, image,
                  manifest, redirect, token)

ACCOUNT = ["GET /token?account=bot&service=odd&scope=repository%3Ateam%2Fapp%3Apull"]
ASKED = ["GET /token?service=odd&scope=repository%3Ateam%2Fapp%3Apull"]
DANCE = ["HEAD tag"] + MOVED
BASIC = "Basic " + SECRETS["pair"]
LOGIN = {"@registry@": "password"}
IDENTITY = {"@registry@": "identity"}


def realm_wants(accepts, reply=None):
    """A token endpoint that gives tokens to whoever shows this."""
    return {"/token": guarded(reply or token(), 'Basic realm="tokens"', accepts)}


def basic(name, line, **more):
    """A registry with Basic authentication."""
    script = {word: guarded(reply, line, BASIC) for word, reply in image().items()}
    fields = {"scripts": {"registry": script}, "login": LOGIN, "requests": {"registry": DANCE},
              "secrets": {"registry": {"pair"}}}
    return Case(name, **(fields | more))


def post_only(status):
    """A token endpoint that does not know the POST form, and says so in one of four ways."""
    return Case(f"a POST that is answered {status} falls back to GET with the password",
                {"registry": guarded_image(),
                 "realm": {"POST /token": error(status, "UNSUPPORTED"), "GET /token": token()}},
                login={"@registry@": "identity password"},
                requests={"registry": DANCE, "realm": ["POST /token"] + ACCOUNT},
                secrets={"registry": {"token"}, "realm": {"identity", "pair"}})


def withheld(name, realm, verdict="denied", **more):
    """A realm that must not see the login, and gives nothing without it."""
    fields = {"scripts": {"registry": guarded_image(bearer(realm)),
                          "other": realm_wants(BASIC)}, "login": LOGIN, "verdict": verdict,
              "reason": ("not allowed",), "requests": {"registry": ["HEAD tag"], "other": ASKED}}
    return Case(name, **(fields | more))


CASES = [
    Case("a login goes to the realm of the registry's own host, the token to the registry",
         {"registry": guarded_image(), "realm": realm_wants(BASIC)}, login=LOGIN,
         requests={"registry": DANCE, "realm": ACCOUNT},
         secrets={"registry": {"token"}, "realm": {"pair"}}),
    withheld("a login does not go to a realm on another host", "@other.url@/token"),
    withheld("nor when it is written without a scheme", "//@other@/token"),
    Case("a realm on another host may give tokens to nobody in particular",
         {"registry": guarded_image(bearer("@other.url@/token")), "other": {"/token": token()}},
         login=LOGIN, requests={"registry": DANCE, "other": ASKED}, secrets={"registry": {"token"}}),
    Case("a realm on another host that the configuration names sees the login",
         {"registry": guarded_image(bearer("@other.url@/token")), "other": realm_wants(BASIC)},
         login=LOGIN, config='registries: {"@registry@": {realms: ["@other@"]}}',
         requests={"registry": DANCE, "other": ACCOUNT},
         secrets={"registry": {"token"}, "other": {"pair"}}),
    Case("an identity token does not go to a realm on another host",
         {"registry": guarded_image(bearer("@other.url@/token")), "other": {"/token": error(401)}},
         login=IDENTITY, verdict="denied", reason=("not allowed",),
         requests={"registry": ["HEAD tag"], "other": ASKED}),
    Case("an identity token goes to the token endpoint alone, by POST",
         {"registry": guarded_image(), "realm": {"POST /token": token()}}, login=IDENTITY,
         requests={"registry": DANCE, "realm": ["POST /token"]},
         secrets={"registry": {"token"}, "realm": {"identity"}}),
    Case("an identity token that is refused is told, and nothing else is tried",
         {"registry": guarded_image(), "realm": {"POST /token": error(401, "UNAUTHORIZED")}},
         login=IDENTITY, verdict="denied", requests={"registry": ["HEAD tag"], "realm": ["POST /token"]},
         secrets={"realm": {"identity"}}),
    post_only(400), post_only(401), post_only(404), post_only(405),
    Case("a POST that leads elsewhere is not led on",
         {"registry": guarded_image(), "realm": {"POST /token": redirect("/elsewhere")}},
         login=IDENTITY, verdict="failed", reason=("POST",),
         requests={"registry": ["HEAD tag"], "realm": ["POST /token"]}, secrets={"realm": {"identity"}}),
    Case("a registry token goes to the registry as it is, without any dance",
         {"registry": {word: guarded(reply, None, "Bearer " + SECRETS["registry-token"])
                       for word, reply in image().items()}}, login={"@registry@": "registry-token"},
         requests={"registry": MOVED}, secrets={"registry": {"registry-token"}}),
    Case("a registry token that is refused is told, and no realm is asked",
         {"registry": {"*": challenge(bearer())}}, login={"@registry@": "registry-token"},
         verdict="denied", requests={"registry": ["HEAD tag"]},
         secrets={"registry": {"registry-token"}}),
    Case("a login that the realm refuses is told, not replaced by none",
         {"registry": guarded_image(), "realm": {"/token": error(401, "UNAUTHORIZED", "bad password")}},
         login=LOGIN, verdict="denied", reason=("bad password", "config.json"),
         requests={"registry": ["HEAD tag"], "realm": ACCOUNT}, secrets={"realm": {"pair"}}),
    basic("a basic challenge is answered with the login", 'Basic realm="odd"'),
    basic("basic's realm is a name, not a place to go to", 'Basic realm="@other.url@/login"'),
    basic("basic without a realm will do", "Basic"),
    basic("basic in any case, with a charset", 'bAsIc realm="Artifactory Realm", charset="UTF-8"'),
    basic("basic beside negotiate", 'Negotiate, Basic realm="odd"'),
    Case("basic without a login is told at once, and nothing empty is sent",
         {"registry": {"*": challenge('Basic realm="odd"')}}, verdict="denied", reason=("login",),
         requests={"registry": ["HEAD tag"]}),
    Case("a basic login that is refused is tried once",
         {"registry": {"*": challenge('Basic realm="odd"')}}, login=LOGIN, verdict="denied",
         requests={"registry": ["2x HEAD tag"]}, secrets={"registry": {"pair"}}),
    Case("a login for one port of a host is not for another",
         {"registry": {"*": challenge('Basic realm="odd"')}}, login={"@realm@": "password"},
         verdict="denied", requests={"registry": ["HEAD tag"]}),
    Case("a login for one host is not for another that it leads to",
         {"registry": {"*": redirect("@other.url@/v2/team/app/manifests/1")},
          "other": {"*": challenge('Basic realm="odd"')}}, login={"@other@": "password"},
         verdict="denied", requests={"registry": ["HEAD tag"], "other": ["HEAD tag"]}),
    Case("a login for a part of a path's name is not for the path",
         {"registry": {"*": challenge('Basic realm="odd"')}},
         login={"@registry@/tea": "password"}, verdict="denied", requests={"registry": ["HEAD tag"]}),
    Case("a login for a path is for what is below it",
         {"registry": {word: guarded(reply, "Basic", BASIC) for word, reply in image().items()}},
         login={"@registry@/team": "password"}, requests={"registry": DANCE},
         secrets={"registry": {"pair"}}),
    Case("a login is not sent before it is asked for", {"registry": image()}, login=LOGIN,
         requests={"registry": MOVED}),
    Case("the host's name in any case is the host", {"registry": guarded_image(bearer("@local.url@/token")) |
                                                     {"/token": token()},
                                                     "local": {"/token": token()}},
         listeners={"local": "localhost"}, login={"@registry@": "password"},
         requests={"registry": ["HEAD tag"] + MOVED, "local": ASKED}, secrets={"registry": {"token"}}),
    Case("each repository has a token of its own",
         {"registry": guarded_image() | {
             "/v2/team/b/manifests/1": guarded(image()["tag"], None, "Bearer s3cond-token-of-the-realm")},
          "realm": {ASKED[0][4:]: token(),
                    "/token": token("s3cond-token-of-the-realm")}},
         also=("@registry@/team/b:1@@new@",), more=("current",),
         requests={"realm": ASKED + ["GET /token?service=odd&scope=repository%3Ateam%2Fb%3Apull"]},
         most={"registry": 6}, any_order=True, secrets={"registry": {"token", "second-token"}}),
    Case("a registry that echoes the login in its errors does not get it printed",
         {"registry": {"*": lambda request: challenge('Basic realm="odd"') if not request.header("authorization")
                       else error(403, "DENIED", "you said " + request.header("authorization") +
                                  " which is bot:" + SECRETS["password"])}},
         login=LOGIN, verdict="denied", requests={"registry": ["2x HEAD tag", "GET tag"]},
         secrets={"registry": {"pair"}}),
    Case("a realm that echoes an identity token does not get it printed",
         {"registry": guarded_image(),
          "realm": {"POST /token": lambda request: error(400, "BAD", request.body.decode())}},
         login=IDENTITY, verdict="denied", requests={"registry": ["HEAD tag"], "realm": ["POST /token"]},
         secrets={"realm": {"identity"}}),
    Case("a registry that echoes the token in its errors does not get it printed",
         {"registry": {"*": lambda request: challenge(bearer()) if not request.header("authorization")
                       else error(404, "GONE", "no such " + request.header("authorization"))},
          "realm": {"/token": token()}}, verdict="absent",
         requests={"registry": ["2x HEAD tag", "GET tag"], "realm": ASKED}, secrets={"registry": {"token"}}),
    Case("a digest header that echoes the token does not get it printed",
         {"registry": {"*": lambda request: challenge(bearer()) if not request.header("authorization")
                       else manifest(said=request.header("authorization"))}, "realm": {"/token": token()}},
         verdict="failed", requests={"registry": ["2x HEAD tag"], "realm": ASKED},
         secrets={"registry": {"token"}}),
    Case("a password in the configuration's variable goes where one of docker's goes",
         {"registry": {word: guarded(reply, "Basic", BASIC) for word, reply in image().items()}},
         config='registries: {"@registry@": {username: bot, password: {env: ODD_PASSWORD}}}',
         variables={"ODD_PASSWORD": SECRETS["password"]}, requests={"registry": DANCE},
         secrets={"registry": {"pair"}}),
    Case("no realm over http for a registry over https",
         {"registry": guarded_image(), "realm": {"/token": token()}},
         listeners={"registry": "127.0.0.1+tls"}, login=LOGIN,
         config='registries: {"@registry@": {endpoint: "@registry.url@"}}', verdict="failed",
         reason=("from https to",), requests={"registry": ["HEAD tag"]}),
    Case("a login over https goes to a realm over https",
         {"registry": guarded_image(), "realm": realm_wants(BASIC)},
         listeners={"registry": "127.0.0.1+tls", "realm": "127.0.0.1+tls"}, login=LOGIN,
         config='registries: {"@registry@": {endpoint: "@registry.url@"}}',
         requests={"registry": DANCE, "realm": ACCOUNT},
         secrets={"registry": {"token"}, "realm": {"pair"}}),
]

