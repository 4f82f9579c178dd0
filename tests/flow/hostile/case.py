"""case.py - one hostile case: what the servers say, and what must come of it.

A Case is a table entry. In all its texts `@registry@` is a listener's HOST:PORT, `@registry.url@`
its URL, and `@old@` `@new@` the digests of the image's two generations. Paths in `requests` and in
scripts may be these words: tag, old, new, ping (the manifest's, and /v2/).
"""
import base64
import dataclasses
import hashlib
import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "support"))
from hostile_registry import Reply  # noqa: E402

INDEX = "application/vnd.oci.image.index.v1+json"
IMAGE = "application/vnd.oci.image.manifest.v1+json"
DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json"
DOCKER_IMAGE = "application/vnd.docker.distribution.manifest.v2+json"
REPOSITORY = "team/app"


def digest(data, algorithm="sha256"):
    return f"{algorithm}:" + hashlib.new(algorithm, data).hexdigest()


def entry(seed, platform, media_type=IMAGE, **more):
    os_name, _, rest = platform.partition("/")
    architecture, _, variant = rest.partition("/")
    place = {"os": os_name, "architecture": architecture}
    if variant:
        place["variant"] = variant
    return {"mediaType": media_type, "digest": digest(seed.encode()), "size": 500,
            "platform": place, **more}


def index(seed, *entries, media_type=INDEX, **more):
    """The bytes of an index; by default for two platforms."""
    if not entries:
        entries = [entry(f"{seed} {platform}", platform) for platform in ("linux/amd64", "linux/arm64")]
    return json.dumps({"schemaVersion": 2, "mediaType": media_type, "manifests": list(entries),
                       **more}).encode()


OLD, NEW = index("old"), index("new")
WORDS = {"old": digest(OLD), "new": digest(NEW), "old-hex": digest(OLD)[7:], "new-hex": digest(NEW)[7:]}
TAG_PATH = f"/v2/{REPOSITORY}/manifests/1"


def path_of(word):
    """`GET new` -> `GET /v2/.../manifests/sha256:...`; `3x HEAD tag` is for requests alone."""
    paths = {"tag": TAG_PATH, "old": f"/v2/{REPOSITORY}/manifests/{WORDS['old']}",
             "new": f"/v2/{REPOSITORY}/manifests/{WORDS['new']}", "ping": "/v2/"}
    method, _, rest = word.rpartition(" ")
    path = paths.get(rest, rest)
    return f"{method} {path}" if method else path


# ---- replies ----

def manifest(body=NEW, said=None, media_type=INDEX, headers=(), **how):
    """200 with a manifest; `said`: the Docker-Content-Digest ("": none; default: the true one)."""
    said = digest(body) if said is None else said
    named = tuple(headers) + ((("Docker-Content-Digest", said),) if said else ())
    typed = (("Content-Type", media_type),) if media_type else ()
    return Reply(200, named + typed, body, **how)


def error(status, code=None, message="no", headers=(), **how):
    body = json.dumps({"errors": [{"code": code, "message": message}]}).encode() if code else b""
    return Reply(status, tuple(headers) + (("Content-Type", "application/json"),), body, **how)


def challenge(*lines, status=401, **how):
    return error(status, "UNAUTHORIZED", "authentication required",
                 tuple(("WWW-Authenticate", line) for line in lines), **how)


def bearer(realm="@realm.url@/token", more=',service="odd"'):
    return f'Bearer realm="{realm}"{more}'


def token(text="t0k3n-of-the-realm", status=200, **fields):
    fields = fields or {"token": text}
    return Reply(status, (("Content-Type", "application/json"),), json.dumps(fields).encode())


def said(body, status=200, **how):
    return Reply(status, (("Content-Type", "application/json"),),
                 body if isinstance(body, bytes) else body.encode(), **how)


def redirect(location, status=307, headers=()):
    return Reply(status, tuple(headers) + (("Location", location),), b"")


def guarded(reply, line=None, accepts="Bearer t0k3n-of-the-realm"):
    """Answers as `reply` (or by it, when it is a function) whoever shows the authorization."""
    refused = challenge(line or bearer())

    def decide(request):
        if request.header("authorization") != accepts:
            return refused
        return reply
    return decide


# ---- the image that all cases are about ----

def image(**other):
    """The script of a registry that is in order: the tag has moved from OLD to NEW."""
    script = {"tag": manifest(), "new": manifest(), "old": manifest(OLD)}
    for word, reply in other.items():
        script[word] = reply
    return script


def guarded_image(line=None, accepts="Bearer t0k3n-of-the-realm"):
    return {word: guarded(reply, line, accepts) for word, reply in image().items()}


MOVED = ["HEAD tag", "GET new", "GET old"]     # what a moved tag costs
NETWORK = {"connect": "10s", "request": "30s", "slow": "15s", "retry": "20ms", "wait": "3s",
           "budget": "60s"}


@dataclasses.dataclass
class Case:
    name: str
    scripts: dict = dataclasses.field(default_factory=dict)  # listener -> script
    listeners: dict = dataclasses.field(default_factory=dict)  # name -> address; "+tls" behind it
    image: str = f"@registry@/{REPOSITORY}:1@@old@"
    login: dict = dataclasses.field(default_factory=dict)    # host text -> secret words
    config: str = ""
    network: dict = dataclasses.field(default_factory=dict)
    variables: dict = dataclasses.field(default_factory=dict)
    also: tuple = ()           # more images, each in a file of its own; their verdicts are `more`
    more: tuple = ()
    verdict: str = "bump"      # of the first image
    reason: tuple = ()         # what its reason says
    without: tuple = ()        # and what nothing printed may hold
    pinned: str = "@old@"      # the digest in the images
    to: str = "@new@"          # when it is a bump
    requests: dict = dataclasses.field(default_factory=dict)  # listener -> list; absent: none
    any_order: bool = False
    most: dict = dataclasses.field(default_factory=dict)      # listener -> requests at the most
    secrets: dict = dataclasses.field(default_factory=dict)   # listener -> set of secret names
    in_play: dict = dataclasses.field(default_factory=dict)   # further secrets, by name
    bytes: int = 64 * 1024     # that all listeners together may send
    seconds: float = 20
    check: object = None       # function(outcome): further assertions

    def is_secret(self):
        return bool(self.login or self.in_play or self.secrets)


PASSWORD = "p4ss-w0rd-of-b0t"
SECRETS = {
    "password": PASSWORD,
    "pair": base64.b64encode(f"bot:{PASSWORD}".encode()).decode(),
    "identity": "1dent1ty-token-of-bot",
    "registry-token": "r3gistry-token-of-bot",
    "token": "t0k3n-of-the-realm",
    "second-token": "s3cond-token-of-the-realm",
}


def login_of(words):
    """docker's entry for the words "password", "identity", "registry-token"."""
    fields = {}
    for word in words.split():
        fields |= {"password": {"auth": SECRETS["pair"]},
                   "identity": {"identitytoken": SECRETS["identity"]},
                   "registry-token": {"registrytoken": SECRETS["registry-token"]}}[word]
    return fields
