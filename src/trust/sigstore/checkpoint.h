/* checkpoint.h - a log's signed word on its tree: C2SP's tlog-checkpoint, in a
 * signed note. */
#ifndef DIGESTBUMP_SRC_TRUST_SIGSTORE_CHECKPOINT_H
#define DIGESTBUMP_SRC_TRUST_SIGSTORE_CHECKPOINT_H

#include "trusted_root.h"

struct checkpoint {
	struct slice origin; /* borrowed from the note */
	uint64_t size;
	struct text root; /* its hash */
};

void checkpoint_clear(struct checkpoint *checkpoint); /* frees what it holds */

/* Reads the note without believing it. ERROR_SYNTAX, ERROR_LIMIT. Borrows note. */
struct error *checkpoint_parse(struct checkpoint *out, struct slice note) MUST_CHECK;

/* NULL when the note is signed by the log: one of its lines has the log's key hint, and
 * every line that has is right. Lines of others (witnesses) say nothing.
 * `name` (NULL: any) is whose name such a line must have. ERROR_UNTRUSTED. */
struct error *checkpoint_verify(struct slice note, const struct transparency_log *log,
				const char *name) MUST_CHECK;

#endif
