"""A3: manifests, indexes, and what is said about them."""
import json

from case import (DOCKER_IMAGE, DOCKER_LIST, IMAGE, INDEX, MOVED, NEW, OLD, Case, Reply, digest, entry, error,
                  image, index, manifest, said)

LEGACY = "application/vnd.docker.distribution.manifest.v1+prettyjws"
LIE = "sha256:" + "1" * 64
CONFIG = {"mediaType": "application/vnd.oci.image.config.v1+json", "digest": "sha256:" + "c" * 64, "size": 10}
LAYER = {"mediaType": "application/vnd.oci.image.layer.v1.tar+gzip", "digest": "sha256:" + "d" * 64, "size": 10}


def document(**fields):
    return json.dumps(fields).encode()


def behind(name, body, *reason, verdict="failed", media_type=INDEX, requests=None, tries=1, said=None, **fields):
    """The tag has moved to this document, which is served by its true digest."""
    path = f"/v2/team/app/manifests/{digest(body)}"
    script = {"tag": manifest(body, media_type=media_type), path: manifest(body, said, media_type=media_type),
              "old": manifest(OLD)}
    wanted = ["HEAD tag", f"{tries}x GET {path}"] + (["GET old"] if verdict in ("bump", "held-platform") else [])
    return Case(name, {"registry": script}, verdict=verdict, reason=reason,
                requests={"registry": requests or wanted}, to=digest(body), **fields)


def by_tag(name, reply, *reason, verdict="failed", tries=1, **fields):
    """A HEAD that says no digest has the tag fetched, with this answer."""
    script = {"HEAD tag": manifest(said=""), "GET tag": reply, "old": manifest(OLD)}
    wanted = ["HEAD tag", f"{tries}x GET tag"] + (["GET old"] if verdict == "bump" else [])
    return Case(name, **({"scripts": {"registry": script}, "verdict": verdict, "reason": reason,
                          "requests": {"registry": wanted}} | fields))


def head_refused(status, code=None):
    """GET instead; what it brings is whole, so that nothing is fetched twice but the old one."""
    return Case(f"a HEAD that is answered {status} is asked again as GET",
                {"registry": image() | {"HEAD tag": error(status, code), "GET tag": manifest()}},
                requests={"registry": ["HEAD tag", "GET tag", "GET new", "GET old"]})


def lies(name, said, *reason, **fields):
    """The HEAD's digest is what nothing is believed of but "unchanged"."""
    return Case(name, **({"scripts": {"registry": image(tag=manifest(said=said))}, "verdict": "failed",
                          "reason": reason, "requests": {"registry": ["HEAD tag"]}} | fields))


ATTESTED = index("new", entry("a", "linux/amd64"), entry("b", "linux/arm64"),
                 entry("c", "unknown/unknown", annotations={"vnd.docker.reference.type": "attestation-manifest",
                                                            "vnd.docker.reference.digest": digest(b"a")}),
                 entry("d", "linux/s390x", annotations={"vnd.docker.reference.type": "other"}))
ONLY_ATTESTED = index("new", entry("a", "linux/amd64"), entry(
    "c", "linux/arm64", annotations={"vnd.docker.reference.type": "attestation-manifest"}))
SHA512 = digest(NEW, "sha512")



def one_image(seed):
    """An image of linux/amd64 and its configuration, in bytes."""
    config = document(os="linux", architecture="amd64", seed=seed)
    return document(schemaVersion=2, mediaType=IMAGE, layers=[LAYER],
                    config=CONFIG | {"digest": digest(config), "size": len(config)}), config


def at(folder, body):
    return f"/v2/team/app/{folder}/{digest(body)}"


