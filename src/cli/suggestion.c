#include "suggestion.h"
#include <stdbool.h>
#include <string.h>

/* The longest name that is compared; no command and no option is longer. */
enum { LETTERS_MOST = 31, DISTANCE_MOST = 2, LETTERS_PER_MISTAKE = 3, PREFIX_LEAST = 2 };

static size_t least(size_t a, size_t b, size_t c)
{
	size_t ab = a < b ? a : b;

	return ab < c ? ab : c;
}

/* Optimal string alignment distance; both names have LETTERS_MOST letters at most. */
static size_t distance_of(const char *a, size_t a_size, const char *b, size_t b_size)
{
	unsigned char cost[LETTERS_MOST + 1][LETTERS_MOST + 1];

	for (size_t i = 0; i <= a_size; i++)
		cost[i][0] = (unsigned char)i;
	for (size_t j = 0; j <= b_size; j++)
		cost[0][j] = (unsigned char)j;
	for (size_t i = 1; i <= a_size; i++)
		for (size_t j = 1; j <= b_size; j++) {
			size_t best = least(cost[i - 1][j] + 1U, cost[i][j - 1] + 1U,
					    cost[i - 1][j - 1] + (a[i - 1] != b[j - 1] ? 1U : 0U));

			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				best = least(best, cost[i - 2][j - 2] + 1U, best);
			cost[i][j] = (unsigned char)best;
		}
	return cost[a_size][b_size];
}

struct suggestion suggestion_for(const char *typed)
{
	size_t mistakes = strlen(typed) / LETTERS_PER_MISTAKE;

	return (struct suggestion){
		.typed = typed,
		.distance = (mistakes < DISTANCE_MOST ? mistakes : DISTANCE_MOST) + 1,
	};
}

void suggestion_try(struct suggestion *suggestion, const char *name)
{
	size_t typed_size = strlen(suggestion->typed);
	size_t name_size = strlen(name);

	if (typed_size > LETTERS_MOST || name_size > LETTERS_MOST)
		return;
	bool begins =
	    typed_size >= PREFIX_LEAST && strncmp(name, suggestion->typed, typed_size) == 0;
	size_t distance = begins ? 1 : distance_of(suggestion->typed, typed_size, name, name_size);

	if (distance >= suggestion->distance)
		return;
	suggestion->best = name;
	suggestion->distance = distance;
}
