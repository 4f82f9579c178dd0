/* reference_text.h - a reference as written: the places of its parts, and which of
 * them a variable hides.
 *
 * For formats with variables (Dockerfile, Compose): expand() gives the text.
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

	size_t at;              /* offset in the file at which the reference begins */
	struct range digest_at; /* in the file; the hex alone when "sha256:" is elsewhere;
				   length 0: no digest, or not in one piece */
	struct range tag_at;    /* length 0: no tag, or not in one piece */
};

/* Sets *out from bytes. `use` is the place in the file where they are used:
 * the start of a text that is not in the file in one piece. ERROR_SYNTAX or
 * ERROR_UNSUPPORTED when they are not a reference. */
struct error *reference_text_parse(struct reference_text *out, struct mapped_slice text, size_t use)
    MUST_CHECK;
void reference_text_clear(struct reference_text *parsed); /* frees what it holds */

/* Adds the pin of a parsed reference; see format_add_found(). */
struct pin *format_add_reference_text(const struct scan_file *file, const struct format *format,
				      enum pin_kind kind, const struct reference_text *parsed);

#endif
