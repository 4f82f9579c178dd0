/* statement.h - in-toto statements (v0.1 and v1), and the SLSA provenance in them. */
#ifndef DIGESTBUMP_SRC_TRUST_SIGSTORE_STATEMENT_H
#define DIGESTBUMP_SRC_TRUST_SIGSTORE_STATEMENT_H

#include <digestbump/trust/sigstore.h>

/* NULL when one of the statement's subjects is `digest`; fills in predicate_type, the
 * subject's annotations and, of SLSA provenance, builder and origin. */
struct error *statement_verify(struct evidence *out, struct slice statement, const char *digest)
    MUST_CHECK;

#endif
