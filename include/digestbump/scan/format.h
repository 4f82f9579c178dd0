/* format.h - a kind of file that can reference images.
 *
 * Each format has one file in src/scan/formats/ and one line in the table. A new one
 * needs only these, its fixtures and a line in the README's list.
 */
#ifndef DIGESTBUMP_SCAN_FORMAT_H
#define DIGESTBUMP_SCAN_FORMAT_H

#include <digestbump/base/error.h>
#include <digestbump/base/node.h>
#include <digestbump/base/text.h>
#include <digestbump/scan/pin.h>
#include <digestbump/tree/tree.h>

/* The last line that was counted: its offset, and its number from 1 (0: none yet).
 * Lines are then counted only once when places are found in file order. */
struct line_cache {
	size_t start;
	unsigned line;
};

/* A file under scan, and the lists that receive its pins and skips. */
struct scan_file {
	const char *path;
	struct slice bytes;
	struct tree *tree; /* to read other files (.env); NULL: none can be read */
	struct pins *pins;
	struct skips *skips;
	struct line_cache *mark; /* NULL: every line is counted from the start of the file */
};

struct go_main_packages; /* which part of a file builds which main package */

struct format {
	const char *name;          /* "dockerfile": in JSON, config and fixtures */
	const char *summary;       /* what is read, for people */
	const char *omits;         /* what a user might expect and is not read, for people */
	const char *const *globs;  /* path globs it claims (glob.h), NULL at the end */
	const char *const *except; /* path globs that it excludes again; may be NULL */
	const char *const
	    *needles; /* a file without any of these bytes is not parsed; NULL: always */

	/* Adds the pins of a file, in file order, and its skips. Content that
	 * it does not understand is a skip, never an error. */
	struct error *(*find)(const struct scan_file *file);

	/* For formats that build Go programs: reports which range of the file builds
	 * which package. Called only in a Go module's directory. NULL: builds none. */
	void (*main_packages)(struct go_main_packages *main_packages, const struct scan_file *file);
};

/* All of them, in the order in which they are tried; NULL at the end. */
extern const struct format *const scan_formats[];

/* The format that claims a path, or NULL. */
const struct format *format_of_path(const char *path);

/* The format of that name, or NULL. */
const struct format *format_by_name(const char *name);

/* ---- what formats share ----
 *
 * All of these add at most one pin to file->pins (which owns it; the pointer
 * is for completing it: platform, obstacle, tracked) or one skip, and give
 * NULL when they added no pin. A text that is not a reference adds nothing; a
 * reference with a broken digest (63 digits, upper case, a placeholder) adds
 * a skip "invalid". Line and column are the digest's, or the reference's
 * beginning when nothing is pinned.
 */

/* A reference whose parts the format can locate. */
struct found_reference {
	enum pin_kind kind;
	struct slice text; /* the whole reference, decoded, variables expanded; borrowed */
	size_t at;         /* offset in file->bytes at which it begins */

	/* The range of its digest in file->bytes: all of it
	 * ("sha256:..."), or only the hex, which makes the pin `bare`. length 0,
	 * or a place with other bytes: the digest is not in the file in one
	 * piece (PIN_IN_PIECES). Ignored when text has no digest. */
	struct range digest;
	struct range tag; /* of the tag's bytes; length 0: not in the file */
};

/* Adds a pin for a reference that was found; borrowed. NULL: found->text is not a reference
 * (a broken digest is recorded as a skip), or the file has FILE_PINS_MOST pins. */
struct pin *format_add_found(const struct scan_file *file, const struct format *format,
			     const struct found_reference *found);

/* As above, for a pin whose image, pinned and tracked are known already (and may
 * be incomplete: PIN_UNRESOLVED). Takes pin. */
struct pin *format_add_pin(const struct scan_file *file, struct pin *pin,
			   const struct found_reference *found);

/* As format_add_found(), for a reference `text` that is written somewhere in the range
 * `at` of the file: the digest's bytes are searched for there. They must occur
 * exactly once, else PIN_IN_PIECES. */
struct pin *format_add(const struct scan_file *file, const struct format *format,
		       enum pin_kind kind, struct slice text, struct range at);

/* As format_add(), for the range `part` of a scalar's decoded value; the whole of it
 * is { 0, node->size }. Adds nothing when node is not a scalar. */
struct pin *format_add_node(const struct scan_file *file, const struct format *format,
			    enum pin_kind kind, const struct node *node, struct range part);

/* Adds a skip for the line of the byte `at`; code must be static. */
void format_skip(const struct scan_file *file, size_t at, const char *code, const char *reason);

#endif
