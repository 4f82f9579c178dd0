/* mapped_text.h - text that knows where in a file each of its bytes came from.
 *
 * Continued lines are joined, quotes vanish, variables are replaced: what a
 * reference finally reads stands nowhere in one piece. With this, its digest
 * can still be edited where it stands.
 */
#ifndef DIGESTBUMP_SYNTAX_MAPPED_TEXT_H
#define DIGESTBUMP_SYNTAX_MAPPED_TEXT_H

#include <digestbump/base/text.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* An origin is the offset of a byte in the file, or one of these two, which
 * are larger than any file that is read (FILE_BYTES_MOST). */
static const uint32_t ORIGIN_NONE = UINT32_MAX;       /* stands nowhere: nobody can edit it */
static const uint32_t ORIGIN_HIDDEN = UINT32_MAX - 1; /* written in place of an unknown value */

/* Letters that somebody else owns. */
struct letters {
	const char *at;
	const uint32_t *from; /* the origin of each */
	size_t size;
};

struct slice letters_slice(struct letters letters);
struct letters letters_part(struct letters letters, size_t at, size_t size);
struct letters letters_behind(struct letters letters, size_t at); /* from `at` to the end */

/* Without blanks of any kind (" \t\n\v\f\r") in front, and at both ends. */
struct letters letters_trim_front(struct letters letters);
struct letters letters_trim(struct letters letters);
bool letter_is_blank(char letter);

/* True when a letter stands in place of a value that is not known. */
bool letters_hide(struct letters letters);

/* Where the stretch stands in the file, when it stands there in one piece. */
bool letters_place(struct range *out, struct letters letters);

/* The offset in the file of the first letter that has one, or `otherwise`. */
size_t letters_origin(struct letters letters, size_t otherwise);

/* A growing text of letters. Never grows over `most`: what would is dropped and
 * `over` set. */
struct traced {
	char *bytes;
	uint32_t *from;
	size_t size;
	size_t room;
	size_t most; /* 0: no ceiling, for what is a part of a file already read */
	bool over;
};

/* Gives an empty text on the heap. */
struct traced *traced_new(size_t most) MUST_CHECK;

/* Gives a copy without a ceiling. */
struct traced *traced_copy(struct letters letters) MUST_CHECK;

/* Gives the bytes of a whole file, each with its own offset. */
struct traced *traced_file(struct slice bytes) MUST_CHECK;
void traced_free(struct traced *traced); /* NULL is fine */
DEFINE_OWNED(traced)

void traced_add(struct traced *traced, char letter, uint32_t from);
void traced_add_letters(struct traced *traced, struct letters letters);

/* Adds the letters as ones that stand for a value not known. */
void traced_add_hidden(struct traced *traced, struct letters letters);
void traced_empty(struct traced *traced);

/* The letters so far, borrowed until the next call that adds. */
struct letters traced_letters(const struct traced *traced);

#endif
