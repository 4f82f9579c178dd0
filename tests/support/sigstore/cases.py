#!/usr/bin/python3
"""cases.py: writes cases of signatures to standard output, one JSON document.

Each has a name that says what it shows, what is to be verified and against what, and `want`: null
when it must be accepted, else a part of the reason why it must not.
"""
import copy
import datetime
import json
import sys

from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

import der
from instance import (DAY, IDENTITY, ISSUER, MINUTE, T0, Instance, Key, Log, TimestampAuthority,
                      authority, b64, cert_der, cert_pem, key_usage, pae, promise, sct, seconds, sha256,
                      simple_signing, statement, body_v2)
from signatures import ARTIFACT, DIGEST, OTHER, Signed

HERE = Instance()
ROOT = HERE.trusted_root()
ELSEWHERE = Instance()  # another instance, with keys of its own
CASES = []


def put(name, want, kind, root=None, digest=DIGEST, artifact=ARTIFACT, key=None, log=True, sct=True,
        **more):
    if any(case["name"] == name for case in CASES):
        raise SystemExit("cases.py: twice: " + name)
    CASES.append(dict(
        name=name, want=want, kind=kind, digest=digest, log=log, sct=sct,
        root=root if isinstance(root, str) else json.dumps(root or ROOT),
        artifact=None if artifact is None else artifact.decode(),
        key=None if key is None else key if isinstance(key, str) else key.pem().decode(), **more))


def bundle(name, want, document, **more):
    """A case with a bundle; a dict or a text."""
    text = document if isinstance(document, str) else json.dumps(document)
    put(name, want, "bundle", bundle=text, **more)


def classic(name, want, signed, annotations=None, blob=None, **more):
    put(name, want, "classic", annotations=signed.annotations() if annotations is None else annotations,
        blob=(signed.blob() if blob is None else blob).decode(), attestation=signed.kind == "envelope",
        **more)


def changed(document, *path, to):
    """A copy in which the member at the path is another one; `to` DELETE: none."""
    out = copy.deepcopy(document)
    at = out
    for step in path[:-1]:
        at = at[step]
    if to is DELETE:
        del at[path[-1]]
    else:
        at[path[-1]] = to
    return out


DELETE = object()
VM = "verificationMaterial"


def flip(base64_text, at=20):
    """The same bytes but for one bit."""
    import base64
    raw = bytearray(base64.b64decode(base64_text))
    raw[at % len(raw)] ^= 1
    return b64(bytes(raw))


# ---- bundles that are right ----

for version in ("0.1", "0.2", "0.3", "0.3-old"):
    bundle("a bundle of version %s, keyless" % version, None, Signed(HERE).bundle(version))
    bundle("a bundle of version %s by its digest alone" % version, None, Signed(HERE).bundle(version),
           artifact=None)
for kind in ("p256", "p384", "p521", "rsa2048", "rsa4096", "ed25519"):
    signed = Signed(HERE, keyed=True, key=Key(kind))
    bundle("a bundle by a key of %s" % kind, None, signed.bundle(), key=signed.key)
    signed = Signed(HERE, "envelope", keyed=True, key=Key(kind))
    bundle("an envelope by a key of %s" % kind, None, signed.bundle(), key=signed.key)
for kind in ("p256", "rsa2048"):
    signed = Signed(HERE, keyed=True, key=Key(kind))
    bundle("by its digest alone, a key of %s" % kind, None, signed.bundle(), key=signed.key,
           artifact=None)
for kind in ("p384", "p521"):
    signed = Signed(HERE, keyed=True, key=Key(kind), hash="sha256")
    bundle("%s with SHA-256, as cosign did" % kind, None, signed.bundle(), key=signed.key)
    bundle("%s with SHA-256 by its digest alone" % kind, None, signed.bundle(), key=signed.key,
           artifact=None)
signed = Signed(HERE, keyed=True, key=Key("p384"))
bundle("P-384 with SHA-384 cannot be told by a SHA-256 digest", "", signed.bundle(), key=signed.key,
       artifact=None)
signed = Signed(HERE, keyed=True, key=Key("ed25519"))
bundle("Ed25519 cannot be told by a digest", "give the file", signed.bundle(), key=signed.key,
       artifact=None)
for kind, why in (("rsa1024", "1024 bits"), ("k256", "curve")):
    signed = Signed(HERE, keyed=True, key=Key(kind))
    bundle("a key of %s" % kind, why, signed.bundle(), key=signed.key)
signed = Signed(HERE, keyed=True)
bundle("a private key given for a public one", "private key", signed.bundle(),
       key=signed.key.private_pem().decode())
bundle("a certificate given for a key", "PUBLIC KEY", signed.bundle(),
       key=cert_pem(HERE.ca).decode())
bundle("no PEM given for a key", "no PEM", signed.bundle(), key="no key")
bundle("another key than the one that signed", "not that key's", signed.bundle(), key=Key())
bundle("a key where an identity is wanted", "signed by a key", signed.bundle())
bundle("an identity where a key is wanted", "signed by an identity", Signed(HERE).bundle(), key=Key())
bundle("keyed without a log, where none is asked for", None, signed.bundle(entries=[]),
       key=signed.key, log=False)
bundle("keyed without a log", "in no transparency log", signed.bundle(entries=[]), key=signed.key)

signed = Signed(HERE, "envelope")
bundle("an envelope in the log as dsse 0.0.1", None, signed.bundle())
bundle("an envelope in the log as intoto 0.0.2", None,
       signed.bundle(entries=[signed.entry(body_kind="intoto")]))
bundle("an envelope by its digest alone", None, signed.bundle(), artifact=None)
bundle("an envelope in Rekor v2 is logged as the hash of its PAE", None,
       signed.bundle(entries=[signed.entry("v2")], stamps=[signed.stamp()]))
signed = Signed(HERE)
bundle("Rekor v2 with a time stamp", None,
       signed.bundle(entries=[signed.entry("v2")], stamps=[signed.stamp()]))
bundle("Rekor v2 with a time stamp that brings its certificate", None,
       signed.bundle(entries=[signed.entry("v2")], stamps=[signed.stamp(embed=True)]))
