/* format.h - a kind of file that can reference images.
 *
 * One file in src/scan/formats/ each, one line in the table. Adding one touches
 * nothing else but its fixtures and the README's list.
 */
#ifndef DIGESTBUMP_SCAN_FORMAT_H
#define DIGESTBUMP_SCAN_FORMAT_H

#include <digestbump/base/error.h>
#include <digestbump/base/node.h>
#include <digestbump/base/text.h>
#include <digestbump/scan/pin.h>
#include <digestbump/tree/tree.h>

/* The last line that was counted to: where it starts, and its number from 1 (0:
 * none yet). What is found in file order is then counted once. */
struct line_cache {
	size_t start;
	unsigned line;
};

/* A file under scan, and where what is found in it goes. */
struct scan_file {
	const char *path;
	struct slice bytes;
	struct tree *tree; /* for a file beside it (.env); NULL: none can be read */
	struct pins *pins;
	struct skips *skips;
	struct line_cache *mark; /* NULL: every line is counted from the start of the file */
};

struct go_main_packages; /* what of a file builds which main package of a Go module */

struct format {
	const char *name;          /* "dockerfile": in JSON, config and fixtures */
	const char *summary;       /* what is read, for people */
	const char *omits;         /* what a user might expect and is not read, for people */
	const char *const *globs;  /* path globs it claims (glob.h), NULL at the end */
	const char *const *except; /* path globs it does not claim after all; may be NULL */
	const char *const
	    *needles; /* a file without any of these bytes is not parsed; NULL: always */

	/* Adds the pins of a file, in file order, and what it had to skip. Never
	 * fails on content it does not understand: that is a skip. */
	struct error *(*find)(const struct scan_file *file);

	/* Of formats that build Go programs: says which range of the file builds
	 * what. Asked only in a Go module's directory. NULL: builds none. */
	void (*main_packages)(struct go_main_packages *main_packages, const struct scan_file *file);
};

/* All of them, in the order in which they are asked; NULL at the end. */
extern const struct format *const scan_formats[];

/* The format that claims a path, or NULL. */
const struct format *format_of_path(const char *path);

/* The format of that name, or NULL. */
const struct format *format_by_name(const char *name);

/* ---- what formats share ----
 *
 * All of these add at most one pin to file->pins (which owns it; the pointer
 * is for completing it: platform, obstacle, tracked) or one skip, and give
 * NULL when they added no pin. A text that is no reference adds nothing; a
 * reference with a broken digest (63 digits, upper case, a placeholder) adds
 * a skip "invalid". Line and column are the digest's, or the reference's
 * beginning when nothing is pinned.
 */

/* A reference, when the format knows where its parts stand. */
struct found_reference {
	enum pin_kind kind;
	struct slice text; /* the whole reference, decoded, variables expanded; borrowed */
	size_t at;         /* byte of file->bytes at which it begins */

	/* Where the bytes of its digest stand in file->bytes: all of it
	 * ("sha256:..."), or only the hex, which makes the pin `bare`. length 0,
	 * or a place that holds other bytes: they stand nowhere in one piece
	 * (PIN_IN_PIECES). Ignored when text has no digest. */
	struct range digest;
	struct range tag; /* where the tag's bytes stand; length 0: nowhere */
};

struct pin *format_add_found(const struct scan_file *file, const struct format *format,
			     const struct found_reference *found);

/* As above, for a pin whose image, pinned and tracked are known already (and may
 * be incomplete: PIN_UNRESOLVED). Takes pin. */
struct pin *format_add_pin(const struct scan_file *file, struct pin *pin,
			   const struct found_reference *found);

/* As format_add_found(), for a reference `text` that is written somewhere in the range
 * `at` of the file: the digest's bytes are looked for there. They must stand
 * there once, else PIN_IN_PIECES. */
struct pin *format_add(const struct scan_file *file, const struct format *format,
		       enum pin_kind kind, struct slice text, struct range at);

/* As format_add(), for the range `part` of a scalar's decoded value; the whole of it
 * is { 0, node->size }. Adds nothing when node is no scalar. */
struct pin *format_add_node(const struct scan_file *file, const struct format *format,
			    enum pin_kind kind, const struct node *node, struct range part);

/* Adds a skip for the line in which the byte `at` stands; code must be static. */
void format_skip(const struct scan_file *file, size_t at, const char *code, const char *reason);

#endif
