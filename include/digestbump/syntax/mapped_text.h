/* mapped_text.h - text that records where in a file each of its bytes came from.
 *
 * Continued lines are joined, quotes removed, variables replaced: the resulting
 * reference may not be in the file in one piece. With the origins, its digest
 * can still be edited in place.
 */
#ifndef DIGESTBUMP_SYNTAX_MAPPED_TEXT_H
#define DIGESTBUMP_SYNTAX_MAPPED_TEXT_H

#include <digestbump/base/text.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* An origin is the offset of a byte in the file, or one of these two, which
 * are larger than any file that is read (FILE_BYTES_MOST). */
static const uint32_t ORIGIN_NONE = UINT32_MAX;        /* not in the file: cannot be edited */
static const uint32_t ORIGIN_UNKNOWN = UINT32_MAX - 1; /* placeholder for an unknown value */

/* Bytes with their origins; borrowed. */
struct mapped_slice {
	const char *at;
	const uint32_t *from; /* the origin of each */
	size_t size;
};

/* Receives a part of a text; borrowed. */
typedef void mapped_slice_handler(void *data, struct mapped_slice mapped);

struct slice mapped_bytes(struct mapped_slice mapped); /* the bytes, without their positions */
/* `size` bytes from `at`. */
struct mapped_slice mapped_part(struct mapped_slice mapped, size_t at, size_t size);
struct mapped_slice mapped_tail(struct mapped_slice mapped, size_t at); /* from `at` to the end */

/* Without blanks of any kind (" \t\n\v\f\r") at the start, and at both ends. */
struct mapped_slice mapped_trim_start(struct mapped_slice mapped);
struct mapped_slice mapped_trim(struct mapped_slice mapped); /* without blanks at both ends */

/* Without one pair of quotes, single or double, around all of it. */
struct mapped_slice mapped_unquoted(struct mapped_slice mapped);
bool is_blank_byte(char byte); /* ' ', or '\t' to '\r' */

/* True when a byte is a placeholder for an unknown value. */
bool mapped_has_unknown(struct mapped_slice mapped);

/* Sets *out to the range in the file; false when it is not there in one piece. */
bool mapped_range(struct range *out, struct mapped_slice mapped);

/* The offset in the file of the first byte that has one, or `otherwise`. */
size_t mapped_origin(struct mapped_slice mapped, size_t otherwise);

/* A growing text of bytes. Never grows beyond `most`: further bytes are dropped and
 * `over` is set. */
struct mapped_text {
	char *bytes;
	uint32_t *from;
	size_t size;
	size_t room;
	size_t most; /* 0: no ceiling, for what is a part of a file already read */
	bool over;
};

/* Gives an empty text on the heap. */
struct mapped_text *mapped_text_new(size_t most) MUST_CHECK;

/* Gives a copy without a ceiling. */
struct mapped_text *mapped_text_copy(struct mapped_slice mapped) MUST_CHECK;

/* Gives the bytes of a whole file, each with its own offset. */
struct mapped_text *mapped_text_of_file(struct slice bytes) MUST_CHECK;
void mapped_text_free(struct mapped_text *mapped_text); /* NULL is fine */
DEFINE_OWNED(mapped_text)

void mapped_text_add(struct mapped_text *mapped_text, char byte, uint32_t from);
/* Copies bytes and positions. */
void mapped_text_append(struct mapped_text *mapped_text, struct mapped_slice mapped);

/* Adds bytes that are consecutive in the file, the first at `from`. */
void mapped_text_append_from(struct mapped_text *mapped_text, struct slice bytes, uint32_t from);

/* Adds the bytes as placeholders for an unknown value. */
void mapped_text_append_unknown(struct mapped_text *mapped_text, struct mapped_slice mapped);
void mapped_text_clear(struct mapped_text *mapped_text); /* frees what it holds */

/* The bytes so far, borrowed until the next call that adds. */
struct mapped_slice mapped_text_slice(const struct mapped_text *mapped_text);

#endif
