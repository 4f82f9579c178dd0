/* root.h - a sigstore instance's trusted root: whose word counts, and when it did.
 *
 * Reads "application/vnd.dev.sigstore.trustedroot+json;version=0.1": transparency
 * logs, certificate authorities, certificate transparency logs and time-stamp
 * authorities, each with the window in which its word counts (both ends
 * included). Never fetches a newer one: an old root refuses what newer logs and
 * authorities signed, it accepts nothing that it should not.
 *
 * Every log must say since when it counts, and every authority must have a
 * window. A log or authority with an algorithm that this program does not know
 * is passed over, so that a root may be ahead of the program; the signatures
 * that need it are then refused.
 */
#ifndef DIGESTBUMP_TRUST_ROOT_H
#define DIGESTBUMP_TRUST_ROOT_H

#include <digestbump/base/error.h>
#include <digestbump/base/text.h>
#include <stdint.h>

struct sigstore_root;

/* Gives the root that the bytes are (TRUSTED_ROOT_BYTES_MOST at most).
 * ERROR_SYNTAX: no trusted root, or an entry without a window or with a broken
 * key. ERROR_LIMIT. ERROR_UNSUPPORTED: another version. */
struct error *sigstore_root_parse(struct sigstore_root **out, struct slice bytes) MUST_CHECK;
void sigstore_root_free(struct sigstore_root *root); /* NULL is fine */
DEFINE_OWNED(sigstore_root)

/* Gives the root of the public instance as this program was built with it. */
struct error *sigstore_root_shipped(struct sigstore_root **out) MUST_CHECK;

/* The newest time that the root speaks of, seconds since 1970: when its last log
 * or authority began. It is at least as new as that. */
int64_t sigstore_root_date(const struct sigstore_root *root);

#endif
