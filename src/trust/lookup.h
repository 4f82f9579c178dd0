/* lookup.h - everything that lies beside one image and may be a signature of it. */
#ifndef DIGESTBUMP_SRC_TRUST_LOOKUP_H
#define DIGESTBUMP_SRC_TRUST_LOOKUP_H

#include <digestbump/http/http.h>
#include <digestbump/registry/registry.h>
#include <stdbool.h>

struct lookup {
	char *host; /* where signatures lie */
	char *repository;
	char *digest; /* of the image */
	bool with_attestations;

	struct raw_signatures found;
	struct strings reasons; /* what was left out, and why */
	struct error *error;    /* what could not be read, the first; NULL: all was */
	bool is_done;
};

/* Gives a lookup that nobody has done. */
struct lookup *lookup_new(const char *host, const char *repository, const char *digest) MUST_CHECK;
void lookup_free(struct lookup *lookup); /* NULL is fine */

/* Does it: asks the registry, from http_run(), or takes what stands among the answers (NULL:
 * none). */
void lookup_start(struct lookup *lookup, struct registry *registry, struct answers *answers);

/* Keeps what was found among the answers, when all could be read. */
void lookup_keep(const struct lookup *lookup, struct answers *answers);

#endif
