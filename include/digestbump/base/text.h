/* text.h - bytes: a borrowed stretch of them, and a buffer with a ceiling.
 *
 * Knows nothing of encodings; what is written here is what was read.
 */
#ifndef DIGESTBUMP_BASE_TEXT_H
#define DIGESTBUMP_BASE_TEXT_H

#include <digestbump/base/error.h>
#include <stdbool.h>
#include <stddef.h>

/* Bytes that somebody else owns. Not NUL-terminated. */
struct slice {
	const char *at;
	size_t size;
};

/* A place in a file, in bytes. length 0: nowhere. */
struct range {
	size_t at;
	size_t length;
};

struct slice slice_of(const char *string); /* NULL gives an empty slice */
bool slice_is(struct slice slice, const char *string);
bool slice_starts(struct slice slice, const char *prefix);
bool slice_ends(struct slice slice, const char *suffix);
bool slice_is_one_of(struct slice slice,
		     const char *const *strings);       /* up to a NULL; may be NULL */
struct slice slice_tail(struct slice slice, size_t at); /* from `at` to the end */

/* True when `needle` occurs; *at (may be NULL) is where first. */
bool slice_find(size_t *at, struct slice slice, const char *needle);

/* True for the same letters, and for NULL and NULL. */
bool string_is(const char *a, const char *b);

/* Below 0, 0, above 0, as memcmp() has it; a beginning is below what it begins. */
int slice_compare(struct slice a, struct slice b);

/* The next line without its "\n" (a "\r" stays), or false at the end. Moves
 * *rest past it. A last line without "\n" counts. */
bool slice_line(struct slice *line, struct slice *rest);

/* Without blanks and tabs, "\r" and "\n" at both ends. */
struct slice slice_trim(struct slice slice);

/* Bytes of the UTF-8 character at the start (RFC 3629), 0 when it is none. */
size_t slice_character(struct slice slice);

/* Gives the slice as a string. */
char *slice_copy(struct slice slice) MUST_CHECK;

/* A growing buffer; always NUL-terminated behind `size` bytes once something
 * was added. Never grows over `most`: what would is dropped and `over` set. */
struct text {
	char *bytes;
	size_t size;
	size_t room;
	size_t most; /* 0: no ceiling, for texts this program makes itself */
	bool over;
};

/* Gives an empty buffer on the heap. */
struct text *text_new(size_t most) MUST_CHECK;
void text_free(struct text *text); /* NULL is fine */
DEFINE_OWNED(text)

/* Gives its room back and is as new. */
void text_clear(struct text *text);

void text_add(struct text *text, const char *bytes, size_t size);
void text_add_string(struct text *text, const char *string);
void text_add_format(struct text *text, const char *format, ...) FORMAT_AT(2, 3);

/* Forgets the bytes and keeps the room: for a buffer that is used again. */
void text_empty(struct text *text);

/* For bytes that somebody else writes, read(2) for one: makes room for `size`
 * more and says where they go; text_grow() says how many came. The ceiling
 * does not count here: the caller keeps to its own. */
char *text_reserve(struct text *text, size_t size) MUST_CHECK;
void text_grow(struct text *text, size_t size);

/* Adds the bytes with what would move a terminal (C0 but "\t", DEL, C1, bytes
 * that are no UTF-8) as \xNN: for text that came from outside. */
void text_add_safe(struct text *text, struct slice slice);

/* Gives the string that `text` holds ("" when nothing was added). Takes text. */
char *text_take(struct text *text) MUST_CHECK;

/* The bytes so far, borrowed until the next call that adds. */
struct slice text_slice(const struct text *text);

/* Gives a copy of string with control characters escaped as text_add_safe(). */
char *text_safe(const char *string) MUST_CHECK;

/* The line (from 1) and column (from 1, in bytes) of the byte at `at`. */
void text_position(unsigned *line, unsigned *column, struct slice slice, size_t at);

#endif
