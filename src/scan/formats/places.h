/* places.h - where in a YAML or JSON document images stand, as a table of paths.
 *
 * For formats whose schema says it: a format is then a table and its names.
 * Knows nothing of any format.
 */
#ifndef DIGESTBUMP_SCAN_FORMATS_PLACES_H
#define DIGESTBUMP_SCAN_FORMATS_PLACES_H

#include <digestbump/base/node.h>
#include <digestbump/scan/format.h>

struct place;

/* Reads the node that stands at a place: adds the pins that it holds. */
typedef void place_read(const struct scan_file *file, const struct format *format,
			const struct place *place, const struct node *node);

struct place {
	/* Keys from the document's root, with '/' between them: `*` is any key,
	 * `[]` any item of a sequence, `**` any number of levels, none included:
	 * "jobs / * / container / image" without the blanks, "steps/[]/uses". */
	const char *path;
	enum pin_kind kind;
	place_read *read;
};

/* A scalar that is a whole reference; other nodes and texts add nothing. */
place_read place_whole;

/* As place_whole, of what stands behind a scheme: docker:// docker-image://
 * oci://. Without one it adds nothing. */
place_read place_scheme;

/* As place_whole, with a scheme or without. */
place_read place_maybe_scheme;

/* Walks a document and reads every place of the table (ends with a NULL path).
 * Aliases and "<<" are followed; what is reached by many ways is read once per
 * way that differs, so that the work stays linear in the document. */
void places_read(const struct scan_file *file, const struct format *format,
		 const struct place *places, const struct node *root);

/* Reads all documents of the file, YAML or (`json`) JSON with comments, and
 * calls places_read() on each; what is no YAML or JSON is a skip. */
struct error *places_find(const struct scan_file *file, const struct format *format,
			  const struct place *places, bool json) MUST_CHECK;

#endif
