/* digest.h - content digests: "sha256:" and 64 hex digits, or sha512 and 128.
 *
 * Strict, by the OCI image specification's "Registered algorithms"
 * (descriptor.md), not by docker's looser expression: the length is right and
 * the hex is lower case. Every external digest is checked here
 * before it is used in a URL, a file name or a file (CVE-2024-3727).
 */
#ifndef DIGESTBUMP_IMAGE_DIGEST_H
#define DIGESTBUMP_IMAGE_DIGEST_H

#include <digestbump/base/error.h>
#include <digestbump/base/text.h>
#include <stdbool.h>
#include <stddef.h>

enum {
	SHA256_HEX = 64,
	SHA512_HEX = 128,
	DIGEST_BYTES_MOST = 7 + SHA512_HEX, /* "sha512:" and the hex */
};

/* True when the whole text is a sha256 or sha512 digest in canonical form. */
bool digest_is_valid(const char *text);

/* Length in bytes of the digest at the start of `text`, 0 when there is none. A digest
 * must not be followed by a hex digit of either case: 65 digits are not a digest. */
size_t digest_length_at(struct slice text);

/* True for "algorithm:" and 32 hex digits or more, with any algorithm: the
 * grammar of distribution/reference, to distinguish an unknown algorithm from
 * a text that is not a digest. */
bool digest_names_algorithm(struct slice text);

/* True when both use the same algorithm; only then can they be compared. */
bool digest_same_algorithm(const char *a, const char *b);

/* The hex digits after the colon. Borrowed from digest. */
const char *digest_hex(const char *digest);

/* Gives the digest of the bytes by the algorithm of `like` ("sha256:..." or
 * "sha512:..."). ERROR_UNSUPPORTED: another algorithm. */
struct error *digest_of(char **out, const char *like, struct slice bytes) MUST_CHECK;

/* NULL when the bytes have this digest; ERROR_UNTRUSTED when not. */
struct error *digest_verify(const char *digest, struct slice bytes) MUST_CHECK;

/* Gives the first seven hex digits, as used in titles. */
char *digest_short(const char *digest) MUST_CHECK;

#endif
