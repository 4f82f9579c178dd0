/* text.h - bytes: a borrowed slice, and a growing buffer with a limit.
 *
 * Does not convert encodings: bytes are kept unchanged.
 */
#ifndef DIGESTBUMP_BASE_TEXT_H
#define DIGESTBUMP_BASE_TEXT_H

#include <digestbump/base/error.h>
#include <stdbool.h>
#include <stddef.h>

/* Borrowed bytes. Not NUL-terminated. */
struct slice {
	const char *at;
	size_t size;
};

/* A range of a file, in bytes. length 0: none. */
struct range {
	size_t at;
	size_t length;
};

struct slice slice_of(const char *string); /* NULL gives an empty slice */
bool slice_is(struct slice slice, const char *string);
bool slice_starts(struct slice slice, const char *prefix); /* with prefix */
bool slice_ends(struct slice slice, const char *suffix);   /* with suffix */
bool slice_is_one_of(struct slice slice,
		     const char *const *strings);       /* up to a NULL; may be NULL */
struct slice slice_tail(struct slice slice, size_t at); /* from `at` to the end */

/* True when `needle` occurs; *at (may be NULL) is its first position. */
bool slice_find(size_t *at, struct slice slice, const char *needle);

/* True when both strings are equal or both are NULL. */
bool string_is(const char *a, const char *b);

/* Negative, 0 or positive, as memcmp(); a prefix is less than the longer slice. */
int slice_compare(struct slice a, struct slice b);

/* Sets *line to the next line without its "\n" (a "\r" stays) and moves *rest past
 * it. False at the end. A last line without "\n" counts as a line. */
bool slice_line(struct slice *line, struct slice *rest);

/* Gives the slice without blanks, tabs, "\r" and "\n" at both ends. Borrowed. */
struct slice slice_trim(struct slice slice);

/* Length in bytes of the UTF-8 character at the start (RFC 3629); 0: invalid UTF-8. */
size_t slice_character(struct slice slice);

/* Gives the slice as a string. */
char *slice_copy(struct slice slice) MUST_CHECK;

/* A growing buffer, NUL-terminated after `size` bytes once something was added.
 * Never grows over `most` bytes: further bytes are dropped and `over` is set. */
struct text {
	char *bytes;
	size_t size;
	size_t room;
	size_t most; /* 0: no limit, for texts that the program itself makes */
	bool over;
};

/* Gives an empty buffer on the heap. */
struct text *text_new(size_t most) MUST_CHECK;
void text_free(struct text *text); /* NULL is fine */
DEFINE_OWNED(text)

/* Frees the buffer and empties the text; it can be used again. */
void text_clear(struct text *text);

void text_add(struct text *text, const char *bytes, size_t size); /* copies the bytes */
void text_add_string(struct text *text, const char *string);      /* without its NUL */
void text_add_format(struct text *text, const char *format, ...) FORMAT_AT(2, 3); /* as printf() */

/* Removes the bytes but keeps the allocation: for a buffer that is used again. */
void text_empty(struct text *text);

/* For bytes that another function writes, such as read(2): reserves room for `size`
 * more bytes and gives a pointer to it, borrowed; call text_grow() with the number
 * written. `most` is not checked here: the caller enforces its own limit. */
char *text_reserve(struct text *text, size_t size) MUST_CHECK;
void text_grow(struct text *text, size_t size); /* `size` bytes were written at text_reserve() */

/* Adds the bytes with terminal control characters (C0 except "\t", DEL, C1) and
 * invalid UTF-8 escaped as \xNN: for text from external sources. */
void text_add_safe(struct text *text, struct slice slice);

/* Gives the string that `text` holds ("" when it is empty). Takes text. */
char *text_take(struct text *text) MUST_CHECK;

/* The current bytes, borrowed until the text is changed. */
struct slice text_slice(const struct text *text);

/* Gives a copy of string with control characters escaped as text_add_safe(). */
char *text_safe(const char *string) MUST_CHECK;

/* Sets the line (from 1) and column (from 1, in bytes) of the byte at `at`. */
void text_position(unsigned *line, unsigned *column, struct slice slice, size_t at);

#endif
