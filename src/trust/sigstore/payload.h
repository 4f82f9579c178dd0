/* payload.h - cosign's simple signing payload (SIGNATURE_SPEC.md). */
#ifndef DIGESTBUMP_SRC_TRUST_SIGSTORE_PAYLOAD_H
#define DIGESTBUMP_SRC_TRUST_SIGSTORE_PAYLOAD_H

#include <digestbump/trust/sigstore.h>

/* NULL when the payload is a signature of the image `digest`; fills in reference and
 * annotations. Names of members are taken in their one spelling. */
struct error *payload_verify(struct evidence *out, struct slice payload, const char *digest)
    MUST_CHECK;

#endif
