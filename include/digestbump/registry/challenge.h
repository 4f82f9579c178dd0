/* challenge.h - parses WWW-Authenticate (RFC 9110 section 11.6.1).
 *
 * A state machine over one header line that may hold several challenges.
 * Prefers Bearer over Basic; others (Negotiate, NTLM, Digest) are ignored.
 */
#ifndef DIGESTBUMP_REGISTRY_CHALLENGE_H
#define DIGESTBUMP_REGISTRY_CHALLENGE_H

#include <digestbump/base/error.h>
#include <stdbool.h>

struct challenge {
	bool bearer;   /* else Basic */
	char *realm;   /* Bearer: URL, perhaps relative. Basic: opaque. NULL: none */
	char *service; /* NULL: none */
	char *scope;   /* NULL: none */
	char *error;   /* "insufficient_scope", "invalid_token" ...; NULL: none */
};

/* Gives the best challenge of the header lines. ERROR_SYNTAX: a line is not
 * a challenge (an unclosed quote) and no other line is usable. ERROR_UNSUPPORTED:
 * none is Bearer or Basic. */
struct error *challenge_parse(struct challenge **out, const char *const *lines, size_t count)
    MUST_CHECK;
void challenge_free(struct challenge *challenge); /* NULL is fine */
DEFINE_OWNED(challenge)

#endif
