"""published.py BASE-URL REPOSITORY TAG OPTION...: puts an image into a registry that says what it was built on.

    --annotation NAME DIGEST         on the index
    --label NAME DIGEST              in each configuration
    --revision COMMIT                an annotation
    --provenance 0.2|1 NAME=DIGEST.. of these images, as BuildKit writes it
    --referrer 0.2|1 NAME=DIGEST..   the same, as a manifest that refers to the image
    --layers-of SEED                 on top of the layers of images.make(SEED)
"""
import sys

import images


def read_options(words):
    """Option -> its words, up to the next option."""
    options = {}
    for word in words:
        if word.startswith("--"):
            options[word[2:]] = current = []
        else:
            current.append(word)
    return options


def base_values(option):
    if not option:
        return {}
    return {"org.opencontainers.image.base.name": option[0], "org.opencontainers.image.base.digest": option[1]}


def purl(material):
    name, _, digest = material.partition("=")
    repository, _, tag = name.rpartition(":")
    return {"uri": "pkg:docker/%s@%s?digest=%s&platform=linux%%2Famd64" % (repository, tag, digest),
            "digest": {"sha256": digest[7:]}}


def statement(option):
    """An in-toto statement with a predicate of SLSA's provenance."""
    version, materials = option[0], [purl(material) for material in option[1:]]
    predicate = {"materials": materials} if version == "0.2" else \
        {"buildDefinition": {"resolvedDependencies": materials}}
    return images.document({"_type": "https://in-toto.io/Statement/v0.1",
                            "predicateType": "https://slsa.dev/provenance/v" + version, "predicate": predicate})


def add_platform(image, platform, options):
    types = images.TYPES["oci"]
    layers = []
    if "layers-of" in options:
        layers.append(images.layer(options["layers-of"][0] + " " + platform))
    layers.append(images.layer("app " + platform))
    config = images.document({**images.parts(platform), "config": {"Labels": base_values(options.get("label"))},
                              "rootfs": {"type": "layers", "diff_ids": [images.digest(one) for one in layers]}})
    image.blobs += layers + [config]
    return image.add_manifest(types["manifest"], {
        "schemaVersion": 2, "mediaType": types["manifest"], "config": images.descriptor(types["config"], config),
        "layers": [images.descriptor(types["layer"], one) for one in layers]}, platform=images.parts(platform))


def add_provenance(image, subject, option):
    types = images.TYPES["oci"]
    config = images.document({"architecture": "unknown", "os": "unknown", "config": {},
                              "rootfs": {"type": "layers", "diff_ids": []}})
    data = statement(option)
    image.blobs += [data, config]
    layer = images.descriptor("application/vnd.in-toto+json", data, annotations={
        "in-toto.io/predicate-type": "https://slsa.dev/provenance/v" + option[0]})
    return image.add_manifest(types["manifest"], {
        "schemaVersion": 2, "mediaType": types["manifest"], "config": images.descriptor(types["config"], config),
        "layers": [layer]}, platform={"architecture": "unknown", "os": "unknown"},
        annotations={"vnd.docker.reference.digest": subject, "vnd.docker.reference.type": "attestation-manifest"})


def push_referrer(base, repository, image, option):
    """An attestation with a subject, and the index that stands for the API of referrers (docker-registry has none)."""
    types, attestation, index = images.TYPES["oci"], images.Image(), images.Image()
    subject = {key: image.top[key] for key in ("mediaType", "digest", "size")}
    data = statement(option)
    attestation.blobs += [data, b"{}"]
    entry = attestation.add_manifest(types["manifest"], {
        "schemaVersion": 2, "mediaType": types["manifest"], "artifactType": "application/vnd.in-toto+json",
        "config": images.descriptor("application/vnd.oci.empty.v1+json", b"{}"), "subject": subject,
        "layers": [images.descriptor("application/vnd.in-toto+json", data)]})
    images.push(base, repository, "attestation", attestation)
    index.add_manifest(types["index"], {"schemaVersion": 2, "mediaType": types["index"], "manifests": [
        {**entry, "artifactType": "application/vnd.in-toto+json"}]})
    images.push(base, repository, image.top["digest"].replace(":", "-"), index)


def main():
    base, repository, tag, *words = sys.argv[1:]
    options = read_options(words)
    image = images.Image()
    entries = [add_platform(image, platform, options) for platform in ("linux/amd64", "linux/arm64")]
    if "provenance" in options:
        entries.append(add_provenance(image, entries[0]["digest"], options["provenance"]))
    annotations = base_values(options.get("annotation"))
    if "revision" in options:
        annotations["org.opencontainers.image.revision"] = options["revision"][0]
    types = images.TYPES["oci"]
    image.add_manifest(types["index"], {"schemaVersion": 2, "mediaType": types["index"], "manifests": entries,
                                        "annotations": annotations})
    images.push(base, repository, tag, image)
    if "referrer" in options:
        push_referrer(base, repository, image, options["referrer"])


main()