bundle("Rekor v2 without a time stamp proves no time", "nothing proves when",
       signed.bundle(entries=[signed.entry("v2")]))
bundle("entries in both logs", None, signed.bundle(entries=[signed.entry(), signed.entry("v2")]))
for kind, hash in (("p384", "sha384"), ("p521", "sha512"), ("rsa2048", "sha256")):
    signed = Signed(HERE, keyed=True, key=Key(kind))
    bundle("Rekor v2 with a key of %s, no time stamp" % kind, None,
           signed.bundle(entries=[signed.entry("v2")]), key=signed.key)
signed = Signed(HERE, keyed=True, key=Key("ed25519"))
bundle("Rekor v2 takes no pure Ed25519", "no entries for this kind",
       signed.bundle(entries=[signed.entry("v2")]), key=signed.key)

# ---- the document ----

signed = Signed(HERE)
GOOD = signed.bundle()
ENVELOPE = Signed(HERE, "envelope")
bundle("no JSON", "no JSON", "{")
bundle("JSON, but no object", "no JSON object", "[]")
bundle("a key twice", "a key twice", json.dumps(GOOD)[:-1] + ', "mediaType": "x"}')
bundle("bytes behind the document", "no JSON", json.dumps(GOOD) + "x")
bundle("an unknown member is passed over", None, changed(GOOD, "unknown", to={"a": 1}))
bundle("numbers for numbers in strings", None, changed(
    changed(GOOD, VM, "tlogEntries", 0, "logIndex", to=1003), VM, "tlogEntries", 0, "integratedTime",
    to=seconds(T0)))
bundle("an unknown version", "mediaType", changed(GOOD, "mediaType", to=GOOD["mediaType"] + "9"))
bundle("no media type", "mediaType", changed(GOOD, "mediaType", to=DELETE))
bundle("a bundle of more than a MiB", "more than", json.dumps(GOOD) + " " * 1024 * 1024)
bundle("no verification material", "exactly one certificate", changed(GOOD, VM, to=DELETE))
bundle("two signers", "exactly one certificate", changed(GOOD, VM, "publicKey", to={"hint": "x"}))
bundle("a chain in version 0.3", "certificate chain", changed(
    Signed(HERE).bundle("0.2"), "mediaType", to=GOOD["mediaType"]))
chain = Signed(HERE).bundle("0.1")
path = (VM, "x509CertificateChain", "certificates")
bundle("a chain with the intermediate", None, changed(chain, *path, to=[
    chain[VM]["x509CertificateChain"]["certificates"][0], {"rawBytes": b64(cert_der(HERE.ca))}]))
bundle("a chain that brings its own root", "root certificate", changed(chain, *path, to=[
    chain[VM]["x509CertificateChain"]["certificates"][0], {"rawBytes": b64(cert_der(HERE.root))}]))
bundle("an empty chain", "empty certificate chain", changed(chain, *path, to=[]))
bundle("eleven certificates", "more than 10", changed(chain, *path, to=[
    {"rawBytes": b64(cert_der(HERE.ca))}] * 11))
bundle("no signature at all", "exactly one signature", changed(GOOD, "messageSignature", to=DELETE))
bundle("two signatures", "exactly one signature", changed(
    GOOD, "dsseEnvelope", to=ENVELOPE.bundle()["dsseEnvelope"]))
bundle("base64 with a line break", "no base64", changed(
    GOOD, "messageSignature", "signature", to=GOOD["messageSignature"]["signature"] + "\n"))
bundle("base64 of the URL alphabet", "no base64", changed(
    GOOD, "messageSignature", "signature", to="-_-_"))
bundle("base64 without its padding", "no base64", changed(
    GOOD, "messageSignature", "signature", to="QUJDRA"))
bundle("base64 with bits behind the last byte", "no base64", changed(
    GOOD, "messageSignature", "signature", to="QUJDRB=="))
bundle("an empty signature", "missing", changed(GOOD, "messageSignature", "signature", to=""))
bundle("a certificate with bytes behind it", "bytes behind", changed(
    GOOD, VM, "certificate", "rawBytes", to=b64(cert_der(signed.certificate) + b"x")))
bundle("no certificate in DER", "no certificate", changed(
    GOOD, VM, "certificate", "rawBytes", to=b64(b"no certificate")))
entry_path = (VM, "tlogEntries", 0)
bundle("a negative log index", "no number", changed(GOOD, *entry_path, "logIndex", to="-1"))
bundle("a log index beyond 64 bits", "no number", changed(
    GOOD, *entry_path, "logIndex", to="9223372036854775808"))
bundle("a log index with zeros in front", "no number", changed(
    GOOD, *entry_path, "logIndex", to="0001003"))
bundle("33 log entries", "more than 32", changed(
    GOOD, VM, "tlogEntries", to=[GOOD[VM]["tlogEntries"][0]] * 33))
bundle("one log entry twice", "twice", changed(
    GOOD, VM, "tlogEntries", to=[GOOD[VM]["tlogEntries"][0]] * 2))
bundle("33 time stamps", "more than 32", signed.bundle(stamps=[b"x"] * 33))
bundle("no kind of entry", "kindVersion", changed(GOOD, *entry_path, "kindVersion", to=DELETE))
bundle("version 0.1 without a promise", "without an inclusion promise",
       Signed(HERE).bundle("0.1", entries=[signed.entry(has_promise=False)]))
bundle("version 0.1 without a proof", None, signed.bundle(
    "0.1", entries=[signed.entry(has_proof=False)]))
bundle("version 0.2 without a proof", "without an inclusion proof",
       signed.bundle("0.2", entries=[signed.entry(has_proof=False)]))
bundle("version 0.3 without a proof", "without an inclusion proof",
       signed.bundle(entries=[signed.entry(has_proof=False)]))
bundle("version 0.3 without a checkpoint", "checkpoint", changed(
    GOOD, *entry_path, "inclusionProof", "checkpoint", to=DELETE))
bundle("version 0.3 without a promise, but a time stamp", None, signed.bundle(
    entries=[signed.entry(has_promise=False)], stamps=[signed.stamp()]))
bundle("version 0.3 without a promise proves no time", "nothing proves when",
       signed.bundle(entries=[signed.entry(has_promise=False)]))

