/* pinned_text.h - pinned references in text of which no schema says where they stand.
 *
 * Only what is pinned counts there: a name with a tag alone could be anything.
 * Knows nothing of comments: who calls leaves them out.
 */
#ifndef DIGESTBUMP_SRC_SCAN_FIND_PINNED_TEXT_H
#define DIGESTBUMP_SRC_SCAN_FIND_PINNED_TEXT_H

#include "finder.h"

/* For formats that list nothing else: files without any are not parsed. */
extern const char *const pinned_text_needles[];

/* True when a digest may stand in the text: an algorithm behind an '@'. */
bool pinned_text_is_possible(struct slice text);

/* Adds the reference that the bytes are, the value of a setting called `name`,
 * when it is pinned. "1.27@sha256:..." is a tag, whatever the grammar says, and so
 * is what is called a tag or a version. A scheme in front is dropped. */
void pinned_text_add(struct finder *finder, enum pin_kind kind, struct slice name,
		     struct mapped_slice mapped, size_t use);

/* Adds every pinned reference that stands as a word in one line. What is assigned
 * to a name is a PIN_ARG, what stands elsewhere a PIN_IMAGE and must have a tag.
 * "${X}" and "$(X)" in it are somebody's to fill in. */
void pinned_text_add_words(struct finder *finder, struct mapped_slice line);

/* Adds every word with variables in it that comes to a pinned reference, by what the
 * finder knows of them; else as above. */
void pinned_text_add_expanded_words(struct finder *finder, struct mapped_slice line);

/* Gives a copy with the bytes of "${X}", "$(X)" and "$X" hidden. */
struct mapped_text *pinned_text_mark_variables(struct mapped_slice word) MUST_CHECK;

#endif
