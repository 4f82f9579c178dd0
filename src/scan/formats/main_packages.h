/* main_packages.h - which main packages a build specification in YAML or JSON builds. */
#ifndef DIGESTBUMP_SRC_SCAN_FORMATS_MAIN_PACKAGES_H
#define DIGESTBUMP_SRC_SCAN_FORMATS_MAIN_PACKAGES_H

#include "../go_main_packages.h"
#include <digestbump/base/node.h>
#include <digestbump/scan/format.h>

/* Adds the main packages of one document. */
typedef void main_packages_reader(struct go_main_packages *main_packages,
				  const struct scan_file *file, const struct node *root);

/* Calls read() for every document of the file. Syntax errors are already
 * reported by the format. */
void main_packages_read(struct go_main_packages *main_packages, const struct scan_file *file,
			main_packages_reader *read);

/* Adds the package of a build with a Dockerfile: a command in its context, or else in the
 * Dockerfile's directory. The Dockerfile is relative to the context. Both may be empty. */
void main_packages_add_context(struct go_main_packages *main_packages, struct range at,
			       struct slice context, struct slice dockerfile);

#endif