# ---- what was signed ----

bundle("another file", "is for another file", GOOD, artifact=b"another manifest", digest=OTHER)
bundle("another digest", "is for another file", GOOD, artifact=None, digest=OTHER)
bundle("another digest, and the bundle names it", "not that key's", changed(
    GOOD, "messageSignature", "messageDigest", "digest", to=b64(bytes.fromhex(OTHER[7:]))),
       artifact=None, digest=OTHER)
bundle("no message digest", None, changed(GOOD, "messageSignature", "messageDigest", to=DELETE))
bundle("a message signature with one bit wrong", "not that key's", changed(
    GOOD, "messageSignature", "signature", to=flip(GOOD["messageSignature"]["signature"])))


def envelope(name, want, digest=DIGEST, payload=None, change=None, **more):
    made = Signed(HERE, "envelope", payload=payload)
    document = made.bundle()
    bundle(name, want, change(document) if change else document, digest=digest, artifact=None, **more)


envelope("a statement about another image", "not about", digest=OTHER)
envelope("a statement with several subjects", None, payload=statement(DIGEST, subjects=[
    {"name": "a", "digest": {"sha256": "00" * 32}}, {"digest": {"sha512": "11" * 64}},
    {"digest": {"sha256": DIGEST[7:]}}]))
envelope("a null subject is passed over", None, payload=statement(
    DIGEST, subjects=[None, {"digest": None}, {"digest": {"sha256": DIGEST[7:]}}]))
envelope("only null subjects", "not about", payload=statement(DIGEST, subjects=[None]))
envelope("no subjects", "not about", payload=statement(DIGEST, subjects=[]))
envelope("a digest in upper case", "not about", payload=statement(
    DIGEST, subjects=[{"digest": {"sha256": DIGEST[7:].upper()}}]))
envelope("the digest under another algorithm", "not about", payload=statement(
    DIGEST, subjects=[{"digest": {"sha512": DIGEST[7:]}}]))
envelope("the digest as a subject's name", "not about", payload=statement(
    DIGEST, subjects=[{"name": DIGEST, "digest": {"sha256": "00" * 32}}]))
envelope("1025 subjects", "more than 1024", payload=statement(
    DIGEST, subjects=[{"digest": {"sha256": DIGEST[7:]}}] * 1025))
envelope("33 digests of a subject", "more than 32", payload=statement(DIGEST, subjects=[
    {"digest": dict([("a%d" % i, "x") for i in range(32)] + [("sha256", DIGEST[7:])])}]))
envelope("a statement of version 0.1", None, payload=statement(
    DIGEST, type="https://in-toto.io/Statement/v0.1"))
envelope("no statement", "type", payload=statement(DIGEST, type="https://in-toto.io/Statement/v2"))
envelope("a statement without a predicate type", "predicateType", payload=statement(
    DIGEST, predicate_type=None))
envelope("a statement that is no JSON", "no JSON", payload=b"{")
envelope("a statement with a key twice", "a key twice", payload=statement(DIGEST)[:-1]
         + b', "predicateType": "x"}')
envelope("another payload type", "payload type", change=lambda b: changed(
    b, "dsseEnvelope", "payloadType", to="application/vnd.in-toto+json; x"))
envelope("two signatures in an envelope", "2 signatures", change=lambda b: changed(
    b, "dsseEnvelope", "signatures", to=b["dsseEnvelope"]["signatures"] * 2))
envelope("no signature in an envelope", "0 signatures", change=lambda b: changed(
    b, "dsseEnvelope", "signatures", to=[]))
envelope("a payload that was not signed", "not that key's", change=lambda b: changed(
    b, "dsseEnvelope", "payload", to=b64(statement(DIGEST, predicate={"x": 1}))))
bare = Signed(HERE, "envelope", signed=statement(DIGEST))
bundle("a signature over the bare payload is none of the envelope", "not that key's", bare.bundle())
envelope("SLSA provenance v1 says builder and origin", None, expect={
    "builder": "https://github.com/actions/runner", "origin": "git+https://github.com/ours/images@x"},
    payload=statement(DIGEST, "https://slsa.dev/provenance/v1", {
        "buildDefinition": {"resolvedDependencies": [{"uri": "git+https://github.com/ours/images@x"}]},
        "runDetails": {"builder": {"id": "https://github.com/actions/runner"}}}))
envelope("SLSA provenance v0.2 says builder and origin", None, expect={
    "builder": "b", "origin": "git+https://x"}, payload=statement(
        DIGEST, "https://slsa.dev/provenance/v0.2", {
            "builder": {"id": "b"}, "invocation": {"configSource": {"uri": "git+https://x"}}}))
envelope("what a signer adds is read from the subject", None, expect={"annotations": ["env", "prod"]},
         payload=statement(DIGEST, subjects=[
             {"digest": {"sha256": DIGEST[7:]}, "annotations": {"env": "prod", "n": 1}}]))

# ---- entries of Rekor v1 ----


def other_entry(name, want, change, kind="message", body_kind=None, **more):
    """An entry that the log has signed, with another body than the signature's."""
    made = Signed(HERE, kind, **more)
    body = made.body(body_kind=body_kind)
    change(body["spec"])
    bundle(name, want, made.bundle(entries=[made.entry(body=body)]))


other = Signed(HERE)
other_envelope = Signed(HERE, "envelope")
for what, path, value in (
        ("another digest", ("data", "hash", "value"), OTHER[7:]),
        ("another signature", ("signature", "content"), b64(other.signature)),
        ("another certificate", ("signature", "publicKey", "content"), b64(other.verifier()))):
    def change(spec, path=path, value=value):
        for step in path[:-1]:
            spec = spec[step]
        spec[path[-1]] = value
    other_entry("a log entry with " + what, "the log entry is of another", change)
other_entry("a log entry with an unknown hash", "hash 'md5'",
            lambda spec: spec["data"]["hash"].update(algorithm="md5"))
bundle("a whole log entry of another signature (CVE-2022-23649)", "the log entry is of another",
       signed.bundle(entries=[other.entry()]))
