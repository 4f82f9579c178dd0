/* format.h - a kind of file that can reference images.
 *
 * One file in src/scan/formats/ each, one line in the table. Adding one touches
 * nothing else but its fixtures and the README's list.
 */
#ifndef DIGESTBUMP_SCAN_FORMAT_H
#define DIGESTBUMP_SCAN_FORMAT_H

#include <digestbump/base/error.h>
#include <digestbump/base/text.h>
#include <digestbump/scan/pin.h>
#include <digestbump/scan/source.h>

/* A file under scan, and where what is found in it goes. */
struct scan_file {
	const char *path;
	struct slice bytes;
	struct source *source; /* for a file beside it (.env); NULL: none can be read */
	struct pins *pins;
	struct skips *skips;
};

struct format {
	const char *name;          /* "dockerfile": in JSON, config and fixtures */
	const char *summary;       /* what is read, for people */
	const char *const *globs;  /* path globs it claims (glob.h), NULL at the end */
	const char *const *except; /* path globs it does not claim after all; may be NULL */
	const char *const
	    *needles; /* a file without any of these bytes is not parsed; NULL: always */

	/* Adds the pins of a file, in file order, and what it had to skip. Never
	 * fails on content it does not understand: that is a skip. */
	struct error *(*find)(const struct scan_file *file);
};

/* All of them, in the order in which they are asked; NULL at the end. */
extern const struct format *const scan_formats[];

/* The format that claims a path, or NULL. */
const struct format *format_of_path(const char *path);

/* The format of that name, or NULL. */
const struct format *format_by_name(const char *name);

/* ---- what formats share ---- */

/* Adds a pin for a whole reference `text` whose digest's letters stand at
 * `digest` (and whose tag's at `tag`) of file->path. Normalises, finds the line.
 * A text that is no reference adds nothing and gives NULL; a reference with a
 * broken digest adds a skip ("invalid"). The pin may be completed by the
 * caller (platform, obstacle); it belongs to file->pins. */
struct pin *format_add(const struct scan_file *file, const struct format *format,
		       enum pin_kind kind, struct slice text, struct range at);

#endif
