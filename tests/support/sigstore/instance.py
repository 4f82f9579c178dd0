"""A sigstore instance of our own: certificate authority, certificate log, transparency logs
(Rekor v1 and v2) and time-stamp authority, and signatures that they vouch for.

Everything is made in memory, with keys of the moment. What a function makes is right unless its
arguments say what is to be wrong with it.
"""
import base64
import datetime
import hashlib
import json
import struct

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

import der

UTC = datetime.timezone.utc
T0 = datetime.datetime(2026, 1, 2, 3, 4, 5)
MINUTE = datetime.timedelta(minutes=1)
DAY = datetime.timedelta(days=1)
IDENTITY = "https://github.com/ours/images/.github/workflows/release.yml@refs/heads/main"
ISSUER = "https://token.actions.githubusercontent.com"
FULCIO = "1.3.6.1.4.1.57264.1."


def b64(data):
    return base64.b64encode(data).decode()


def sha256(data):
    return hashlib.sha256(data).digest()


def seconds(when):
    return int(when.replace(tzinfo=UTC).timestamp())


def rfc3339(when):
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")


def canonical(value):
    """RFC 8785, for what stands here: ASCII texts and small numbers."""
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


# ---- keys ----

CURVES = {"p256": ec.SECP256R1, "p384": ec.SECP384R1, "p521": ec.SECP521R1, "k256": ec.SECP256K1}
HASHES = {"sha256": hashes.SHA256, "sha384": hashes.SHA384, "sha512": hashes.SHA512}
OWN_HASH = {"p256": "sha256", "p384": "sha384", "p521": "sha512", "k256": "sha256"}
KEY_DETAILS = {
    ("p256", "sha256"): "PKIX_ECDSA_P256_SHA_256", ("p384", "sha384"): "PKIX_ECDSA_P384_SHA_384",
    ("p384", "sha256"): "PKIX_ECDSA_P384_SHA_256", ("p521", "sha512"): "PKIX_ECDSA_P521_SHA_512",
    ("rsa2048", "sha256"): "PKIX_RSA_PKCS1V15_2048_SHA256",
    ("rsa4096", "sha256"): "PKIX_RSA_PKCS1V15_4096_SHA256",
    ("ed25519", "sha256"): "PKIX_ED25519",
}
HASH_NAMES = {"sha256": "SHA2_256", "sha384": "SHA2_384", "sha512": "SHA2_512"}


class Key:
    """A private key of a kind: p256 p384 p521 k256 ed25519 rsa1024 rsa2048 ..."""

    def __init__(self, kind="p256"):
        self.kind = kind
        if kind == "ed25519":
            self.private = ed25519.Ed25519PrivateKey.generate()
        elif kind.startswith("rsa"):
            self.private = rsa.generate_private_key(65537, int(kind[3:]))
        else:
            self.private = ec.generate_private_key(CURVES[kind]())
        self.public = self.private.public_key()
        self.hash = OWN_HASH.get(kind, "sha256")

    def sign(self, message, hash=None):
        method = HASHES[hash or self.hash]()
        if self.kind == "ed25519":
            return self.private.sign(message)
        if self.kind.startswith("rsa"):
            return self.private.sign(message, padding.PKCS1v15(), method)
        return self.private.sign(message, ec.ECDSA(method))

    def spki(self):
        return self.public.public_bytes(serialization.Encoding.DER,
                                        serialization.PublicFormat.SubjectPublicKeyInfo)

    def pem(self):
        return self.public.public_bytes(serialization.Encoding.PEM,
                                        serialization.PublicFormat.SubjectPublicKeyInfo)

    def private_pem(self):
        return self.private.private_bytes(serialization.Encoding.PEM,
                                          serialization.PrivateFormat.PKCS8,
                                          serialization.NoEncryption())

    def raw(self):
        return self.public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)

    def details(self, hash=None):
        return KEY_DETAILS.get((self.kind, hash or self.hash), "PKIX_ECDSA_P256_SHA_256")


