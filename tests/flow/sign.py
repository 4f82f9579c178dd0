#!/usr/bin/python3
"""Signs images with a sigstore instance of the moment (tests/support/sigstore).

    sign.py OUT TARGET HOST/REPOSITORY DIGEST=HOW...

puts signatures of the images into TARGET, a registry's base URL (http://127.0.0.1:5000) or an OCI
layout (oci:DIR), as HOW says; and into the directory OUT the instance's trusted_root.json and the key
cosign.pub. HOW:
    sig            tag sha256-<hex>.sig, keyless       key       the same, by the key, with env=prod
    stranger       the same, by another identity       moved     a signature of another image
    nolog          by the key, in no log
    bundle         a bundle as a referrer, keyless     bundlekey the same, by the key
    sbom           a bundle with a list of parts       provenance  a bundle with SLSA provenance
    att            tag sha256-<hex>.att, provenance    refsig    simple signing as a referrer
    lying          as bundle, and the list says the configuration's type
    huge           a layer that says it has a GiB      many      150 layers by another identity
"""
import hashlib
import json
import pathlib
import sys
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support" / "sigstore"))
from instance import Instance, Key, simple_signing, statement  # noqa: E402
from signatures import Signed  # noqa: E402

IMAGE_MANIFEST = "application/vnd.oci.image.manifest.v1+json"
INDEX = "application/vnd.oci.image.index.v1+json"
BUNDLE = "application/vnd.dev.sigstore.bundle.v0.3+json"
SIMPLE = "application/vnd.dev.cosign.simplesigning.v1+json"
EMPTY = "application/vnd.oci.empty.v1+json"
OTHER = "sha256:" + "ab" * 32


def digest(data):
    return "sha256:" + hashlib.sha256(data).hexdigest()


def describe(media_type, data, **more):
    return {"mediaType": media_type, "digest": digest(data), "size": len(data), **more}


def document(value):
    return json.dumps(value, separators=(",", ":"), sort_keys=True).encode()


class Registry:
    def __init__(self, base, name):
        self.base, self.repository = base, name.split("/", 1)[1]

    def send(self, method, url, data=b"", **headers):
        request = urllib.request.Request(url, data=data, method=method, headers=headers)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=300) as answer:
            return answer.headers

    def blob(self, data):
        place = self.send("POST", f"{self.base}/v2/{self.repository}/blobs/uploads/")["Location"]
        place = place if place.startswith("http") else self.base + place
        self.send("PUT", f"{place}{'&' if '?' in place else '?'}digest={digest(data)}", data,
                  **{"Content-Type": "application/octet-stream"})

    def manifest(self, media_type, data, tag=None):
        self.send("PUT", f"{self.base}/v2/{self.repository}/manifests/{tag or digest(data)}", data,
                  **{"Content-Type": media_type})


class Layout:
    def __init__(self, target, name):
        self.top, self.name = pathlib.Path(target[4:]), name

    def blob(self, data):
        (self.top / "blobs" / "sha256" / digest(data)[7:]).write_bytes(data)

    def manifest(self, media_type, data, tag=None):
        self.blob(data)
        if tag or b'"subject"' in data:
            index = json.loads((self.top / "index.json").read_text())
            index["manifests"].append(describe(media_type, data, **({} if not tag else {"annotations": {
                "org.opencontainers.image.ref.name": f"{self.name}:{tag}"}})))
            (self.top / "index.json").write_bytes(document(index))


