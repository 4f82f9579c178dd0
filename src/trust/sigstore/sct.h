/* sct.h - signed certificate timestamps (RFC 6962 section 3.3), embedded in a
 * certificate: proof that it was published. */
#ifndef DIGESTBUMP_SRC_TRUST_SIGSTORE_SCT_H
#define DIGESTBUMP_SRC_TRUST_SIGSTORE_SCT_H

#include "openssl.h"
#include "trusted_root.h"

/* NULL when at least one log of the root, valid at that time, signed that it
 * has seen the certificate. ERROR_UNTRUSTED. */
struct error *sct_verify(X509 *leaf, X509 *issuer, const struct log_list *logs) MUST_CHECK;

#endif
