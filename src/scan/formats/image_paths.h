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

struct image_path;

/* Reads the node that stands at a place (no alias): adds the pins that it holds. */
typedef void image_path_reader(struct finder *finder, const struct image_path *image_path,
			       const struct node *node);

struct image_path {
	/* Keys from the document's root, with '/' between them: `*` is any key,
	 * `[]` any item of a sequence, `**` any number of levels, none included:
	 * "jobs / * / container / image" without the blanks, "steps/[]/uses". */
	const char *path;
	enum pin_kind kind;
	image_path_reader *read;
};

/* Readers. All of them add nothing for nodes and texts of other kinds. What is
 * filled in elsewhere ($X, ${X}, $(x), ${{ x }}, $[ x ], << x >>) is hidden: a
 * reference whose digest is known is then a pin that nobody can change. */

/* A scalar that is a whole reference. */
void image_read_whole(struct finder *finder, const struct image_path *image_path,
		      const struct node *node);

/* The same where a name alone may be something else: only with a tag or digest. */
void image_read_tagged(struct finder *finder, const struct image_path *image_path,
		       const struct node *node);

/* The same where anything may stand, with a scheme or without: only with a digest,
 * and not when what is in front of it is a version. */
void image_read_pinned(struct finder *finder, const struct image_path *image_path,
		       const struct node *node);

/* As image_read_whole, of what stands behind a scheme: docker:// docker-image://
 * oci:// registry://. Without one it adds nothing. */
void image_read_scheme(struct finder *finder, const struct image_path *image_path,
		       const struct node *node);

/* As image_read_whole, with a scheme or without. */
void image_read_optional_scheme(struct finder *finder, const struct image_path *image_path,
				const struct node *node);

/* NAME=value: as image_read_pinned, of the value. */
void image_read_argument(struct finder *finder, const struct image_path *image_path,
			 const struct node *node);

/* The same of every line: what docker's build actions take. */
void image_read_argument_lines(struct finder *finder, const struct image_path *image_path,
			       const struct node *node);

/* A build cache: a reference or type=registry,ref=reference; as image_read_pinned. */
void image_read_cache(struct finder *finder, const struct image_path *image_path,
		      const struct node *node);

/* A sequence of a build's flags: --build-arg=NAME=value and --build-context=
 * NAME=docker-image://reference, also with the value as the next item. The
 * kinds are PIN_ARG and PIN_CONTEXT whatever the place says. */
void image_read_build_flags(struct finder *finder, const struct image_path *image_path,
			    const struct node *node);

/* Whatever stands there and below names no image that is run or built on: names of what
 * is built, machines, messages. For what is read without a path, too. */
void image_read_none(struct finder *finder, const struct image_path *image_path,
		     const struct node *node);

/* A mapping whose keys are references; as image_read_pinned. */
void image_read_keys(struct finder *finder, const struct image_path *image_path,
		     const struct node *node);

/* A mapping that is values of a chart: see helm.h. */
void image_read_chart_values(struct finder *finder, const struct image_path *image_path,
			     const struct node *node);

/* Values of a chart by their dotted names ("image.tag"): a mapping, or a sequence
 * of mappings with `name` and `value`. Images in several of them are one pin. */
void image_read_dotted_values(struct finder *finder, const struct image_path *image_path,
			      const struct node *node);

/* Walks a document and reads every place of the table (ends with a NULL path).
 * Aliases and "<<" are followed; what is reached by many ways is read once per
 * way that differs, so that the work stays linear in the document. What has a
 * tag of an application ("!reference") is not what it looks like: left alone. */
void image_paths_read(struct finder *finder, const struct image_path *image_paths,
		      const struct node *root);

/* The same for all documents of a file, with what its variables stand for;
 * `variable_paths` may be NULL. */
void image_paths_read_all(struct finder *finder, const struct image_path *image_paths,
			  const struct variable_paths *variable_paths,
			  const struct documents *documents);

#endif
