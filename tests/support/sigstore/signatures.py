"""Whole signatures of an instance: bundles, and the annotations of the classic layout."""
import json

from instance import (ISSUER, IDENTITY, T0, Key, b64, body_v1, body_v2, cert_der, cert_pem, entry, pae,
                      promise, seconds, sha256, simple_signing, statement, canonical)

ARTIFACT = b"an image's manifest"
DIGEST = "sha256:" + sha256(ARTIFACT).hex()
OTHER = "sha256:" + sha256(b"another manifest").hex()
MEDIA_TYPES = {
    "0.1": "application/vnd.dev.sigstore.bundle+json;version=0.1",
    "0.2": "application/vnd.dev.sigstore.bundle+json;version=0.2",
    "0.3": "application/vnd.dev.sigstore.bundle.v0.3+json",
    "0.3-old": "application/vnd.dev.sigstore.bundle+json;version=0.3",
}


class Signed:
    """A signature: by `key`, with a certificate unless it is `keyed`."""

    def __init__(self, instance, kind="message", keyed=False, key=None, hash=None, payload=None,
                 signed=None, leaf=None, certificate=None):
        self.instance, self.kind, self.keyed = instance, kind, keyed
        self.key = key or Key()
        self.hash = hash or self.key.hash
        if kind == "message":
            self.payload, self.signed = None, ARTIFACT
        elif kind == "envelope":
            self.payload = payload or statement(DIGEST)
            self.signed = pae(self.payload)
        else:
            self.payload = payload or simple_signing(DIGEST)
            self.signed = self.payload
        self.signature = self.key.sign(self.signed if signed is None else signed, hash)
        self.certificate = None if keyed else certificate or instance.leaf(self.key, **(leaf or {}))

    def verifier(self):
        return self.key.pem() if self.keyed else cert_pem(self.certificate)

    def body(self, log="v1", body_kind=None, hash="sha256"):
        if log == "v2":
            return body_v2(self.key, self.hash, self.signed, self.signature, self.certificate)
        kind = body_kind or ("dsse" if self.kind == "envelope" else "hashedrekord")
        return body_v1(kind, self.signed, self.verifier(), self.signature, self.payload, hash)

    def entry(self, log="v1", body=None, body_kind=None, body_hash="sha256", of=None, **more):
        """An entry in the instance's log of that version, or in the log `of`."""
        is_v2 = log == "v2"
        found = of or (self.instance.v2 if is_v2 else self.instance.v1)
        return entry(found, body or self.body(log, body_kind, body_hash), is_v2=is_v2, **more)

    def bundle(self, version="0.3", entries=None, stamps=()):
        material = {"tlogEntries": [self.entry()] if entries is None else entries}
        if self.keyed:
            material["publicKey"] = {"hint": b64(sha256(self.key.spki()))}
        elif version.startswith("0.3"):
            material["certificate"] = {"rawBytes": b64(cert_der(self.certificate))}
        else:
            material["x509CertificateChain"] = {
                "certificates": [{"rawBytes": b64(cert_der(self.certificate))}]}
        if stamps:
            material["timestampVerificationData"] = {
                "rfc3161Timestamps": [{"signedTimestamp": b64(s)} for s in stamps]}
        out = {"mediaType": MEDIA_TYPES[version], "verificationMaterial": material}
        if self.kind == "envelope":
            out["dsseEnvelope"] = {"payload": b64(self.payload),
                                   "payloadType": "application/vnd.in-toto+json",
                                   "signatures": [{"sig": b64(self.signature)}]}
        else:
            out["messageSignature"] = {
                "messageDigest": {"algorithm": "SHA2_256", "digest": b64(sha256(self.signed))},
                "signature": b64(self.signature)}
        return out

    def stamp(self, authority=None, **more):
        return (authority or self.instance.tsa).stamp(self.signature, **more)

    def annotations(self, log=True, when=T0, body=None, stamps=(), set_of=None, index=1003):
        """The classic layout: what the layer's descriptor says."""
        out = {"dev.cosignproject.cosign/signature": b64(self.signature)}
        if self.kind == "envelope":
            out["dev.cosignproject.cosign/signature"] = ""
        if not self.keyed:
            out["dev.sigstore.cosign/certificate"] = cert_pem(self.certificate).decode()
            out["dev.sigstore.cosign/chain"] = (cert_pem(self.instance.ca)
                                                + cert_pem(self.instance.root)).decode()
        if log:
            raw = canonical(body or self.body())
            rekor = self.instance.v1
            out["dev.sigstore.cosign/bundle"] = json.dumps({
                "SignedEntryTimestamp": b64(promise(rekor, set_of or raw, when, index)),
                "Payload": {"body": b64(raw), "integratedTime": seconds(when), "logIndex": index,
                            "logID": rekor.id.hex()}})
        for stamp in stamps:
            out["dev.sigstore.cosign/rfc3161timestamp"] = json.dumps(
                {"SignedRFC3161Timestamp": b64(stamp)})
        return out

    def blob(self):
        """The layer of the classic layout."""
        if self.kind != "envelope":
            return self.payload
        return json.dumps({"payloadType": "application/vnd.in-toto+json",
                           "payload": b64(self.payload),
                           "signatures": [{"keyid": "", "sig": b64(self.signature)}]}).encode()


__all__ = ["ARTIFACT", "DIGEST", "IDENTITY", "ISSUER", "OTHER", "MEDIA_TYPES", "Signed"]