def platform_pin(name, *reason, served=None, size=None, config="", **fields):
    """The image of linux/amd64 alone is pinned, and the tag has a new index. `served`: what is behind the
    new image's digest (None: the image; False: nothing); `size`: what its descriptor says."""
    (old, old_config), (new, _) = one_image("old"), one_image("new") if served is None else (served, b"")
    new = new or one_image("new")[0]
    named = {"mediaType": IMAGE, "digest": digest(new), "size": len(new) if size is None else size,
             "platform": {"os": "linux", "architecture": "amd64"}}
    top = index("new", named, entry("other", "linux/arm64"))
    script = {"tag": manifest(top), at("manifests", top): manifest(top),
              at("manifests", old): manifest(old, media_type=IMAGE), at("blobs", old_config): said(old_config)}
    if served is not False:
        script[at("manifests", new)] = manifest(new, media_type=INDEX if b"manifests" in new else IMAGE)
    asked = ["HEAD tag", "GET " + at("manifests", top), "GET " + at("manifests", old),
             "GET " + at("blobs", old_config), "GET " + at("manifests", new)]
    return Case(name, **({"scripts": {"registry": script}, "image": f"@registry@/team/app:1@{digest(old)}",
                          "pinned": digest(old), "verdict": "failed", "reason": reason, "to": digest(new), "config": config,
                          "requests": {"registry": asked}} | fields))


def children(name, reply, *reason, **fields):
    """The tag has a new index of one image, and a rule has its children looked at."""
    body = one_image("new")[0]
    named = {"mediaType": IMAGE, "digest": digest(body), "size": len(body),
             "platform": {"os": "linux", "architecture": "amd64"}}
    top, old = index("new", named), index("old", entry("x", "linux/amd64"))
    script = {"tag": manifest(top), at("manifests", top): manifest(top), at("manifests", old): manifest(old),
              at("manifests", body): reply(body) if callable(reply) else reply,
              at("manifests", b"x"): manifest(b"x", media_type=IMAGE)}
    return Case(name, **({"scripts": {"registry": script}, "image": f"@registry@/team/app:1@{digest(old)}",
                          "pinned": digest(old), "verdict": "failed", "reason": reason, "to": digest(top),
                          "config": "rules: [{liveness: children}]", "most": {"registry": 8}} | fields))


