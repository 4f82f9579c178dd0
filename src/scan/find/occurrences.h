/* occurrences.h - collect the references of one file before they become pins.
 *
 * A digest in a variable may be used several times: it is one pin. Pins are
 * added in file order, although a variable's place is known only at its
 * use.
 */
#ifndef DIGESTBUMP_SRC_SCAN_FIND_OCCURRENCES_H
#define DIGESTBUMP_SRC_SCAN_FIND_OCCURRENCES_H

#include "reference_text.h"
#include <digestbump/base/map.h>

/* Placeholder for the name of an unnamed image. */
static const char UNNAMED[] = "unnamed:";

struct occurrence; /* a future pin or skip */

struct occurrences {
	struct occurrence **items;
	size_t count;
	struct map *by_place; /* key of the place -> struct occurrence; borrowed values */
};

/* Where and how a reference is used. */
struct image_use {
	enum pin_kind kind;
	struct range line;    /* the instruction, in the file: outside of it, the kind is PIN_ARG */
	const char *platform; /* NULL: none given */
	enum pin_obstacle obstacle; /* PIN_FREE: none is known */
	bool keep_existing;         /* an earlier occurrence at the same place is not changed */
};

/* Adds a reference. Takes the contents of `parsed`. A digest in pieces is a skip; one
 * added before for another image becomes PIN_SHARED. */
void occurrences_add(struct occurrences *occurrences, struct reference_text *parsed,
		     const struct image_use *use);

/* Adds a skip at the byte `at` of the file, once per place and code; code must be static. */
void occurrences_add_skip(struct occurrences *occurrences, size_t at, const char *code,
			  const char *reason);

/* Adds the pins and skips to the file's, in file order. */
void occurrences_emit(const struct occurrences *occurrences, const struct scan_file *file,
		      const struct format *format);
void occurrences_clear(struct occurrences *occurrences); /* frees what it holds */

#endif