# ---- certificates ----

def name(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)] if text else [])


def cert_der(certificate):
    return certificate.public_bytes(serialization.Encoding.DER)


def cert_pem(certificate):
    return certificate.public_bytes(serialization.Encoding.PEM)


def key_usage(**which):
    names = ["digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
             "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"]
    return x509.KeyUsage(**{n: which.get(n, False) for n in names})


def authority(subject, key, issuer=None, issuer_key=None, start=T0 - 400 * DAY, end=T0 + 400 * DAY,
              usages=None):
    builder = (x509.CertificateBuilder().subject_name(name(subject))
               .issuer_name(issuer.subject if issuer else name(subject))
               .public_key(key.public).serial_number(x509.random_serial_number())
               .not_valid_before(start).not_valid_after(end)
               .add_extension(x509.BasicConstraints(True, None), True)
               .add_extension(key_usage(key_cert_sign=True, crl_sign=True), True)
               .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public), False))
    if issuer:
        builder = builder.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(
            (issuer_key or key).public), False)
    if usages:
        builder = builder.add_extension(x509.ExtendedKeyUsage(usages), False)
    signer = issuer_key or key
    return builder.sign(signer.private, HASHES[signer.hash]())


def sct(log, timestamp_ms, issuer_key, tbs, extensions=b"", broken=False, version=0):
    """One signed certificate timestamp (RFC 6962 section 3.2), as TLS has it."""
    message = (b"\x00\x00" + struct.pack(">QH", timestamp_ms, 1) + sha256(issuer_key.spki())
               + len(tbs).to_bytes(3, "big") + tbs + struct.pack(">H", len(extensions)) + extensions)
    signature = log.key.sign(message)
    if broken:
        signature = log.key.sign(message + b"x")
    one = (bytes([version]) + log.id + struct.pack(">QH", timestamp_ms, len(extensions)) + extensions
           + b"\x04" + (b"\x01" if log.key.kind.startswith("rsa") else b"\x03")
           + struct.pack(">H", len(signature)) + signature)
    return struct.pack(">H", len(one)) + one


# ---- Merkle trees, RFC 9162 section 2.1 ----

def node(left, right):
    return sha256(b"\x01" + left + right)


def split(count):
    half = 1
    while half * 2 < count:
        half *= 2
    return half


def tree_root(leaves):
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0])
    half = split(len(leaves))
    return node(tree_root(leaves[:half]), tree_root(leaves[half:]))


def tree_path(leaves, index):
    if len(leaves) == 1:
        return []
    half = split(len(leaves))
    if index < half:
        return tree_path(leaves[:half], index) + [tree_root(leaves[half:])]
    return tree_path(leaves[half:], index - half) + [tree_root(leaves[:half])]


# ---- logs ----

class Log:
    """A transparency log, or a log of certificates."""

    def __init__(self, host, kind="p256", start=T0 - 100 * DAY, end=None):
        self.host, self.key, self.start, self.end = host, Key(kind), start, end
        self.id = (sha256(host.encode() + b"\n\x01" + self.key.raw()) if kind == "ed25519"
                   else sha256(self.key.spki()))

    def entry(self):
        window = {"start": rfc3339(self.start)}
        if self.end:
            window["end"] = rfc3339(self.end)
        return {"baseUrl": "https://" + self.host, "hashAlgorithm": "SHA2_256",
                "publicKey": {"rawBytes": b64(self.key.spki()), "keyDetails": self.key.details(),
                              "validFor": window},
                "logId": {"keyId": b64(self.id)}}

    def line(self, text, name=None, hint=None, key=None):
        signature = (key or self.key).sign(text.encode())
        return "\u2014 %s %s\n" % (name or self.host, b64((hint or self.id[:4]) + signature))

    def checkpoint(self, size, root, origin=None, lines=None, extension=""):
        text = "%s\n%d\n%s\n%s" % (origin or self.host, size, b64(root), extension)
        return text + "\n" + (self.line(text) if lines is None else lines(text))