bundle("a log entry of the same signature by another certificate", "certificate or key",
       signed.bundle(entries=[signed.entry(body=dict(signed.body(), spec=dict(
           signed.body()["spec"], signature={"content": b64(signed.signature), "publicKey": {
               "content": b64(cert_pem(HERE.leaf(signed.key)))}})))]))
bundle("a log entry with the bare key of the certificate", "certificate or key",
       signed.bundle(entries=[signed.entry(body=dict(signed.body(), spec=dict(
           signed.body()["spec"], signature={"content": b64(signed.signature), "publicKey": {
               "content": b64(signed.key.pem())}})))]))
other_entry("a dsse entry with another payload", "another payload", lambda spec: spec[
    "payloadHash"].update(value=OTHER[7:]), "envelope")
other_entry("a dsse entry with another signature", "another signature", lambda spec: spec[
    "signatures"][0].update(signature=b64(other.signature)), "envelope")
other_entry("a dsse entry with another certificate", "certificate or key", lambda spec: spec[
    "signatures"][0].update(verifier=b64(other.verifier())), "envelope")
other_entry("a dsse entry with two signatures", "2 signatures", lambda spec: spec.update(
    signatures=spec["signatures"] * 2), "envelope")
other_entry("an intoto entry with another payload", "another payload", lambda spec: spec[
    "content"]["payloadHash"].update(value=OTHER[7:]), "envelope", "intoto")
other_entry("an intoto entry with another signature", "another signature", lambda spec: spec[
    "content"]["envelope"]["signatures"][0].update(sig=b64(b64(other.signature).encode())),
            "envelope", "intoto")
other_entry("an intoto entry whose signature is encoded once", "another signature", lambda spec: spec[
    "content"]["envelope"]["signatures"][0].update(sig=b64(other.signature)), "envelope", "intoto")
other_entry("an intoto entry with another certificate", "certificate or key", lambda spec: spec[
    "content"]["envelope"]["signatures"][0].update(publicKey=b64(other.verifier())),
            "envelope", "intoto")
other_entry("an intoto entry with two signatures", "2 signatures", lambda spec: spec["content"][
    "envelope"].update(signatures=spec["content"]["envelope"]["signatures"] * 2), "envelope", "intoto")
made = Signed(HERE, "envelope")
bundle("a hashedrekord 0.0.1 is no entry of an envelope", "none of this",
       made.bundle(entries=[made.entry(body_kind="hashedrekord")]))
body = dict(made.body(), kind="helm")
bundle("an unknown kind of entry", "kind 'helm'", made.bundle(entries=[made.entry(body=body)]))
body = dict(made.body(), apiVersion="0.0.9")
bundle("an unknown version of a kind", "0.0.9", made.bundle(entries=[made.entry(body=body)]))
bundle("an entry that says another kind than its body", "and not a", changed(
    GOOD, *entry_path, "kindVersion", "kind", to="dsse"))
bundle("an entry that passes a v1 body off as v2", "", changed(
    GOOD, *entry_path, "kindVersion", "version", to="0.0.2"))
item = GOOD[VM]["tlogEntries"][0]
bundle("a promise with one bit wrong", "signed entry timestamp", changed(
    GOOD, *entry_path, "inclusionPromise", "signedEntryTimestamp",
    to=flip(item["inclusionPromise"]["signedEntryTimestamp"])))
bundle("a promise for another time", "signed entry timestamp", changed(
    GOOD, *entry_path, "integratedTime", to=str(seconds(T0) + 1)))
bundle("a promise for another index", "signed entry timestamp", changed(
    GOOD, *entry_path, "logIndex", to="1004"))
proof = entry_path + ("inclusionProof",)
bundle("an inclusion proof with one bit wrong", "another root hash", changed(
    GOOD, *proof, "hashes", 0, to=flip(item["inclusionProof"]["hashes"][0])))
bundle("an inclusion proof with a hash too few", "", changed(
    GOOD, *proof, "hashes", to=item["inclusionProof"]["hashes"][:-1]))
bundle("an inclusion proof with a hash too many", "", changed(
    GOOD, *proof, "hashes", to=item["inclusionProof"]["hashes"] + [b64(b"\0" * 32)]))
bundle("an inclusion proof with 65 hashes", "more than 64", changed(
    GOOD, *proof, "hashes", to=[b64(b"\0" * 32)] * 65))
bundle("an inclusion proof with a hash of 31 bytes", "broken hash", changed(
    GOOD, *proof, "hashes", 0, to=b64(b"\0" * 31)))
bundle("an index beyond the tree", "none of that tree", changed(GOOD, *proof, "logIndex", to="7"))
bundle("another index in the tree", "", changed(GOOD, *proof, "logIndex", to="2"))
bundle("another root hash", "another root hash", changed(
    GOOD, *proof, "rootHash", to=b64(b"\0" * 32)))
bundle("a tree of no size", "none of that tree", changed(GOOD, *proof, "treeSize", to="0"))
for size, index in ((1, 0), (2, 1), (5, 4), (8, 0), (8, 7), (13, 8)):
    bundle("leaf %d of a tree of %d" % (index, size), None,
           signed.bundle(entries=[signed.entry(size=size, index=index)]))
bundle("an entry of an unknown log", "unknown log",
       signed.bundle(entries=[signed.entry(of=ELSEWHERE.v1)]))
bundle("an entry of an unknown log beside a known one", None,
       signed.bundle(entries=[signed.entry(of=ELSEWHERE.v1), signed.entry(index=4)]))
bundle("an entry of another log under a known one's name", "", changed(
    signed.bundle(entries=[signed.entry(of=ELSEWHERE.v1)]), *entry_path, "logId",
    to={"keyId": b64(HERE.v1.id)}))
bundle("one right entry does not cover for a wrong one", "signed entry timestamp", signed.bundle(
    entries=[signed.entry(), changed(signed.entry(index=4), "inclusionPromise",
                                     "signedEntryTimestamp", to=b64(b"x"))]))

# ---- checkpoints ----


def checkpoint(name, want, make, log="v1", **more):
    entry_of = signed.entry(log, checkpoint=make)
    bundle(name, want, signed.bundle(entries=[entry_of], stamps=[signed.stamp()] if log == "v2" else []),
           **more)


