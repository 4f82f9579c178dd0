/* digest.h - content digests: "sha256:" and 64 hex digits, or sha512 and 128.
 *
 * Strict, by the OCI image specification's "Registered algorithms"
 * (descriptor.md), not by docker's looser expression: the length is right and
 * the hex is lower case. Every digest that comes from outside passes here
 * before it gets into a URL, a file name or a file (CVE-2024-3727).
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

/* A sha256 or sha512 digest in its one right spelling, and nothing else. */
bool digest_is_valid(const char *text);

/* Bytes of the digest that `text` begins with, 0 when it begins with none. A
 * hex digit of either case behind it makes it none: 65 digits are no digest. */
size_t digest_length_at(struct slice text);

/* True for "algorithm:" and 32 hex digits or more, whatever the algorithm: the
 * loose grammar of distribution/reference, for telling an unknown algorithm
 * from a text that is no digest at all. */
bool digest_names_algorithm(struct slice text);

/* True when both are by one algorithm; only then can they be compared. */
bool digest_same_algorithm(const char *a, const char *b);

/* The hex digits behind the colon. Borrowed from digest. */
const char *digest_hex(const char *digest);

/* Gives the digest of the bytes by the algorithm of `like` ("sha256:..." or
 * "sha512:..."). ERROR_UNSUPPORTED: another algorithm. */
struct error *digest_of(char **out, const char *like, struct slice bytes) MUST_CHECK;

/* NULL when the bytes have this very digest; ERROR_UNTRUSTED when not. */
struct error *digest_verify(const char *digest, struct slice bytes) MUST_CHECK;

/* Gives the first seven hex digits: what people read in titles. */
char *digest_short(const char *digest) MUST_CHECK;

#endif