# ---- time stamps, RFC 3161 ----

DIGEST_OIDS = {"sha1": "1.3.14.3.2.26", "sha256": "2.16.840.1.101.3.4.2.1",
               "sha384": "2.16.840.1.101.3.4.2.2", "sha512": "2.16.840.1.101.3.4.2.3"}


class TimestampAuthority:
    def __init__(self, subject="tsa", start=T0 - 50 * DAY, end=None, leaf_end=T0 + 300 * DAY,
                 usages=(ExtendedKeyUsageOID.TIME_STAMPING,), critical=True):
        self.start, self.end = start, end
        self.root_key, self.key = Key("p384"), Key("p256")
        self.root = authority(subject + " root", self.root_key)
        builder = (x509.CertificateBuilder().subject_name(name(subject)).issuer_name(self.root.subject)
                   .public_key(self.key.public).serial_number(x509.random_serial_number())
                   .not_valid_before(T0 - 300 * DAY).not_valid_after(leaf_end)
                   .add_extension(key_usage(digital_signature=True), True)
                   .add_extension(x509.BasicConstraints(False, None), True)
                   .add_extension(x509.SubjectKeyIdentifier.from_public_key(self.key.public), False)
                   .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(
                       self.root_key.public), False))
        if usages:
            builder = builder.add_extension(x509.ExtendedKeyUsage(list(usages)), critical)
        self.leaf = builder.sign(self.root_key.private, hashes.SHA384())

    def entry(self, chain=None):
        window = {"start": rfc3339(self.start)}
        if self.end:
            window["end"] = rfc3339(self.end)
        return {"uri": "https://tsa.test", "validFor": window, "certChain": {"certificates": [
            {"rawBytes": b64(cert_der(c))} for c in (chain or [self.leaf, self.root])]}}

    def stamp(self, signature, when=T0, hash="sha256", embed=False, status=0, broken=False,
              version=1):
        imprint = hashlib.new(hash, signature).digest()
        info = der.sequence(
            der.integer(version), der.oid("1.3.6.1.4.1.57264.2"),
            der.sequence(der.sequence(der.oid(DIGEST_OIDS[hash]), der.null()), der.octets(imprint)),
            der.integer(int.from_bytes(sha256(signature)[:8], "big")), der.generalized_time(when))
        content_type = der.oid("1.2.840.113549.1.9.16.1.4")
        certificate_hash = sha256(cert_der(self.leaf))
        attributes = [
            der.sequence(der.oid("1.2.840.113549.1.9.3"), der.set_of(content_type)),
            der.sequence(der.oid("1.2.840.113549.1.9.4"), der.set_of(der.octets(sha256(info)))),
            der.sequence(der.oid("1.2.840.113549.1.9.16.2.47"), der.set_of(
                der.sequence(der.sequence(der.sequence(der.octets(certificate_hash)))))),
        ]
        signed = der.set_of(*attributes)
        value = self.key.sign(signed + (b"x" if broken else b""))
        algorithm = der.sequence(der.oid(DIGEST_OIDS["sha256"]))
        signer = der.sequence(
            der.integer(1),
            der.sequence(self.leaf.issuer.public_bytes(), der.integer(self.leaf.serial_number)),
            algorithm, b"\xa0" + signed[1:], der.sequence(der.oid("1.2.840.10045.4.3.2")),
            der.octets(value))
        embedded = der.explicit(0, cert_der(self.leaf)) if embed else b""
        data = der.sequence(
            der.integer(3), der.set_of(algorithm),
            der.sequence(content_type, der.explicit(0, der.octets(info))), embedded,
            der.set_of(signer))
        token = der.sequence(der.oid("1.2.840.113549.1.7.2"), der.explicit(0, data))
        return der.sequence(der.sequence(der.integer(status)), token)


# ---- the instance ----

