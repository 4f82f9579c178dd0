"""A1: what is no reference is told with its file and line, and nobody is asked anything."""
from case import Case, image, manifest

D = "@sha256:@new-hex@"


def told(stage):
    skipped = stage.result["skipped"]
    stage.expect(len(skipped) == 1 and skipped[0]["path"] == "0/Dockerfile" and skipped[0]["line"] == 1 and
                 skipped[0]["code"] == "invalid", f"told was {skipped}")


def trap(name, text):
    """No pin at all, and no listener hears a thing."""
    return Case("no traffic for " + name, {"registry": image()}, image=text, verdict=None, check=told)


def not_asked(name, text, verdict, *reason):
    """A pin that cannot be asked for."""
    return Case("no traffic for " + name, {"registry": image()}, image=text, verdict=verdict, reason=reason)


CASES = [
    trap("a doubled slash", "@registry@/team//app:1" + D),
    trap("capitals in a repository", "@registry@/Team/app:1" + D),
    trap("a digest one digit short", "@registry@/team/app:1@sha256:" + "a" * 63),
    trap("a digest in capitals", "@registry@/team/app:1@sha256:" + "A" * 64),
    trap("a tag of 129 letters", "@registry@/team/app:" + "x" * 129 + D),
    trap("a tag that begins with a dot", "@registry@/team/app:.1" + D),
    trap("a tag that begins with a dash", "@registry@/team/app:-1" + D),
    trap("three underscores", "@registry@/a___b:1" + D),
    trap("two dots", "@registry@/a..b:1" + D),
    trap("a leading dash", "@registry@/-a:1" + D),
    trap("a trailing dash", "@registry@/a-:1" + D),
    trap("a trailing slash", "@registry@/a/:1" + D),
    trap("a scheme", "@registry.url@/team/app:1" + D),
    trap("a percent-encoded dot", "@registry@/team/app%2e:1" + D),
    trap("a way up", "@registry@/../app:1" + D),
    trap("two Docker-Content-Digest", "@registry@/team/app:1" + D + D),
    trap("an empty tag", "@registry@/team/app:" + D),
    trap("an empty digest", "@registry@/team/app@"),
    trap("a port that is no number", "127.0.0.1:port/app:1" + D),
    trap("a letter of another alphabet", "@registry@/team/\u0430pp:1" + D),
    trap("an algorithm that nobody can check", "@registry@/team/app:1@md5:" + "a" * 32),
    trap("an algorithm that is not implemented", "@registry@/team/app:1@blake3:" + "a" * 64),
    trap("an IPv6 zone", "[::1%25lo]:80/team/app:1" + D),
    trap("an IPv6 address without brackets", "::1/team/app:1" + D),
    trap("64 hex digits", "b" * 64),
    trap("two tags", "@registry@/team/app:1:2" + D),
    trap("a user and a password", "user:pw@@registry@/team/app:1" + D),
    trap("a query", "@registry@/team/app:1?x=y" + D),
    trap("a fragment", "@registry@/team/app:1#x" + D),
    trap("a leading slash", "/team/app:1" + D),
    not_asked("a digest without a tag", "@registry@/team/app" + D, "untracked", "no tag"),
    not_asked("an image without a digest", "@registry@/team/app:1", "unpinned"),
    not_asked("a port beyond all ports", "127.0.0.1:99999/team/app:1" + D, "failed"),
    Case("a tag of 128 letters is asked for",
         {"registry": {"/v2/team/app/manifests/" + "x" * 128: manifest()}},
         image="@registry@/team/app:" + "x" * 128 + D, verdict="current",
         requests={"registry": ["HEAD /v2/team/app/manifests/" + "x" * 128]}),
    Case("an IPv6 host is asked by its address", {"six": image()}, listeners={"six": "::1"},
         image="@six@/team/app:1" + D, verdict="current", requests={"six": ["HEAD tag"]}),
    Case("localhost with a port is a host", {"local": image()}, listeners={"local": "localhost"},
         image="localhost:@local.port@/team/app:1" + D, verdict="current", requests={"local": ["HEAD tag"]}),
    Case("a dozen parts of a repository are one repository",
         {"registry": {"/v2/a/b/c/d/e/f/g/h/i/j/k/l/manifests/1": manifest()}},
         image="@registry@/a/b/c/d/e/f/g/h/i/j/k/l:1" + D, verdict="current",
         requests={"registry": ["HEAD /v2/a/b/c/d/e/f/g/h/i/j/k/l/manifests/1"]}),
]
