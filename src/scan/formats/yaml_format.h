/* yaml_format.h - formats of YAML or JSON whose schema is a table of paths.
 *
 * A document that is a manifest (apiVersion and kind) is read as one in any file; what
 * the table does not cover is read as generic YAML: whole pinned references
 * under any key, and those in commands of a shell.
 */
#ifndef DIGESTBUMP_SRC_SCAN_FORMATS_YAML_FORMAT_H
#define DIGESTBUMP_SRC_SCAN_FORMATS_YAML_FORMAT_H

#include "image_paths.h"

/* Reads all documents of the file, YAML or by its name JSON with comments; other
 * content is a skip, a template is read line by line (template.h). Adds the pins in file
 * order, each place once. */
struct error *yaml_format_find(const struct scan_file *file, const struct format *format,
			       const struct image_path *image_paths) MUST_CHECK;

/* The same, with variables expanded; `variable_paths` may be NULL. */
struct error *yaml_format_find_with_variables(const struct scan_file *file,
					      const struct format *format,
					      const struct image_path *image_paths,
					      const struct variable_paths *variable_paths)
    MUST_CHECK;

#endif
