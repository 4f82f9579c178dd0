/* suggestion.h - "did you mean": the name nearest to a mistyped one. */
#ifndef DIGESTBUMP_SRC_CLI_SUGGESTION_H
#define DIGESTBUMP_SRC_CLI_SUGGESTION_H

#include <stddef.h>

struct suggestion {
	const char *typed; /* borrowed */
	const char *best;  /* the nearest so far, borrowed; NULL: none is near enough */
	size_t distance;   /* of best; without one, the first distance that is too far */
};

/* Starts a search. */
struct suggestion suggestion_for(const char *typed);

/* Tries one name. It is near when it differs by insertions, deletions, replacements or
 * swaps of at most a third of the letters (two at most), or when `typed` is a prefix of it. */
void suggestion_try(struct suggestion *suggestion, const char *name);

#endif
