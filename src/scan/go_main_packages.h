/* go_main_packages.h - which main package of a Go module a range of a build specification
 * builds.
 *
 * Formats say it as their file writes it; go_builds.h makes an import path of it.
 */
#ifndef DIGESTBUMP_SRC_SCAN_GO_MAIN_PACKAGES_H
#define DIGESTBUMP_SRC_SCAN_GO_MAIN_PACKAGES_H

#include <digestbump/base/text.h>
#include <stdbool.h>
#include <stddef.h>

enum main_form {
	MAIN_IMPORT, /* an import path, or a path as below */
	MAIN_PATH,   /* a path to a package or to a file of it, seen from `directory` */
	MAIN_PROBE,  /* `directory` or else `package` in it may hold a command, or may not */
};

/* A range of the file and what is built by it. */
struct go_main_region {
	struct range at;
	enum main_form form;
	char *directory; /* what `package` counts from, seen from the file's own; never NULL */
	char *package;   /* NULL: it cannot be said */
};

struct go_main_packages {
	struct go_main_region *items;
	size_t count;
};

/* Adds a region. Two on the same range that differ say nothing of it. An empty
 * package is the directory itself; what needs filling in ("$X", "{{ }}") and what
 * names many ("./...") is none. */
void go_main_packages_add(struct go_main_packages *main_packages, struct range at,
			  enum main_form form, struct slice directory, struct slice package);
void go_main_packages_clear(struct go_main_packages *main_packages);

/* The smallest region around a place, or NULL. */
const struct go_main_region *go_main_packages_find(const struct go_main_packages *main_packages,
						   size_t at);

/* Adds what a command line builds, of words as a shell has them: the package of
 * `go build`, `go install`, `go run`, `ko build` and its kin, when it is one and
 * written out. Paths count from `directory`. */
void go_main_packages_add_command(struct go_main_packages *main_packages, struct range at,
				  struct slice directory, struct slice command);

#endif