class Instance:
    def __init__(self):
        self.root_key, self.ca_key = Key("p384"), Key("p384")
        self.root = authority("root", self.root_key)
        self.ca = authority("intermediate", self.ca_key, self.root, self.root_key,
                            usages=[ExtendedKeyUsageOID.CODE_SIGNING])
        self.ca_start, self.ca_end = T0 - 90 * DAY, None
        self.ctlog = Log("ct.test")
        self.v1 = Log("rekor.test")
        self.v2 = Log("log2026.rekor.test", "ed25519")
        self.tsa = TimestampAuthority()

    def trusted_root(self, **replace):
        window = {"start": rfc3339(self.ca_start)}
        if self.ca_end:
            window["end"] = rfc3339(self.ca_end)
        root = {
            "mediaType": "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
            "tlogs": [self.v1.entry(), self.v2.entry()],
            "certificateAuthorities": [{
                "uri": "https://fulcio.test", "validFor": window,
                "subject": {"organization": "test", "commonName": "test"},
                "certChain": {"certificates": [{"rawBytes": b64(cert_der(c))}
                                               for c in (self.ca, self.root)]}}],
            "ctlogs": [self.ctlog.entry()],
            "timestampAuthorities": [self.tsa.entry()],
        }
        root.update(replace)
        return root

    def leaf(self, key, identity=IDENTITY, issuer=ISSUER, start=T0 - 5 * MINUTE, end=T0 + 5 * MINUTE,
             usages=(ExtendedKeyUsageOID.CODE_SIGNING,), usage=None, names=None, critical=True,
             is_ca=False, issuer_old=True, issuer_new=True, extensions=None, scts=None, subject="",
             ca=None, ca_key=None):
        """A certificate as Fulcio issues them. `scts` makes the list from the TBS; None: one,
        of the instance's log; False: no extension at all."""
        ca, ca_key = ca or self.ca, ca_key or self.ca_key
        if names is None:
            kind = x509.RFC822Name if "@" in identity and "://" not in identity \
                else x509.UniformResourceIdentifier
            names = [kind(identity)]
        builder = (x509.CertificateBuilder().subject_name(name(subject)).issuer_name(ca.subject)
                   .public_key(key.public).serial_number(x509.random_serial_number())
                   .not_valid_before(start).not_valid_after(end)
                   .add_extension(usage or key_usage(digital_signature=True), True)
                   .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public), False)
                   .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(
                       ca_key.public), False))
        if usages:
            builder = builder.add_extension(x509.ExtendedKeyUsage(list(usages)), False)
        if names:
            builder = builder.add_extension(x509.SubjectAlternativeName(names), critical)
        if is_ca:
            builder = builder.add_extension(x509.BasicConstraints(True, None), True)
        fulcio = {}
        if issuer_old:
            fulcio["1"] = (issuer if issuer_old is True else issuer_old).encode()
        if issuer_new:
            fulcio["8"] = der.utf8(issuer if issuer_new is True else issuer_new)
        fulcio.update(extensions or {})
        for number, value in fulcio.items():
            builder = builder.add_extension(
                x509.UnrecognizedExtension(x509.ObjectIdentifier(FULCIO + number), value), False)
        method = HASHES[ca_key.hash]()
        if scts is False:
            return builder.sign(ca_key.private, method)
        tbs = builder.sign(ca_key.private, method).tbs_certificate_bytes
        items = (scts or self.sct_list)(tbs)
        value = der.octets(struct.pack(">H", len(items)) + items)
        return builder.add_extension(x509.UnrecognizedExtension(
            x509.ObjectIdentifier("1.3.6.1.4.1.11129.2.4.2"), value), False).sign(ca_key.private, method)

    def sct_list(self, tbs):
        return sct(self.ctlog, seconds(T0) * 1000, self.ca_key, tbs)


# ---- entries ----

