/* certificate.h - X.509 certificates, as Fulcio issues them.
 *
 * RFC 5280 for the path, at a time that was proved and never now; Fulcio's
 * oid-info.md for the extensions that say who signed.
 */
#ifndef DIGESTBUMP_SRC_TRUST_SIGSTORE_CERTIFICATE_H
#define DIGESTBUMP_SRC_TRUST_SIGSTORE_CERTIFICATE_H

#include "openssl.h"
#include "trusted_root.h"

/* Gives the certificate that the DER is, all of it. */
struct error *certificate_parse(X509 **out, struct slice der) MUST_CHECK;

/* True for a certificate that is signed by its own key: a root. */
bool certificate_is_self_issued(X509 *certificate);

/* NULL when a path leads from the leaf, which may sign code, to an authority
 * of the root, and everything in it is valid at that time. *issuer is then who issued
 * the leaf; the caller owns it. ERROR_UNTRUSTED. */
struct error *certificate_verify_path(X509 **issuer, X509 *leaf, const struct sigstore_root *root,
				      int64_t time) MUST_CHECK;

/* The same for one authority; code signing is not asked for. */
struct error *certificate_verify_path_to(X509 **issuer, X509 *leaf,
					 const struct authority *authority, int64_t time)
    MUST_CHECK;

/* Fills in who signed: identity, issuer, source, ref, build_signer. */
struct error *certificate_read_identity(struct evidence *out, X509 *leaf) MUST_CHECK;

#endif