class Signer:
    def __init__(self, target, name):
        self.here, self.key, self.name = Instance(), Key(), name
        self.to = Layout(target, name) if target.startswith("oci:") else Registry(target, name)
        self.tags = {}       # "sha256-x.sig" -> layers
        self.referrers = {}  # "sha256-x" -> descriptors

    def layer(self, image, suffix, media_type, signed, annotations):
        blob = signed.blob()
        self.to.blob(blob)
        layers = self.tags.setdefault(image.replace(":", "-") + suffix, [])
        layers.append(describe(media_type, blob, annotations=annotations))

    def refer(self, image, artifact_type, layers, config=b"{}", config_type=EMPTY, listed=None):
        self.to.blob(config)
        manifest = document({
            "schemaVersion": 2, "mediaType": IMAGE_MANIFEST, "artifactType": artifact_type,
            "config": describe(config_type, config), "layers": layers,
            "subject": {"mediaType": INDEX, "digest": image, "size": 1}})
        self.to.manifest(IMAGE_MANIFEST, manifest)
        self.referrers.setdefault(image.replace(":", "-"), []).append(
            describe(IMAGE_MANIFEST, manifest, artifactType=listed or artifact_type))

    def bundle(self, image, listed=None, payload=None, **more):
        signed = Signed(self.here, "envelope", payload=payload or statement(image), **more)
        data = json.dumps(signed.bundle()).encode()
        self.to.blob(data)
        self.refer(image, BUNDLE, [describe(BUNDLE, data)], listed=listed)

    def sign(self, image, how):
        by_key = dict(keyed=True, key=self.key)
        provenance = statement(image, "https://slsa.dev/provenance/v1", {
            "buildDefinition": {"resolvedDependencies": [{"uri": "git+https://github.com/ours/x@main"}]},
            "runDetails": {"builder": {"id": "https://builder.test"}}})
        payload = simple_signing(image, self.name)
        if how == "huge":
            layers = self.tags.setdefault(image.replace(":", "-") + ".sig", [])
            layers.append({"mediaType": SIMPLE, "size": 1 << 30, "digest": "sha256:" + "cd" * 32})
        elif how == "many":
            self.sign(image, "stranger")
            layers = self.tags[image.replace(":", "-") + ".sig"]
            layers[:] = layers * 150
        elif how in ("sig", "stranger", "moved", "key", "nolog"):
            if how == "moved":
                payload = simple_signing(OTHER, self.name)
            if how == "key":
                payload = simple_signing(image, self.name, {"env": "prod"})
            signed = Signed(self.here, "payload", payload=payload, **(
                by_key if how in ("key", "nolog") else
                dict(leaf=dict(identity="stranger@elsewhere.test")) if how == "stranger" else {}))
            self.layer(image, ".sig", SIMPLE, signed, signed.annotations(log=how != "nolog"))
        elif how == "refsig":
            signed = Signed(self.here, "payload", payload=payload)
            self.to.blob(signed.blob())
            self.refer(image, "application/vnd.dev.cosign.artifact.sig.v1+json",
                       [describe(SIMPLE, signed.blob(), annotations=signed.annotations())])
        elif how == "att":
            signed = Signed(self.here, "envelope", payload=provenance)
            self.layer(image, ".att", "application/vnd.dsse.envelope.v1+json", signed,
                       signed.annotations())
        elif how == "sbom":
            self.bundle(image, payload=statement(image, "https://spdx.dev/Document"))
        elif how == "provenance":
            self.bundle(image, payload=provenance)
        elif how == "bundlekey":
            self.bundle(image, **by_key)
        elif how in ("bundle", "lying"):
            self.bundle(image, listed=EMPTY if how == "lying" else None)
        else:
            sys.exit("sign.py: no such way to sign: " + how)

    def finish(self):
        for tag, layers in self.tags.items():
            config = document({"architecture": "", "os": "", "rootfs": {"type": "layers", "diff_ids": []}})
            self.to.blob(config)
            self.to.manifest(IMAGE_MANIFEST, document({
                "schemaVersion": 2, "mediaType": IMAGE_MANIFEST, "layers": layers,
                "config": describe("application/vnd.oci.image.config.v1+json", config)}), tag)
        for tag, entries in ({} if isinstance(self.to, Layout) else self.referrers).items():
            self.to.manifest(INDEX, document({"schemaVersion": 2, "mediaType": INDEX,
                                              "manifests": entries}), tag)


def main(arguments):
    if len(arguments) < 3:
        sys.exit(__doc__)
    out, signer = pathlib.Path(arguments[0]), Signer(arguments[1], arguments[2])
    for word in arguments[3:]:
        signer.sign(*word.split("="))
    signer.finish()
    out.mkdir(parents=True, exist_ok=True)
    (out / "trusted_root.json").write_text(json.dumps(signer.here.trusted_root()))
    (out / "cosign.pub").write_bytes(signer.key.pem())


if __name__ == "__main__":
    main(sys.argv[1:])
