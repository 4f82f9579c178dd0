/* reference_text.h - a reference as bytes write it: where its parts stand, and which
 * of them a variable hides.
 *
 * For formats with variables (Dockerfile, Compose): expand() makes the bytes.
 */
#ifndef DIGESTBUMP_SRC_SCAN_FIND_REFERENCE_TEXT_H
#define DIGESTBUMP_SRC_SCAN_FIND_REFERENCE_TEXT_H

#include <digestbump/scan/format.h>
#include <digestbump/syntax/mapped_text.h>

struct reference_text {
	char *raw;               /* the whole text; a hidden value as "${X}" */
	struct reference *image; /* with the tag and digest that are known; NULL: name is hidden */
	char *tag;               /* NULL: none, or hidden */
	char *digest;            /* NULL: none, or hidden */
	bool hides;              /* some part of it is hidden */

	size_t at;              /* where in the file the reference begins */
	struct range digest_at; /* in the file; the hex alone when "sha256:" stands elsewhere;
				   length 0: no digest, or not in one piece */
	struct range tag_at;    /* length 0: no tag, or not in one piece */
};

/* Sets *out from bytes. `use` is the place in the file where they are used:
 * that is where a text begins that stands nowhere in one piece. ERROR_SYNTAX or
 * ERROR_UNSUPPORTED when they are no reference. */
struct error *reference_text_parse(struct reference_text *out, struct mapped_slice text, size_t use)
    MUST_CHECK;
void reference_text_clear(struct reference_text *parsed);

/* Adds the pin of a reference that was read; see format_add_found(). */
struct pin *format_add_reference_text(const struct scan_file *file, const struct format *format,
				      enum pin_kind kind, const struct reference_text *parsed);

#endif
