/* suggestion.h - "did you mean": the name nearest to a mistyped one. */
#ifndef DIGESTBUMP_SRC_CLI_SUGGESTION_H
#define DIGESTBUMP_SRC_CLI_SUGGESTION_H

#include <stddef.h>

struct suggestion {
	const char *typed; /* borrowed */
	const char *best;  /* the nearest so far, borrowed; NULL: none is near */
	size_t distance;   /* of best; without one, what would be too far */
};

/* Begins a search. */
struct suggestion suggestion_for(const char *typed);

/* Looks at one more name. Near is what a third of the letters, at most two, being
 * inserted, left out, replaced or swapped makes of it, or what it begins. */
void suggestion_try(struct suggestion *suggestion, const char *name);

#endif