V1, V2 = HERE.v1, HERE.v2
WITNESS = Log("witness.test", "ed25519")
checkpoint("a checkpoint of another tree", "another tree",
           lambda size, root: V1.checkpoint(size, b"\0" * 32))
checkpoint("a checkpoint of another size", "another tree",
           lambda size, root: V1.checkpoint(size + 1, root))
checkpoint("a checkpoint with an extension line", None,
           lambda size, root: V1.checkpoint(size, root, extension="Timestamp: 1\n"))
for log, which in ((V1, "v1"), (V2, "v2")):
    checkpoint("a checkpoint without signatures, " + which, "has not signed the checkpoint",
               lambda size, root: log.checkpoint(size, root, lines=lambda text: ""), which)
    checkpoint("a checkpoint that witnesses sign, too, " + which, None,
               lambda size, root: log.checkpoint(size, root, lines=lambda text: WITNESS.line(text)
                                                 + log.line(text) + WITNESS.line(text)), which)
    checkpoint("a checkpoint that only a witness signs, " + which, "has not signed the checkpoint",
               lambda size, root: log.checkpoint(size, root, lines=WITNESS.line), which)
    checkpoint("a checkpoint with a wrong key hint, " + which, "has not signed the checkpoint",
               lambda size, root: log.checkpoint(size, root, lines=lambda text: log.line(
                   text, hint=b"abcd")), which)
    checkpoint("a checkpoint by another key under the log's hint, " + which,
               "checkpoint's signature by the log",
               lambda size, root: log.checkpoint(size, root, lines=lambda text: log.line(
                   text, key=Key(log.key.kind))), which)
    checkpoint("a right line does not cover for a wrong one of the log's, " + which,
               "checkpoint's signature by the log",
               lambda size, root: log.checkpoint(size, root, lines=lambda text: log.line(text)
                                                 + log.line(text, key=Key(log.key.kind))), which)
    checkpoint("33 signatures of a checkpoint, " + which, "more than 32",
               lambda size, root: log.checkpoint(size, root, lines=lambda text: log.line(text)
                                                 + WITNESS.line(text) * 32), which)
    checkpoint("a signature line that is none, " + which, "is broken",
               lambda size, root: log.checkpoint(size, root, lines=lambda text: log.line(text)
                                                 + "- x y\n"), which)
checkpoint("a checkpoint of another log's origin, v2", "is of the log",
           lambda size, root: V2.checkpoint(size, root, origin="other.test"), "v2")
checkpoint("a checkpoint of another size, v2", "", lambda size, root: V2.checkpoint(size + 9, root), "v2")
checkpoint("a checkpoint of another tree, v2", "does not hold this",
           lambda size, root: V2.checkpoint(size, b"\0" * 32), "v2")
checkpoint("no checkpoint at all, v2", "checkpoint", lambda size, root: "", "v2")
checkpoint("a checkpoint without a size", "tree size",
           lambda size, root: V2.checkpoint(size, root).replace("\n7\n", "\n"), "v2")
checkpoint("a checkpoint with a size of zeros", "tree size",
           lambda size, root: V2.checkpoint(size, root).replace("\n7\n", "\n07\n"), "v2")
checkpoint("a checkpoint with a root hash of 16 bytes", "root hash",
           lambda size, root: V2.checkpoint(size, root[:16]), "v2")
checkpoint("a checkpoint of more than 16 KiB", "more than",
           lambda size, root: V2.checkpoint(size, root, extension="x\n" * 9000), "v2")

# ---- entries of Rekor v2 ----


def v2(name, want, body, made=None):
    made = made or signed
    bundle(name, want, made.bundle(entries=[made.entry("v2", body=body)], stamps=[made.stamp()]))


v2("a v2 entry of another signature", "does not hold this", other.body("v2"))
v2("a v2 entry of another certificate", "does not hold this",
   body_v2(signed.key, "sha256", ARTIFACT, signed.signature, other.certificate))
v2("a v2 entry of another digest", "does not hold this",
   body_v2(signed.key, "sha256", b"another", signed.signature, signed.certificate))
v2("a v2 entry of the key alone", "does not hold this",
   body_v2(signed.key, "sha256", ARTIFACT, signed.signature, None))
document = signed.bundle(entries=[signed.entry("v2")], stamps=[signed.stamp()])
bundle("what a v2 entry says of its body is not looked at", None, changed(
    document, *entry_path, "canonicalizedBody", to=b64(b"{}")))
bundle("what a v2 entry says of time is not looked at", None, changed(
    document, *entry_path, "integratedTime", to="1"))
bundle("what a v2 entry's proof says of the tree is not looked at", None, changed(changed(
    document, *proof, "treeSize", to="99"), *proof, "rootHash", to=b64(b"\0" * 32)))
bundle("a v2 entry at another index", "", changed(document, *entry_path, "logIndex", to="2"))
made = Signed(HERE, "envelope")
bundle("dsse 0.0.2 was drawn back", "kind 'dsse' 0.0.2", made.bundle(entries=[changed(
    made.entry(body=dict(made.body(), apiVersion="0.0.2")), "kindVersion",
    to={"kind": "dsse", "version": "0.0.2"})]))

# ---- time stamps ----


def stamped(name, want, stamps, instance=HERE, root=None, made=None, entries=None):
    made = made or signed
    bundle(name, want, made.bundle(entries=[made.entry("v2")] if entries is None else entries,
                                   stamps=stamps), root=root)


for hash in ("sha384", "sha512"):
    stamped("a time stamp with " + hash, None, [signed.stamp(hash=hash)])
stamped("a time stamp with SHA-1", "hash that is not", [signed.stamp(hash="sha1")])
stamped("two time stamps", None, [signed.stamp(), signed.stamp(when=T0 + MINUTE)])
stamped("a time stamp beside an entry's time", None, [signed.stamp()], entries=[signed.entry()])
stamped("a time stamp of another signature", "another signature", [HERE.tsa.stamp(b"x")])
stamped("a time stamp by an unknown authority", "no time-stamp authority",
        [ELSEWHERE.tsa.stamp(signed.signature)])
