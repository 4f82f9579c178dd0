/* positions.h - the files that a graph was read from, as one range of addresses.
 *
 * Text that knows where it came from (mapped_text.h) has one number for each letter. Letters
 * of a build's argument stand in one file and are used in another, so each file has a
 * stretch of addresses of its own: the origin of its byte i is base + i.
 */
#ifndef DIGESTBUMP_SRC_GRAPH_POSITIONS_H
#define DIGESTBUMP_SRC_GRAPH_POSITIONS_H

#include <digestbump/base/own.h>
#include <digestbump/syntax/mapped_text.h>

struct positions;

struct position {
	size_t tree;
	const char *path; /* borrowed from the positions */
	unsigned line;    /* from 1 */
};

struct positions *positions_new(void) MUST_CHECK; /* gives an empty set */
void positions_free(struct positions *positions); /* NULL is fine */
DEFINE_OWNED(positions)

/* Adds a file; *base is the address of its first byte. Copies path; keeps where its lines
 * begin and none of its bytes. False when all files so far have GRAPH_BYTES_MOST. */
bool positions_add(uint32_t *base, struct positions *positions, size_t tree, const char *path,
		   struct slice bytes);

/* Sets *out to where the byte stands; false when it is none of a file's. */
bool positions_find(struct position *out, const struct positions *positions, uint32_t address);

#endif
