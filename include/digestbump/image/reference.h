/* reference.h - registry/repository:tag@digest.
 *
 * The grammar and normalisation of distribution/reference; all rules of docker.io are
 * implemented here. The part before the first '/' is the host when it is
 * "localhost" or contains '.', ':' or an upper-case letter; otherwise the host is
 * docker.io, and a single name is in library/. index.docker.io and
 * registry-1.docker.io are aliases of docker.io.
 */
#ifndef DIGESTBUMP_IMAGE_REFERENCE_H
#define DIGESTBUMP_IMAGE_REFERENCE_H

#include <digestbump/base/error.h>
#include <digestbump/base/text.h>
#include <stdbool.h>

/* A normalised reference. Owns its strings. */
struct reference {
	char *host;       /* "docker.io", "localhost:5000", "[::1]:5000"; lower case */
	char *repository; /* "library/alpine" */
	char *name;       /* host '/' repository: "docker.io/library/alpine" */
	char *tag;        /* NULL: none is written */
	char *digest;     /* NULL: none is written */

	/* Positions of the parts in the parsed text. length 0: not written. */
	struct range written_name;
	struct range written_tag;
	struct range written_digest;
};

/* Parses the whole text as a reference. ERROR_SYNTAX says which part is wrong
 * and why; a digest of an algorithm other than sha256 or sha512 is
 * ERROR_UNSUPPORTED. Never longer than REFERENCE_BYTES_MOST. */
struct error *reference_parse(struct reference **out, struct slice text) MUST_CHECK;

/* True when only the part after '@' keeps text from being a reference, and that part
 * was meant as a digest: "a@sha256:<digest>" is such a text, "1@kafka:9093" and
 * "cat@2x" are not. */
bool reference_has_broken_digest(struct slice text);

/* True when the text is a valid tag. */
bool tag_is_valid(const char *tag);

/* Gives a copy. */
struct reference *reference_copy(const struct reference *from) MUST_CHECK;

void reference_free(struct reference *reference); /* NULL is fine */
DEFINE_OWNED(reference)

/* Gives "name:tag@digest" with the parts that are set. */
char *reference_text(const struct reference *reference) MUST_CHECK;

/* True when the host speaks plain http unless configured otherwise:
 * localhost, *.localhost, 127.0.0.0/8 and [::1], with or without a port.
 * Parsed as an address, not compared as text: 127.0.0.1.example.com is not loopback. */
bool host_is_loopback(const char *host);

/* The host of a registry's API: "registry-1.docker.io" for docker.io, else host.
 * Borrowed. */
const char *host_endpoint(const char *host);

#endif