stamped("a time stamp by an unknown authority that brings its certificate", "no time-stamp authority",
        [ELSEWHERE.tsa.stamp(signed.signature, embed=True)])
stamped("one right time stamp does not cover for a wrong one", "no time-stamp authority",
        [signed.stamp(), ELSEWHERE.tsa.stamp(signed.signature)])
stamped("a time stamp whose signature is wrong", "no time-stamp authority", [signed.stamp(broken=True)])
stamped("a time stamp that was not granted", "no RFC 3161", [signed.stamp(status=2)])
stamped("no time stamp", "no RFC 3161", [b"x"])
stamped("a time stamp with bytes behind it", "no RFC 3161", [signed.stamp() + b"x"])
stamped("a time stamp before the certificate was valid", "leads to no authority",
        [signed.stamp(when=T0 - 6 * MINUTE)])
stamped("a time stamp after the certificate was valid", "leads to no authority",
        [signed.stamp(when=T0 + 6 * MINUTE)])
stamped("every time must be within the certificate's", "leads to no authority",
        [signed.stamp(), signed.stamp(when=T0 + 6 * MINUTE)])
for what, want, ends in (("at its last second", None, T0), ("after its end", "no time-stamp authority",
                                                           T0 - datetime.timedelta(seconds=1))):
    closed = copy.deepcopy(ROOT)
    closed["timestampAuthorities"][0]["validFor"]["end"] = ends.strftime("%Y-%m-%dT%H:%M:%SZ")
    stamped("an authority's time stamp " + what, want, [signed.stamp()], root=closed)
for what, want, tsa in (
        ("whose certificate had expired", "no time-stamp authority",
         TimestampAuthority(leaf_end=T0 - DAY)),
        ("that has another purpose, too", "no time-stamp authority", TimestampAuthority(
            usages=[ExtendedKeyUsageOID.TIME_STAMPING, ExtendedKeyUsageOID.CODE_SIGNING])),
        ("whose purpose is not critical", "no time-stamp authority", TimestampAuthority(critical=False)),
        ("without a purpose", "no time-stamp authority", TimestampAuthority(usages=None))):
    stamped("an authority " + what, want, [tsa.stamp(signed.signature)],
            root=HERE.trusted_root(timestampAuthorities=[tsa.entry()]))
tsa = TimestampAuthority()
stamped("an authority of which only the root is known", None, [tsa.stamp(signed.signature, embed=True)],
        root=HERE.trusted_root(timestampAuthorities=[tsa.entry([tsa.root])]))
sibling = TimestampAuthority()
stamped("a signer that is not the one the root names (GHSA-xm5m-wgh2-rrg3)", "no time-stamp authority",
        [tsa.stamp(signed.signature, embed=True)], root=HERE.trusted_root(
            timestampAuthorities=[tsa.entry([sibling.leaf, tsa.root])]))

# ---- certificates ----


def leaf(name, want, root=None, sct=True, expect=None, key=None, **more):
    made = Signed(HERE, leaf=more, key=key)
    bundle(name, want, made.bundle(), root=root, sct=sct, expect=expect)


leaf("an e-mail address signs", None, identity="someone@ours.test", issuer="https://accounts.google.com",
     expect={"identity": "someone@ours.test", "issuer": "https://accounts.google.com"})
leaf("a workflow signs", None, expect={"identity": IDENTITY, "issuer": ISSUER})
leaf("Fulcio's own kind of name signs", None, expect={"identity": "foo!bar"}, names=[x509.OtherName(
    x509.ObjectIdentifier("1.3.6.1.4.1.57264.1.7"), der.utf8("foo!bar"))])
leaf("another kind of other name", "neither a URI", names=[x509.OtherName(
    x509.ObjectIdentifier("1.3.6.1.4.1.57264.1.77"), der.utf8("foo!bar"))])
leaf("a DNS name is nobody", "neither a URI", names=[x509.DNSName("ours.test")])
leaf("two names", "not exactly one", names=[x509.RFC822Name("a@ours.test"), x509.RFC822Name("b@ours.test")])
leaf("no name", "not exactly one", names=[], subject="x")
leaf("a name that is not critical", "not critical", critical=False)
leaf("an issuer in the new extension alone", None, issuer_old=False, expect={"issuer": ISSUER})
leaf("an issuer in the old extension alone", None, issuer_new=False, expect={"issuer": ISSUER})
leaf("two issuers", "two issuers", issuer_old="https://other.test")
leaf("no issuer", "does not say who issued", issuer_old=False, issuer_new=False)
leaf("an issuer with bytes behind it", "no UTF8String", issuer_new=False, extensions={
    "8": der.utf8(ISSUER) + b"x"})
leaf("an issuer that is no UTF8String", "no UTF8String", issuer_new=False, extensions={
    "8": der.octets(ISSUER.encode())})
leaf("an issuer with a NUL", "control characters", issuer_old=False, issuer_new=ISSUER + "\0.test")
leaf("an issuer with a line break", "control characters", issuer_old=ISSUER + "\nx", issuer_new=False)
leaf("an identity with a NUL", "control characters", names=[x509.OtherName(
    x509.ObjectIdentifier("1.3.6.1.4.1.57264.1.7"), der.utf8("foo\0bar"))])
leaf("GitHub's extensions are read", None, extensions={
    "9": der.utf8("https://signer"), "12": der.utf8("https://github.com/ours/images"),
    "14": der.utf8("refs/heads/main")}, expect={
        "source": "https://github.com/ours/images", "ref": "refs/heads/main",
        "build_signer": "https://signer"})
leaf("a source with bytes behind it", "no UTF8String", extensions={
    "12": der.utf8("https://github.com/ours/images") + b"\0"})
leaf("a certificate without a purpose", "not for signing code", usages=None)
leaf("a certificate for another purpose", "not for signing code",
     usages=[ExtendedKeyUsageOID.SERVER_AUTH])
leaf("a certificate for two purposes", None,
     usages=[ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CODE_SIGNING])
leaf("a key that is not for signatures", "not for signatures", usage=key_usage(key_encipherment=True))
leaf("an authority's certificate signs nothing", "authority's", is_ca=True)
leaf("an authority that may sign, too, signs nothing", "authority's", is_ca=True,
     usage=key_usage(digital_signature=True, key_cert_sign=True))
