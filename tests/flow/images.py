#!/usr/bin/env python3
"""Makes small container images whose bytes, and so digests, depend on nothing but their names.

    images.py push BASE-URL REPOSITORY TAG SEED [OPTION...]

puts one into a registry that asks for no login and prints its digest, then one line
"PLATFORM DIGEST" for each manifest below it.

    images.py layout DIRECTORY NAME SEED [OPTION...]

writes it as the only one of an OCI image layout, for tools that push from there. Options:
    --platforms LIST   instead of linux/amd64,linux/arm64
    --single           the first platform's manifest behind the tag, no index
    --docker           Docker's media types instead of OCI's
    --attest           an attestation entry (unknown/unknown) at the end of the index
"""
import hashlib
import io
import json
import pathlib
import sys
import tarfile
import urllib.request

OCI = "application/vnd.oci.image."
DOCKER = "application/vnd.docker."
TYPES = {
    "oci": {"index": OCI + "index.v1+json", "manifest": OCI + "manifest.v1+json",
            "config": OCI + "config.v1+json", "layer": OCI + "layer.v1.tar"},
    "docker": {"index": DOCKER + "distribution.manifest.list.v2+json",
               "manifest": DOCKER + "distribution.manifest.v2+json",
               "config": DOCKER + "container.image.v1+json",
               "layer": DOCKER + "image.rootfs.diff.tar"},
}


def digest(data):
    return "sha256:" + hashlib.sha256(data).hexdigest()


def descriptor(media_type, data, **more):
    return {"mediaType": media_type, "digest": digest(data), "size": len(data), **more}


def document(value):
    return json.dumps(value, separators=(",", ":"), sort_keys=True).encode()


class Image:
    """Blobs and manifests, the top one last; `top` describes it."""

    def __init__(self):
        self.blobs = []      # bytes
        self.manifests = []  # (media type, bytes)
        self.platforms = {}  # "linux/amd64" -> digest
        self.top = None

    def add_manifest(self, media_type, value, **more):
        data = document(value)
        self.manifests.append((media_type, data))
        self.top = descriptor(media_type, data, **more)
        return self.top


def layer(seed):
    """A tar of one file that says what it is."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        text = (seed + "\n").encode()
        entry = tarfile.TarInfo("seed")
        entry.size = len(text)
        tar.addfile(entry, io.BytesIO(text))
    return out.getvalue()


def parts(platform):
    names = ("os", "architecture", "variant")
    return dict(zip(names, platform.split("/")))


def add_platform(image, types, platform, seed):
    """One platform's manifest with its configuration and its only layer."""
    data = layer(seed + " " + platform)
    config = document({**parts(platform), "created": "1970-01-01T00:00:00Z", "config": {},
                       "rootfs": {"type": "layers", "diff_ids": [digest(data)]}})
    image.blobs += [data, config]
    image.add_manifest(types["manifest"], {
        "schemaVersion": 2, "mediaType": types["manifest"],
        "config": descriptor(types["config"], config),
        "layers": [descriptor(types["layer"], data)]}, platform=parts(platform))
    image.platforms[platform] = image.top["digest"]
    return image.top


def add_attestation(image, subject):
    """What BuildKit puts beside an image: a manifest that is none."""
    config = document({"architecture": "unknown", "os": "unknown", "config": {},
                       "rootfs": {"type": "layers", "diff_ids": []}})
    statement = document({"_type": "https://in-toto.io/Statement/v0.1", "subject": subject})
    image.blobs += [statement, config]
    types = TYPES["oci"]
    return image.add_manifest(types["manifest"], {
        "schemaVersion": 2, "mediaType": types["manifest"],
        "config": descriptor(types["config"], config),
        "layers": [descriptor("application/vnd.in-toto+json", statement)]},
        platform={"architecture": "unknown", "os": "unknown"},
        annotations={"vnd.docker.reference.digest": subject,
                     "vnd.docker.reference.type": "attestation-manifest"})


def make(seed, platforms=("linux/amd64", "linux/arm64"), kind="oci", single=False, attest=False):
    """The image of that name: always the same bytes."""
    types = TYPES[kind]
    image = Image()
    if single:
        image.top = dict(add_platform(image, types, platforms[0], seed))
        image.top.pop("platform")
        return image
    entries = [add_platform(image, types, platform, seed) for platform in platforms]
    if attest:
        entries.append(add_attestation(image, entries[0]["digest"]))
    image.add_manifest(types["index"], {"schemaVersion": 2, "mediaType": types["index"],
                                        "manifests": entries})
    return image


def send(method, url, data=b"", **headers):
    request = urllib.request.Request(url, data=data, method=method, headers=headers)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=300) as answer:
        return answer.headers


def push(base, repository, tag, image):
    """Puts the image into a registry: blobs, then manifests, the tag last."""
    start = f"{base}/v2/{repository}"
    for blob in image.blobs:
        place = send("POST", f"{start}/blobs/uploads/")["Location"]
        place = place if place.startswith("http") else base + place
        glue = "&" if "?" in place else "?"
        send("PUT", f"{place}{glue}digest={digest(blob)}", blob,
             **{"Content-Type": "application/octet-stream"})
    for media_type, data in image.manifests:
        send("PUT", f"{start}/manifests/{digest(data)}", data, **{"Content-Type": media_type})
    media_type, data = image.manifests[-1]
    send("PUT", f"{start}/manifests/{tag}", data, **{"Content-Type": media_type})


def write_layout(directory, name, image):
    """An OCI image layout: every blob by its digest, and the index that names the top one."""
    blobs = pathlib.Path(directory) / "blobs" / "sha256"
    blobs.mkdir(parents=True)
    for data in image.blobs + [data for _, data in image.manifests]:
        (blobs / digest(data)[7:]).write_bytes(data)
    top = {**image.top, "annotations": {"org.opencontainers.image.ref.name": name}}
    (blobs.parent.parent / "oci-layout").write_text('{"imageLayoutVersion":"1.0.0"}', encoding="ascii")
    (blobs.parent.parent / "index.json").write_bytes(document({"schemaVersion": 2, "manifests": [top]}))


COMMANDS = {"push": 4, "layout": 3}


def main(arguments):
    count = COMMANDS.get(arguments[0] if arguments else "", 0)
    if not count or len(arguments) < count + 1:
        sys.exit(__doc__)
    *where, seed = arguments[1:count + 1]
    options = {}
    rest = iter(arguments[count + 1:])
    for option in rest:
        if option == "--platforms":
            options["platforms"] = next(rest).split(",")
        elif option == "--docker":
            options["kind"] = "docker"
        elif option in ("--single", "--attest"):
            options[option[2:]] = True
        else:
            sys.exit(f"images.py: no such option: {option}")
    image = make(seed, **options)
    {"push": push, "layout": write_layout}[arguments[0]](*where, image)
    print(image.top["digest"])
    for platform, below in image.platforms.items():
        print(platform, below)


if __name__ == "__main__":
    main(sys.argv[1:])
