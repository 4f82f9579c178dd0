/* dsse.h - the Dead Simple Signing Envelope, protocol 1.0. */
#ifndef DIGESTBUMP_SRC_TRUST_SIGSTORE_DSSE_H
#define DIGESTBUMP_SRC_TRUST_SIGSTORE_DSSE_H

#include "encoding.h"
#include "material.h"

/* Fills in kind, payload and signature from an envelope: in-toto's payload type, and
 * exactly one signature. ERROR_SYNTAX, ERROR_UNSUPPORTED. */
struct error *dsse_parse(struct signature_material *out, const struct json_t *envelope) MUST_CHECK;

/* Adds what is signed, the pre-authentication encoding of the payload. */
void dsse_pae(struct text *out, struct slice payload);

#endif