leaf("a certificate that was not yet valid", "leads to no authority", start=T0 + MINUTE)
leaf("a certificate that had expired", "leads to no authority", end=T0 - MINUTE)
leaf("at the first second of a certificate", None, start=T0)
leaf("at the last second of a certificate", None, end=T0)
leaf("a certificate by an unknown authority", "leads to no authority", ca=ELSEWHERE.ca,
     ca_key=ELSEWHERE.ca_key)
leaf("a certificate in a known authority's name by another key", "leads to no authority",
     ca_key=Key("p384"))
leaf("a certificate by the root itself", None, ca=HERE.root, ca_key=HERE.root_key,
     scts=lambda tbs: sct(HERE.ctlog, seconds(T0) * 1000, HERE.root_key, tbs))
for kind in ("p384", "p521", "ed25519", "rsa2048"):
    leaf("a certificate with a key of %s" % kind, None, key=Key(kind))
expired = authority("intermediate", HERE.ca_key, HERE.root, HERE.root_key, end=T0 - DAY,
                    usages=[ExtendedKeyUsageOID.CODE_SIGNING])
old = copy.deepcopy(ROOT)
old["certificateAuthorities"][0]["certChain"]["certificates"][0] = {"rawBytes": b64(cert_der(expired))}
leaf("an intermediate that had expired (CVE-2026-24122)", "leads to no authority", root=old)
wrong_use = authority("intermediate", HERE.ca_key, HERE.root, HERE.root_key,
                      usages=[ExtendedKeyUsageOID.SERVER_AUTH])
old = copy.deepcopy(ROOT)
old["certificateAuthorities"][0]["certChain"]["certificates"][0] = {"rawBytes": b64(cert_der(wrong_use))}
leaf("an intermediate for another purpose", "not for signing code", root=old)
for what, start, end, want in (
        ("after its window", T0 - 90 * DAY, T0 - MINUTE, "counts at"),
        ("before its window", T0 + MINUTE, None, "counts at"),
        ("at its window's first second", T0, None, None),
        ("at its window's last second", T0 - DAY, T0, None)):
    closed = copy.deepcopy(ROOT)
    window = {"start": start.strftime("%Y-%m-%dT%H:%M:%SZ")}
    if end:
        window["end"] = end.strftime("%Y-%m-%dT%H:%M:%S.999Z")
    closed["certificateAuthorities"][0]["validFor"] = window
    leaf("an authority " + what, want, root=closed)
bundle("a certificate that signed itself", "leads to no authority", Signed(
    HERE, certificate=None, key=HERE.ca_key, leaf=dict(ca=HERE.ca, ca_key=HERE.ca_key)).bundle(),
       root=ELSEWHERE.trusted_root(tlogs=ROOT["tlogs"], ctlogs=ROOT["ctlogs"]))

# ---- proofs of publication ----

MS = seconds(T0) * 1000
leaf("no SCT", "no proof that it was published", scts=False)
leaf("no SCT where none is asked for", None, scts=False, sct=False)
leaf("an SCT with one bit wrong", "no certificate log", scts=lambda tbs: sct(
    HERE.ctlog, MS, HERE.ca_key, tbs, broken=True))
leaf("an SCT of an unknown log", "no certificate log", scts=lambda tbs: sct(
    ELSEWHERE.ctlog, MS, HERE.ca_key, tbs))
leaf("an SCT of an unknown log beside a known one", None, scts=lambda tbs: sct(
    ELSEWHERE.ctlog, MS, HERE.ca_key, tbs) + HERE.sct_list(tbs))
leaf("an SCT with extensions", None, scts=lambda tbs: sct(
    HERE.ctlog, MS, HERE.ca_key, tbs, extensions=b"\0\0\5\0\0\0\0\1"))
leaf("an SCT for another certificate", "no certificate log", scts=lambda tbs: sct(
    HERE.ctlog, MS, HERE.ca_key, tbs + b"x"))
leaf("an SCT for another issuer", "no certificate log", scts=lambda tbs: sct(
    HERE.ctlog, MS, HERE.root_key, tbs))
leaf("an SCT of before the log's window", "no certificate log", scts=lambda tbs: sct(
    HERE.ctlog, seconds(T0 - 200 * DAY) * 1000, HERE.ca_key, tbs))
leaf("an SCT of an unknown version", "", scts=lambda tbs: sct(
    HERE.ctlog, MS, HERE.ca_key, tbs, version=1))

# ---- the trusted root ----


def root(name, want, document):
    bundle(name, want, GOOD, root=document)


def root_with(*path, to):
    return changed(ROOT, *path, to=to)


root("a trusted root that is no JSON", "no JSON", "x")
root("a trusted root of another kind", "mediaType", root_with("mediaType", to="text/plain"))
root("a trusted root of another version", "version", root_with(
    "mediaType", to="application/vnd.dev.sigstore.trustedroot+json;version=9.9"))
root("a log without a start", "validFor.start", root_with(
    "tlogs", 1, "publicKey", "validFor", to={}))
root("a log whose start is no time", "no time", root_with(
    "tlogs", 0, "publicKey", "validFor", to={"start": "yesterday"}))
root("a log with a broken key", "public key", root_with(
    "tlogs", 0, "publicKey", "rawBytes", to=b64(b"no key")))
root("a log with an unknown kind of key is passed over", "unknown log", root_with(
    "tlogs", 0, "publicKey", "keyDetails", to="ML_DSA_65"))
root("an authority without a window", "validFor.start", root_with(
    "certificateAuthorities", 0, "validFor", to=DELETE))
root("an authority without certificates", "is empty", root_with(
    "certificateAuthorities", 0, "certChain", "certificates", to=[]))
root("a root without authorities", "no certificate authority", root_with(
    "certificateAuthorities", to=[]))
