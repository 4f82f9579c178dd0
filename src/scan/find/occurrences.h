/* occurrences.h - references of one file, gathered before they become pins.
 *
 * A digest in a variable may be met several times: it stays one pin. Pins are
 * added in file order, although a variable's place is known only when it is
 * used.
 */
#ifndef DIGESTBUMP_SRC_SCAN_FIND_OCCURRENCES_H
#define DIGESTBUMP_SRC_SCAN_FIND_OCCURRENCES_H

#include "reference_text.h"
#include <digestbump/base/map.h>

struct sighting; /* a pin or a skip that is due */

struct sightings {
	struct sighting **items;
	size_t count;
	struct map *by_place; /* key of the place -> struct sighting; borrowed values */
};

/* Where and how a reference is used. */
struct use_of_image {
	enum pin_kind kind;
	struct range line;    /* the instruction, in the file: outside of it, the kind is PIN_ARG */
	const char *platform; /* NULL: none is asked for */
	bool lesser;          /* nothing is added to what was met in the same place before */
};

/* Adds a reference. Takes what `written` holds. A digest in pieces is a skip; one met
 * before is shared when it serves another image there. */
void sightings_add(struct sightings *sightings, struct written *written,
		   const struct use_of_image *use);

/* Adds a skip at the byte `at` of the file, once per place and code; code must be static. */
void sightings_skip(struct sightings *sightings, size_t at, const char *code, const char *reason);

/* Adds the pins and skips to the file's, in file order. */
void sightings_tell(const struct sightings *sightings, const struct scan_file *file,
		    const struct format *format);
void sightings_clear(struct sightings *sightings);

#endif