def body_v1(kind, signed, verifier_pem, signature, payload, hash="sha256"):
    """The canonicalized body of a Rekor v1 entry. `signed` is what was signed."""
    if kind == "hashedrekord":
        return {"apiVersion": "0.0.1", "kind": kind, "spec": {
            "data": {"hash": {"algorithm": hash, "value": hashlib.new(hash, signed).hexdigest()}},
            "signature": {"content": b64(signature), "publicKey": {"content": b64(verifier_pem)}}}}
    digest = {"algorithm": "sha256", "value": sha256(payload).hex()}
    if kind == "dsse":
        return {"apiVersion": "0.0.1", "kind": kind, "spec": {
            "envelopeHash": digest, "payloadHash": digest,
            "signatures": [{"signature": b64(signature), "verifier": b64(verifier_pem)}]}}
    return {"apiVersion": "0.0.2", "kind": "intoto", "spec": {"content": {
        "envelope": {"payloadType": "application/vnd.in-toto+json", "signatures": [
            {"publicKey": b64(verifier_pem), "sig": b64(b64(signature).encode())}]},
        "hash": digest, "payloadHash": digest}}}


def body_v2(key, hash, signed, signature, certificate):
    verifier = ({"x509Certificate": {"rawBytes": b64(cert_der(certificate))}} if certificate
                else {"publicKey": {"rawBytes": b64(key.spki())}})
    verifier["keyDetails"] = key.details(hash)
    return {"apiVersion": "0.0.2", "kind": "hashedrekord", "spec": {"hashedRekordV002": {
        "data": {"algorithm": HASH_NAMES[hash], "digest": b64(hashlib.new(hash, signed).digest())},
        "signature": {"content": b64(signature), "verifier": verifier}}}}


def promise(log, body, when, index, log_id=None):
    return log.key.sign(canonical({"body": b64(body), "integratedTime": seconds(when),
                                   "logID": (log_id or log.id).hex(), "logIndex": index}))


def entry(log, body, when=T0, index=3, size=7, is_v2=False, checkpoint=None, has_promise=True,
          has_proof=True):
    """A bundle's tlogEntry: the body as leaf `index` of a tree of `size` leaves."""
    raw = canonical(body)
    leaves = [b"leaf %d" % i for i in range(size)]
    leaves[index] = raw
    root = tree_root(leaves)
    origin = log.host if is_v2 else log.host + " - 1234567890"
    note = (checkpoint or (lambda size, root: log.checkpoint(size, root, origin)))(size, root)
    out = {"logIndex": str(index if is_v2 else index + 1000), "logId": {"keyId": b64(log.id)},
           "kindVersion": {"kind": body["kind"], "version": body["apiVersion"]},
           "canonicalizedBody": b64(raw)}
    if has_proof:
        out["inclusionProof"] = {"logIndex": str(index), "treeSize": str(size), "rootHash": b64(root),
                                 "hashes": [b64(h) for h in tree_path(leaves, index)],
                                 "checkpoint": {"envelope": note}}
    if not is_v2:
        out["integratedTime"] = str(seconds(when))
        if has_promise:
            out["inclusionPromise"] = {
                "signedEntryTimestamp": b64(promise(log, raw, when, index + 1000))}
    return out


# ---- what is signed ----

def pae(payload, kind="application/vnd.in-toto+json"):
    return b"DSSEv1 %d %s %d %s" % (len(kind), kind.encode(), len(payload), payload)


def statement(digest, predicate_type="https://sigstore.dev/cosign/sign/v1", predicate=None,
              type="https://in-toto.io/Statement/v1", subjects=None, **more):
    out = {"_type": type, "predicateType": predicate_type, "predicate": predicate or {},
           "subject": subjects if subjects is not None else
           [{"name": "image", "digest": {"sha256": digest.split(":")[1]}}]}
    out.update(more)
    return json.dumps(out).encode()


def simple_signing(digest, reference="registry.test/app", optional=None,
                   type="cosign container image signature"):
    return json.dumps({"critical": {"identity": {"docker-reference": reference},
                                    "image": {"docker-manifest-digest": digest}, "type": type},
                       "optional": optional}).encode()