root("a root without logs", "unknown log", root_with("tlogs", to=[]))
root("a root without certificate logs", "no certificate log", root_with("ctlogs", to=[]))
root("a root with another instance's keys", "unknown log", ELSEWHERE.trusted_root())
for what, window, want in (
        ("that had closed", {"start": "2025-01-01T00:00:00Z", "end": "2026-01-02T03:04:04Z"}, "did not count"),
        ("at its last second", {"start": "2025-01-01T00:00:00Z", "end": "2026-01-02T03:04:05Z"}, None),
        ("at its first second", {"start": "2026-01-02T03:04:05Z"}, None),
        ("that began with a fraction later", {"start": "2026-01-02T03:04:05.5Z"}, "did not count"),
        ("that had not begun", {"start": "2026-01-02T03:04:06Z"}, "did not count"),
        ("in another time zone", {"start": "2026-01-02T05:04:05+02:00"}, None)):
    root("an entry of a log " + what, want, root_with("tlogs", 0, "publicKey", "validFor", to=window))
closed = root_with("tlogs", 1, "publicKey", "validFor", to={
    "start": "2025-01-01T00:00:00Z", "end": "2026-01-01T00:00:00Z"})
bundle("a v2 entry of a log that had closed", "did not count", document, root=closed)

# ---- the classic layout ----

P = Signed(HERE, "payload")
classic("a .sig, keyless", None, P, expect={"reference": "registry.test/app"})
for kind in ("p256", "p384", "p521", "rsa2048", "ed25519"):
    made = Signed(HERE, "payload", keyed=True, key=Key(kind))
    classic("a .sig by a key of %s" % kind, None, made, key=made.key)
made = Signed(HERE, "payload", keyed=True, key=Key("p384"), hash="sha256")
classic("a .sig by P-384 with SHA-256", None, made, key=made.key)
made = Signed(HERE, "payload", keyed=True)
classic("a .sig by a key without a log, as Red Hat has them", None, made, made.annotations(log=False),
        key=made.key, log=False)
classic("a .sig by a key without a log", "in no transparency log", made, made.annotations(log=False),
        key=made.key)
classic("a .sig by another key", "not that key's", made, key=Key())
classic("a keyless .sig where a key is wanted", "signed by an identity", P, key=Key())
classic("a keyed .sig where an identity is wanted", "signed by a key", made)
classic("a keyless .sig without a log", "in no transparency log", P, P.annotations(log=False))
classic("a keyless .sig with a time stamp and no log", None, P, P.annotations(
    log=False, stamps=[P.stamp()]), log=False)
classic("a keyless .sig with nothing that proves a time", "nothing proves when", P,
        P.annotations(log=False), log=False)
classic("a .sig with a time stamp of another signature", "another signature", P,
        P.annotations(stamps=[HERE.tsa.stamp(b"x")]))
classic("a .sig of another image", "another image", P, digest=OTHER, artifact=None)
classic("a payload with one byte more", "not that key's", P, blob=P.blob() + b" ")
for what, payload, want in (
        ("the spec's example key in another case", json.dumps({"critical": {
            "identity": {}, "image": {"Docker-manifest-digest": DIGEST},
            "type": "cosign container image signature"}}).encode(), "names no image digest"),
        ("a digest without its algorithm", simple_signing(DIGEST[7:]), "another image"),
        ("another type", simple_signing(DIGEST, type="atomic container signature"), "is a 'atomic"),
        ("no JSON", b"{", "no JSON"),
        ("a key twice", simple_signing(DIGEST)[:-1] + b', "critical": {}}', "a key twice"),
        ("annotations", simple_signing(DIGEST, optional={"env": "prod", "n": 1}), None)):
    classic("a payload with " + what, want, Signed(HERE, "payload", payload=payload),
            expect=None if want else {"annotations": ["env", "prod"]})
classic("a payload of more than 64 KiB", "more than", Signed(HERE, "payload", payload=simple_signing(
    DIGEST, optional={"x": "y" * 65536})))
annotations = P.annotations()
SIGNATURE, CERTIFICATE = "dev.cosignproject.cosign/signature", "dev.sigstore.cosign/certificate"
BUNDLE = "dev.sigstore.cosign/bundle"
classic("a layer without a signature", "without a signature", P, changed(annotations, SIGNATURE, to=DELETE))
classic("a signature in no base64", "no base64", P, changed(annotations, SIGNATURE, to="x"))
classic("a certificate in no PEM", "no PEM", P, changed(annotations, CERTIFICATE, to="x"))
classic("a key in the certificate's place", "not 'CERTIFICATE'", P, changed(
    annotations, CERTIFICATE, to=P.key.pem().decode()))
classic("a chain of the signer's own does not count", "leads to no authority", Signed(
    HERE, "payload", leaf=dict(ca=ELSEWHERE.ca, ca_key=ELSEWHERE.ca_key)))
classic("an entry that is no JSON", "no JSON", P, changed(annotations, BUNDLE, to="x"))
classic("an entry of another signature", "the log entry is of another", P, P.annotations(
    body=Signed(HERE, "payload").body()))
classic("a promise for another entry (CVE-2022-23649)", "signed entry timestamp", P,
        P.annotations(set_of=b"{}"))
classic("an entry of when the certificate had expired (CVE-2022-36056)", "leads to no authority", P,
        P.annotations(when=T0 + 6 * MINUTE))
text = json.loads(annotations[BUNDLE])
classic("an entry whose log id is no hexadecimal text", "hexadecimal", P, changed(
    annotations, BUNDLE, to=json.dumps(changed(text, "Payload", "logID", to="XX"))))
classic("an entry of an unknown log, .sig", "unknown log", P, changed(
    annotations, BUNDLE, to=json.dumps(changed(text, "Payload", "logID", to="00" * 32))))
E_ = Signed(HERE, "envelope", payload=statement(DIGEST, "https://slsa.dev/provenance/v1"))
classic("a .att", None, E_, expect={"predicate_type": "https://slsa.dev/provenance/v1"})
classic("a .att about another image", "not about", E_, digest=OTHER, artifact=None)
made = Signed(HERE, "envelope", keyed=True)
classic("a .att by a key", None, made, key=made.key)
classic("a .att that is no envelope", "payload type", E_, blob=b"{}")
classic("a .att that was malformed (GHSA-w6c6-c85g-mmv6)", "no JSON", E_, blob=b"{")

json.dump(CASES, sys.stdout, indent=1)
