/* pinned_text.h - pinned references in text without a known schema.
 *
 * Only pinned references are added: a name with a tag alone could be anything.
 * Does not handle comments: the caller removes them.
 */
#ifndef DIGESTBUMP_SRC_SCAN_FIND_PINNED_TEXT_H
#define DIGESTBUMP_SRC_SCAN_FIND_PINNED_TEXT_H

#include "finder.h"

/* For formats that list only these: a file without any needle is not parsed. */
extern const char *const pinned_text_needles[];

/* True when the text may contain a digest: an algorithm after an '@'. */
bool pinned_text_is_possible(struct slice text);

/* Adds the reference that the bytes are, the value of a setting called `name`,
 * when it is pinned. "1.27@sha256:..." is a tag, although the grammar allows a name,
 * and so is a setting called a tag or a version. A leading scheme is removed. */
void pinned_text_add(struct finder *finder, enum pin_kind kind, struct slice name,
		     struct mapped_slice mapped, size_t use);

/* Adds every pinned reference that is a word of one line. A value assigned to a name
 * is a PIN_ARG, any other a PIN_IMAGE, which must have a tag.
 * "${X}" and "$(X)" in it are unknown values. */
void pinned_text_add_words(struct finder *finder, struct mapped_slice line);

/* Adds every word with variables that expands to a pinned reference, with the variables
 * known to the finder; else as above. */
void pinned_text_add_expanded_words(struct finder *finder, struct mapped_slice line);

/* Gives a copy with the bytes of "${X}", "$(X)" and "$X" hidden. */
struct mapped_text *pinned_text_mark_variables(struct mapped_slice word) MUST_CHECK;

#endif
