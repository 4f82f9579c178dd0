/* reference.h - registry/repository:tag@digest.
 *
 * The grammar of distribution/reference and its normalisation: the only place
 * that knows docker.io's rules. Host is what is in front of the first '/' when
 * it is "localhost", holds '.' or ':' or an upper-case letter; else the image
 * is docker.io's, and a single name there is library's. index.docker.io
 * and registry-1.docker.io are docker.io.
 */
#ifndef DIGESTBUMP_IMAGE_REFERENCE_H
#define DIGESTBUMP_IMAGE_REFERENCE_H

#include <digestbump/base/error.h>
#include <digestbump/base/text.h>
#include <stdbool.h>

/* A reference, normalised. Every string is its own. */
struct reference {
	char *host;       /* "docker.io", "localhost:5000", "[::1]:5000"; lower case */
	char *repository; /* "library/alpine" */
	char *name;       /* host '/' repository: "docker.io/library/alpine" */
	char *tag;        /* NULL: none is written */
	char *digest;     /* NULL: none is written */

	/* Where the parts stand in the text that was parsed. length 0: not there. */
	struct range written_name;
	struct range written_tag;
	struct range written_digest;
};

/* Gives the reference that the whole of text is. ERROR_SYNTAX says which part
 * is wrong and why; a digest of an algorithm other than sha256 or sha512 is
 * ERROR_UNSUPPORTED. Never longer than REFERENCE_BYTES_MOST. */
struct error *reference_parse(struct reference **out, struct slice text) MUST_CHECK;

/* True when text is a reference but for what stands behind its '@', and that was
 * meant as a digest: "a@sha256:<digest>" was, "1@kafka:9093" and "cat@2x" were
 * not. */
bool reference_has_broken_digest(struct slice text);

/* True when a reference can have it for a tag. */
bool tag_is_valid(const char *tag);

/* Gives a copy. */
struct reference *reference_copy(const struct reference *from) MUST_CHECK;

void reference_free(struct reference *reference); /* NULL is fine */
DEFINE_OWNED(reference)

/* Gives "name:tag@digest" with the parts there are. */
char *reference_text(const struct reference *reference) MUST_CHECK;

/* True when the host speaks plain http unless configured otherwise:
 * localhost, *.localhost, 127.0.0.0/8 and [::1], with or without a port.
 * Parsed as an address, not compared as text: 127.0.0.1.example.com is none. */
bool host_is_loopback(const char *host);

/* Where a registry's API is: "registry-1.docker.io" for docker.io, else host.
 * Borrowed. */
const char *host_endpoint(const char *host);

#endif
