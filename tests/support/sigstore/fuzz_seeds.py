#!/usr/bin/python3
"""fuzz_seeds.py: writes the seeds of the targets that read signatures below tests/fuzz/corpus, and
tests/fuzz/signature_root.h, the trusted root that the property is held against.

Keys are those of the moment: run it again only when a target reads something else than before.
"""

import json
import pathlib

from instance import IDENTITY, ISSUER, Instance, Key, cert_der, simple_signing, statement
from signatures import DIGEST, Signed

FUZZ = pathlib.Path(__file__).resolve().parent.parent.parent / "fuzz"
HERE = Instance()


def seed(target, name, data):
    folder = FUZZ / "corpus" / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())


def text(value):
    return json.dumps(value)


message, envelope = Signed(HERE), Signed(HERE, "envelope")
payload, keyed = Signed(HERE, "payload"), Signed(HERE, "payload", keyed=True)
bundles = {
    "message-v1": message.bundle(), "chain-v0.1": message.bundle("0.1"),
    "envelope-v1": envelope.bundle(),
    "intoto": envelope.bundle(entries=[envelope.entry(body_kind="intoto")]),
    "message-v2": message.bundle(entries=[message.entry("v2")], stamps=[message.stamp()]),
    "envelope-v2": envelope.bundle(entries=[envelope.entry("v2")], stamps=[envelope.stamp(embed=True)]),
    "keyed": Signed(HERE, keyed=True).bundle(),
}
for name, bundle in bundles.items():
    seed("bundle", name, text(bundle))
    seed("signature_property", name, "bundle\n" + text(bundle))
classic = {"keyless": payload, "stamped": payload, "keyed": keyed, "attestation": envelope}
for name, signed in classic.items():
    notes = signed.annotations(stamps=[signed.stamp()] if name == "stamped" else [])
    document = dict(notes, blob=signed.blob().decode(), attestation=name == "attestation")
    seed("signature_property", "classic-" + name, "classic\n" + text(document))
    layer = {"mediaType": "application/vnd.dev.cosign.simplesigning.v1+json", "size": 250,
             "digest": DIGEST, "annotations": notes}
    seed("signature_manifest", name, text({
        "schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json",
        "config": {"digest": DIGEST, "size": 2}, "layers": [layer, layer], "subject": {"digest": DIGEST}}))
seed("signature_manifest", "bundle", text({
    "schemaVersion": 2, "subject": {"digest": DIGEST}, "layers": [{
        "mediaType": "application/vnd.dev.sigstore.bundle.v0.3+json", "digest": DIGEST, "size": 9}]}))
seed("trusted_root", "root", text(HERE.trusted_root()))
seed("signed_statement", "payload", simple_signing(DIGEST, optional={"env": "prod"}))
seed("signed_statement", "statement", statement(DIGEST))
seed("signed_statement", "provenance-v1", statement(DIGEST, "https://slsa.dev/provenance/v1", {
    "buildDefinition": {"resolvedDependencies": [{"uri": "git+https://x@y"}]},
    "runDetails": {"builder": {"id": "b"}}}))
seed("signed_statement", "provenance-v0.2", statement(DIGEST, "https://slsa.dev/provenance/v0.2", {
    "builder": {"id": "b"}, "invocation": {"configSource": {"uri": "u"}}}))
seed("checkpoint", "v1", HERE.v1.checkpoint(7, b"\0" * 32, extension="Timestamp: 1\n"))
seed("checkpoint", "v2", HERE.v2.checkpoint(7, b"\0" * 32))
for kind in ("hashedrekord", "dsse", "intoto"):
    signed = message if kind == "hashedrekord" else envelope
    seed("log_entry", kind, text(signed.body(body_kind=kind)))
seed("signing_certificate", "workflow", cert_der(message.certificate))
seed("signing_certificate", "mail", cert_der(HERE.leaf(Key(), "someone@ours.test")))
seed("signing_certificate", "authority", cert_der(HERE.ca))
seed("timestamp", "plain", message.stamp())
seed("timestamp", "embedded", message.stamp(embed=True, hash="sha512"))
seed("signing_key", "p256.pem", Key().pem())
seed("signing_key", "rsa.pem", Key("rsa2048").pem())
seed("signing_key", "ed25519.pem", Key("ed25519").pem())
seed("signing_key", "private.pem", Key().private_pem())


def literal(data):
    lines = [data[i:i + 72] for i in range(0, len(data), 72)]
    return "\n".join('\t"%s"' % line.replace("\\", "\\\\").replace('"', '\\"') for line in lines)


(FUZZ / "signature_root.h").write_text(f'''/* signature_root.h - what the seeds of signature_property_fuzz.c are signed by.
 * Written by tests/support/sigstore/fuzz_seeds.py. */
#ifndef DIGESTBUMP_TESTS_FUZZ_SIGNATURE_ROOT_H
#define DIGESTBUMP_TESTS_FUZZ_SIGNATURE_ROOT_H

/* clang-format off */
static const char fuzz_root[] =
{literal(text(HERE.trusted_root()))};
static const char fuzz_key[] =
{literal(keyed.key.pem().decode().replace(chr(10), "@")).replace("@", chr(92) + "n")};
static const char fuzz_digest[] =
{literal(DIGEST)};
static const char fuzz_identity[] =
{literal(IDENTITY)};
static const char fuzz_issuer[] =
{literal(ISSUER)};
/* clang-format on */

#endif
''')
