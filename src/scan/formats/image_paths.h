/* image_paths.h - the places of images in a YAML or JSON document, as a table of paths.
 *
 * For formats with a known schema: such a format is a table and its names.
 * Independent of any format.
 */
#ifndef DIGESTBUMP_SRC_SCAN_FORMATS_IMAGE_PATHS_H
#define DIGESTBUMP_SRC_SCAN_FORMATS_IMAGE_PATHS_H

#include "../find/finder.h"
#include "variable_paths.h"
#include <digestbump/base/node.h>
#include <digestbump/scan/format.h>

struct image_path;

/* Reads the node at a place (never an alias): adds its pins. */
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

/* Readers. All of them add nothing for nodes and texts of other kinds. Values that are
 * substituted elsewhere ($X, ${X}, $(x), ${{ x }}, $[ x ], << x >>) is hidden: a
 * reference whose digest is known is then a pin that cannot be edited. */

/* A scalar that is a whole reference. */
void image_read_whole(struct finder *finder, const struct image_path *image_path,
		      const struct node *node);

/* The same where a name alone may be something else: only with a tag or digest. */
void image_read_tagged(struct finder *finder, const struct image_path *image_path,
		       const struct node *node);

/* The same for a place of any content, with a scheme or without: only with a digest,
 * and not when the part before it is a version. */
void image_read_pinned(struct finder *finder, const struct image_path *image_path,
		       const struct node *node);

/* As image_read_whole, for the text after a scheme: docker:// docker-image://
 * oci:// registry://. Without one it adds nothing. */
void image_read_scheme(struct finder *finder, const struct image_path *image_path,
		       const struct node *node);

/* As image_read_whole, with a scheme or without. */
void image_read_optional_scheme(struct finder *finder, const struct image_path *image_path,
				const struct node *node);

/* NAME=value: as image_read_pinned, for the value. */
void image_read_argument(struct finder *finder, const struct image_path *image_path,
			 const struct node *node);

/* The same for every line: the input of docker's build actions. */
void image_read_argument_lines(struct finder *finder, const struct image_path *image_path,
			       const struct node *node);

/* A build cache: a reference or type=registry,ref=reference; as image_read_pinned. */
void image_read_cache(struct finder *finder, const struct image_path *image_path,
		      const struct node *node);

/* A sequence of a build's flags: --build-arg=NAME=value and --build-context=
 * NAME=docker-image://reference, also with the value as the next item. The
 * kinds are PIN_ARG and PIN_CONTEXT regardless of image_path->kind. */
void image_read_build_flags(struct finder *finder, const struct image_path *image_path,
			    const struct node *node);

/* Excludes the node and everything below: it has no image that is run or used as a base, but
 * build outputs, machines or messages. Also excluded from reading without a path. */
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
 * Aliases and "<<" are followed; a node reached by several paths is read once per
 * different path, so that the work stays linear in the document. A node with an
 * application's tag ("!reference") is not read. */
void image_paths_read(struct finder *finder, const struct image_path *image_paths,
		      const struct node *root);

/* The same for all documents of a file, with variables expanded;
 * `variable_paths` may be NULL. */
void image_paths_read_all(struct finder *finder, const struct image_path *image_paths,
			  const struct variable_paths *variable_paths,
			  const struct documents *documents);

#endif