CASES = [
    Case("a tag that did not move costs one HEAD", {"registry": image(tag=manifest(OLD))}, verdict="current",
         requests={"registry": ["HEAD tag"]}),
    Case("a tag that moved costs one HEAD and one GET each of the new and of the old digest",
         {"registry": image()}, requests={"registry": MOVED}),
    Case("all four kinds are accepted on HEAD and GET alike, and nothing packed", {"registry": image()},
         requests={"registry": MOVED},
         check=lambda stage: stage.expect(
             {(r.header("accept"), r.header("accept-encoding")) for r in stage.world.asked("registry")} ==
             {(f"{INDEX}, {DOCKER_LIST}, {IMAGE}, {DOCKER_IMAGE}", "identity")}, "other headers")),
    # What a HEAD says.
    by_tag("a HEAD without a digest has the tag fetched and hashed", manifest(), verdict="bump"),
    by_tag("without any digest header the bytes decide", manifest(said=""), verdict="bump"),
    by_tag("a digest header that is not the body's is a lie, after a second try", manifest(said=LIE), LIE[:20],
           tries=2),
    by_tag("a digest header by sha512 is checked by sha512", manifest(said=SHA512), verdict="bump"),
    by_tag("a digest header by sha512 that is not the body's is a lie",
           manifest(said="sha512:" + "1" * 128), "sha512", tries=2),
    by_tag("a body that was broken once is fetched once more", [manifest(NEW[:-9], said=digest(NEW)), manifest()],
           verdict="bump", tries=2),
    lies("a digest header of garbage is told", "sha256:garbage", "sha256:garbage"),
    lies("an empty digest header is as good as none", " ", verdict="bump",
         requests={"registry": ["HEAD tag", "GET tag", "GET old"]}),
    lies("a digest header in capitals is no digest", "sha256:" + digest(NEW)[7:].upper(), "sha256:"),
    lies("a digest header that is a way up is no digest", "sha256:../../../../etc/passwd", "sha256:.."),
    lies("a digest header by an algorithm that nobody can check is unsupported", "md5:" + "a" * 32, "md5",
         verdict="unsupported"),
    Case("two digest headers that disagree are told",
         {"registry": image(tag=manifest(headers=(("Docker-Content-Digest", LIE),)))}, verdict="failed",
         reason=("two Docker-Content-Digest",), requests={"registry": ["HEAD tag"]}),
    Case("a HEAD of a digest that does not exist is no bump", {"registry": {"tag": manifest(said=LIE)}},
         verdict="absent", requests={"registry": ["HEAD tag", f"GET /v2/team/app/manifests/{LIE}"]}),
    Case("a HEAD that lies is found out by the bytes",
         {"registry": {"tag": manifest(said=LIE), f"/v2/team/app/manifests/{LIE}": manifest(said=LIE)}},
         verdict="failed", reason=("sha256",),
         requests={"registry": ["HEAD tag", f"2x GET /v2/team/app/manifests/{LIE}"]}),
    Case("a HEAD by sha512 has the tag fetched, for the pin is by sha256",
         {"registry": image(tag=manifest(said=SHA512))}, requests={"registry": ["HEAD tag", "GET tag", "GET old"]}),
    Case("a tag that moves between two requests does not mix two images",
         {"registry": image(tag=[manifest(), manifest(index("newer"))])}, requests={"registry": MOVED}),
    Case("a HEAD with a body's length and no content type is fine",
         {"registry": image(tag=manifest(media_type=None))}, requests={"registry": MOVED}),
    Case("a HEAD whose length is a lie is fine: nothing comes behind it",
         {"registry": image(tag=Reply(200, (("Docker-Content-Digest", "@new@"), ("Content-Length", "99999999"))))},
         requests={"registry": MOVED}),
    head_refused(405, "UNSUPPORTED"), head_refused(400), head_refused(406), head_refused(501),
    Case("a HEAD that is answered 403 is asked again as GET, whose body says why",
         {"registry": {"HEAD tag": error(403), "GET tag": error(403, "DENIED", "only on Tuesdays")}},
         verdict="denied", reason=("only on Tuesdays",), requests={"registry": ["HEAD tag", "GET tag"]}),
    Case("a HEAD that is answered 404 is confirmed by GET", {"registry": image() | {"HEAD tag": error(404)}},
         verdict="bump", requests={"registry": ["HEAD tag", "GET tag", "GET new", "GET old"]}),
    # What a document says of itself.
    Case("a body of another digest is not believed, after a second try",
         {"registry": image(new=manifest(OLD, said="@new@"))}, verdict="failed", reason=("sha256",),
         requests={"registry": ["HEAD tag", "2x GET new"]}),
    behind("a Docker manifest list is an index", index("new", media_type=DOCKER_LIST), media_type=DOCKER_LIST,
           verdict="bump"),
    behind("a content type with parameters and in capitals", NEW, media_type=INDEX.upper() + "; charset=utf-8",
           verdict="bump"),
    behind("a content type of text/plain says nothing", NEW, media_type="text/plain", verdict="bump"),
    behind("no content type says nothing", NEW, media_type=None, verdict="bump"),
    behind("a content type that contradicts the body", NEW, "but mediaType is", media_type=IMAGE),
    behind("a body whose mediaType contradicts its content type", index("new", media_type=IMAGE), "but mediaType is"),
    behind("a mediaType that is no text", index("new", mediaType=7), "mediaType"),
    behind("a content type of HTML", b"<html></html>", "invalid JSON", media_type="text/html"),
    behind("an index and an image in one document", index("new", config=CONFIG, layers=[LAYER]), "an index and an image"),
    behind("an image that has manifests", document(schemaVersion=2, mediaType=IMAGE, config=CONFIG, layers=[LAYER],
                                                   manifests=[]), "an index and an image", media_type=IMAGE),
    behind("an index typed as an image", document(schemaVersion=2, manifests=[]), "contradict", media_type=IMAGE),
    behind("an image typed as an index", document(schemaVersion=2, config=CONFIG, layers=[LAYER]), "contradict"),
    behind("a key given twice", NEW[:-1] + b', "manifests": []}', "duplicate JSON key"),
    behind("a key that differs in case alone", NEW[:-1] + b', "Manifests": []}', "ambiguous JSON key"),
    behind("a manifest of schema 1, by its content type", document(schemaVersion=1, fsLayers=[]), "schema 1",
           media_type=LEGACY, verdict="unsupported", requests=["HEAD tag"]),
    behind("a manifest of schema 1, by its content", document(schemaVersion=1, fsLayers=[], history=[]), "schema 1",
           media_type="application/json", verdict="unsupported"),
    behind("a manifest of schema 1 and 2 at once", document(schemaVersion=2, mediaType=DOCKER_IMAGE, config=CONFIG,
                                                            layers=[LAYER], fsLayers=[]), "schema 1",
           media_type=DOCKER_IMAGE),
    behind("a manifest of schema 3", document(schemaVersion=3, manifests=[]), "schemaVersion 3",
           verdict="unsupported"),
    behind("a manifest without a version", document(manifests=[]), "schemaVersion"),
    behind("a version in quotes", document(schemaVersion="2", manifests=[]), "schemaVersion"),
    behind("an empty index", document(schemaVersion=2, mediaType=INDEX, manifests=[]), "without images",
           verdict="unsupported", requests=[
               "HEAD tag", f"GET /v2/team/app/manifests/{digest(document(schemaVersion=2, mediaType=INDEX, manifests=[]))}",
               "GET old"]),
    behind("an index without manifests", document(schemaVersion=2, mediaType=INDEX), "without manifests"),
    behind("manifests that are no list", document(schemaVersion=2, mediaType=INDEX, manifests={}), "manifests"),
    behind("an entry that is no object", document(schemaVersion=2, mediaType=INDEX, manifests=["x"]), "not an object"),
    behind("an entry without a digest", document(schemaVersion=2, mediaType=INDEX,
                                                 manifests=[{"mediaType": IMAGE, "size": 5}]), "without a digest"),
    behind("an entry whose digest is a way up",
           document(schemaVersion=2, mediaType=INDEX, manifests=[
               entry("a", "linux/amd64") | {"digest": "sha256:../../v2/secret"}]), "sha256:.."),
    behind("an entry of negative size", document(schemaVersion=2, mediaType=INDEX, manifests=[
        entry("a", "linux/amd64") | {"size": -1}]), "size"),
    behind("an entry whose size is no number", document(schemaVersion=2, mediaType=INDEX, manifests=[
        entry("a", "linux/amd64") | {"size": "500"}]), "size"),
    behind("an entry whose size is beyond all numbers", b'{"schemaVersion":2,"mediaType":"' + INDEX.encode() +
           b'","manifests":[{"mediaType":"' + IMAGE.encode() + b'","digest":"sha256:' + b"a" * 64 +
           b'","size":99999999999999999999999}]}', "invalid JSON"),
    behind("attestations are no platforms", ATTESTED, verdict="bump"),
    behind("a platform that only an attestation has is lost", ONLY_ATTESTED, "linux/arm64", verdict="held-platform"),
    behind("a platform that is gone is lost", index("new", entry("a", "linux/amd64")), "linux/arm64",
           verdict="held-platform"),
    behind("platforms in other words are the same platforms",
           index("new", entry("a", "linux/x86_64"), entry("b", "linux/aarch64/v8")), verdict="bump"),
    behind("entries of kinds that nobody knows are passed over", index("new", entry("a", "linux/amd64"), entry(
        "b", "linux/arm64"), {"mediaType": "application/vnd.odd+json", "digest": "odd:1", "size": "x"}),
           verdict="bump"),
    behind("an index of 4000 entries is read", index("new", entry("a", "linux/amd64"), entry("b", "linux/arm64"), *[
        entry("x", f"linux/odd{i}") for i in range(3998)]), verdict="bump", bytes=2 * 1024 * 1024),
    behind("an index of 5000 entries is refused", index("new", *[entry("x", "linux/amd64") for _ in range(5000)]),
           "5000 entries", bytes=2 * 1024 * 1024),
    behind("a document that is JSON 100000 brackets deep", b'{"schemaVersion":2,"manifests":' + b"[" * 100000 +
           b"]" * 100000 + b"}", "invalid JSON", bytes=512 * 1024),
    behind("a document behind which more stands", NEW + b"{}", "invalid JSON"),
    behind("an empty document", b"", "invalid JSON"),
    behind("a document that is a list", b"[]", "not an object"),
    behind("a document that is no UTF-8", b'{"schemaVersion":2,"mediaType":"\xff"}', "invalid JSON"),
    Case("a chart where an index was is no bump",
         {"registry": image() | {
             "tag": manifest(document(schemaVersion=2, mediaType=IMAGE, layers=[LAYER], config=CONFIG | {
                 "mediaType": "application/vnd.cncf.helm.config.v1+json"}), media_type=IMAGE), "*": manifest(
                     document(schemaVersion=2, mediaType=IMAGE, layers=[LAYER], config=CONFIG | {
                         "mediaType": "application/vnd.cncf.helm.config.v1+json"}), media_type=IMAGE)}},
         verdict="unsupported", reason=("artifact",), most={"registry": 3}),
    behind("a document of one byte too many, announced", NEW + b" " * (4194305 - len(NEW)), "4194304",
           bytes=2 * 1024 * 1024),
    Case("a document of one byte too many, in chunks",
         {"registry": image(new=manifest(NEW + b" " * (4194305 - len(NEW)), act="chunked"))}, verdict="failed",
         reason=("4194304",), requests={"registry": ["HEAD tag", "GET new"]}, bytes=6 * 1024 * 1024),
    behind("a document of 4 MiB is read", NEW + b" " * (4194304 - len(NEW)), verdict="bump",
           bytes=5 * 1024 * 1024),
    Case("chunks without end stop at the ceiling", {"registry": image(new=manifest(act="endless-chunks"))},
         verdict="failed", reason=("4194304",), requests={"registry": ["HEAD tag", "GET new"]},
         bytes=16 * 1024 * 1024),
    Case("a body without length or end stops at the ceiling",
         {"registry": image(new=manifest(act="endless-body"))}, verdict="failed", reason=("4194304",),
         requests={"registry": ["HEAD tag", "GET new"]}, bytes=16 * 1024 * 1024),
    Case("a body that came packed is not unpacked",
         {"registry": image(new=manifest(headers=(("Content-Encoding", "gzip"),)))}, verdict="failed",
         reason=("gzip",), requests={"registry": ["HEAD tag", "GET new"]}),
    Case("packed as identity is not packed",
         {"registry": image(new=manifest(headers=(("Content-Encoding", "identity"),)))},
         requests={"registry": MOVED}),
    Case("the old digest is gone: what the tag has is taken",
         {"registry": image(old=error(404, "MANIFEST_UNKNOWN"))}, reason=("gone",),
         requests={"registry": MOVED}),
    Case("the old digest may not be read: no bump, for nobody knows what it was",
         {"registry": image(old=error(403, "DENIED"))}, verdict="denied", requests={"registry": MOVED}),
    Case("the old digest fails: no bump, for nobody knows what it was",
         {"registry": image(old=error(500))}, verdict="failed",
         requests={"registry": ["HEAD tag", "GET new", "3x GET old"]}),
    Case("what stands behind the old digest is hashed as well",
         {"registry": image(old=manifest(NEW, said="@old@"))}, verdict="failed", reason=("sha256",),
         requests={"registry": ["HEAD tag", "GET new", "2x GET old"]}),
    # What is written exists, and was hashed.
    platform_pin("a platform's new image is fetched by its digest and hashed", "pins linux/amd64 of tag '1'",
                 "the tag's index is", verdict="bump"),
    platform_pin("a platform's new image that is not there is no bump", "linux/amd64", "not found", served=False,
                 verdict="absent"),
    platform_pin("a platform's new image that is smaller than its descriptor says is no bump", "linux/amd64",
                 "bytes, but its descriptor says 9999", size=9999),
    platform_pin("a platform's new image that is larger than its descriptor says is no bump", "linux/amd64",
                 "bytes, but its descriptor says 1", size=1),
    platform_pin("a platform's new image that is an index is no bump", "it is an index", served=NEW),
    platform_pin("a platform's new image that is a chart is no bump", "it is an artifact", served=document(
        schemaVersion=2, mediaType=IMAGE, layers=[LAYER],
        config=CONFIG | {"mediaType": "application/vnd.cncf.helm.config.v1+json"})),
    children("children of a new index that are there are no obstacle", lambda body: manifest(
        body, media_type=IMAGE), verdict="bump"),
    children("a child of a new index that is not there is no bump", error(404), "linux/amd64", "not found",
             verdict="absent"),
    children("a child of a new index whose HEAD says another digest is no bump",
             lambda body: manifest(body, LIE, media_type=IMAGE), "linux/amd64", LIE[:20]),
    children("a child of a new index of another length is fetched, and its bytes are another's",
             lambda body: manifest(body + b" ", digest(body), media_type=IMAGE), "linux/amd64", "sha256"),
    children("a child of a new index that fails is no bump", error(500), "linux/amd64"),
]
