/* image_paths.h - where in a YAML or JSON document images stand, as a table of paths.
 *
 * For formats whose schema says it: a format is then a table and its names.
 * Knows nothing of any format.
 */
#ifndef DIGESTBUMP_SRC_SCAN_FORMATS_IMAGE_PATHS_H
#define DIGESTBUMP_SRC_SCAN_FORMATS_IMAGE_PATHS_H

#include "../find/finder.h"
#include "variable_paths.h"
#include <digestbump/base/node.h>
#include <digestbump/scan/format.h>

struct place;

/* Reads the node that stands at a place (no alias): adds the pins that it holds. */
typedef void place_read(struct finder *finder, const struct place *place, const struct node *node);

struct place {
	/* Keys from the document's root, with '/' between them: `*` is any key,
	 * `[]` any item of a sequence, `**` any number of levels, none included:
	 * "jobs / * / container / image" without the blanks, "steps/[]/uses". */
	const char *path;
	enum pin_kind kind;
	place_read *read;
};

/* Readers. All of them add nothing for nodes and texts of other kinds. What is
 * filled in elsewhere ($X, ${X}, $(x), ${{ x }}, $[ x ], << x >>) is hidden: a
 * reference whose digest is known is then a pin that nobody can change. */

/* A scalar that is a whole reference. */
void place_whole(struct finder *finder, const struct place *place, const struct node *node);

/* The same where a name alone may be something else: only with a tag or digest. */
void place_tagged(struct finder *finder, const struct place *place, const struct node *node);

/* The same where anything may stand, with a scheme or without: only with a digest,
 * and not when what is in front of it is a version. */
void place_pinned(struct finder *finder, const struct place *place, const struct node *node);

/* As place_whole, of what stands behind a scheme: docker:// docker-image://
 * oci:// registry://. Without one it adds nothing. */
void place_scheme(struct finder *finder, const struct place *place, const struct node *node);

/* As place_whole, with a scheme or without. */
void place_maybe_scheme(struct finder *finder, const struct place *place, const struct node *node);

/* NAME=value: as place_pinned, of the value. */
void place_argument(struct finder *finder, const struct place *place, const struct node *node);

/* The same of every line: what docker's build actions take. */
void place_argument_lines(struct finder *finder, const struct place *place,
			  const struct node *node);

/* A build cache: a reference or type=registry,ref=reference; as place_pinned. */
void place_cache(struct finder *finder, const struct place *place, const struct node *node);

/* A sequence of a build's flags: --build-arg=NAME=value and --build-context=
 * NAME=docker-image://reference, also with the value as the next item. The
 * kinds are PIN_ARG and PIN_CONTEXT whatever the place says. */
void place_flags(struct finder *finder, const struct place *place, const struct node *node);

/* A mapping whose keys are references; as place_pinned. */
void place_keys(struct finder *finder, const struct place *place, const struct node *node);

/* A mapping that is values of a chart: see helm.h. */
void place_values(struct finder *finder, const struct place *place, const struct node *node);

/* Values of a chart by their dotted names ("image.tag"): a mapping, or a sequence
 * of mappings with `name` and `value`. Images in several of them are one pin. */
void place_dotted(struct finder *finder, const struct place *place, const struct node *node);

/* Walks a document and reads every place of the table (ends with a NULL path).
 * Aliases and "<<" are followed; what is reached by many ways is read once per
 * way that differs, so that the work stays linear in the document. What has a
 * tag of an application ("!reference") is not what it looks like: left alone. */
void places_read(struct finder *finder, const struct place *places, const struct node *root);

/* Reads all documents of the file, YAML or by its name JSON with comments, and
 * calls places_read() on each; what is neither is a skip, a template is read line
 * by line (template.h). Adds the pins in file order, each place once. */
struct error *places_find(const struct scan_file *file, const struct format *format,
			  const struct place *places) MUST_CHECK;

/* The same, with what its variables stand for; `vocabulary` may be NULL. */
struct error *places_find_with(const struct scan_file *file, const struct format *format,
			       const struct place *places, const struct vocabulary *vocabulary)
    MUST_CHECK;

#endif
