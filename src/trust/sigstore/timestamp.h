/* timestamp.h - time stamps, RFC 3161, over a signature. */
#ifndef DIGESTBUMP_SRC_TRUST_SIGSTORE_TIMESTAMP_H
#define DIGESTBUMP_SRC_TRUST_SIGSTORE_TIMESTAMP_H

#include "trusted_root.h"

/* Gives the time at which an authority of the list saw the signature. `der` is a
 * whole response. ERROR_UNTRUSTED, ERROR_SYNTAX, ERROR_UNSUPPORTED. */
struct error *timestamp_verify(int64_t *time, struct slice der, struct slice signature,
			       const struct authority_list *authorities) MUST_CHECK;

#endif
