/* go_main_packages.h - which main package of a Go module each range of a build specification
 * builds.
 *
 * Formats report it as written in the file; go_builds.h turns it into an import path.
 */
#ifndef DIGESTBUMP_SRC_SCAN_GO_MAIN_PACKAGES_H
#define DIGESTBUMP_SRC_SCAN_GO_MAIN_PACKAGES_H

#include <digestbump/base/text.h>
#include <stdbool.h>
#include <stddef.h>

enum main_form {
	MAIN_IMPORT, /* an import path, or a path as below */
	MAIN_PATH,   /* a path to a package or to a file of it, seen from `directory` */
	MAIN_PROBE,  /* `directory`, or else `package` in it, may contain a command */
};

/* A range of the file and the package that it builds. */
struct go_main_region {
	struct range at;
	enum main_form form;
	char *directory; /* base of `package`, relative to the file's directory; never NULL */
	char *package;   /* NULL: not known */
};

struct go_main_packages {
	struct go_main_region *items;
	size_t count;
};

/* Adds a region. Two different ones for the same range make it unknown. An empty
 * package is the directory itself; a value with variables ("$X", "{{ }}") or
 * several packages ("./...") is unknown. */
void go_main_packages_add(struct go_main_packages *main_packages, struct range at,
			  enum main_form form, struct slice directory, struct slice package);
void go_main_packages_clear(struct go_main_packages *main_packages); /* frees what it holds */

/* The smallest region that contains an offset, or NULL. */
const struct go_main_region *go_main_packages_find(const struct go_main_packages *main_packages,
						   size_t at);

/* Adds what a command line in shell syntax builds: the package of `go build`,
 * `go install`, `go run`, `ko build` and similar commands, when it is a single literal
 * one. Paths are relative to `directory`. */
void go_main_packages_add_command(struct go_main_packages *main_packages, struct range at,
				  struct slice directory, struct slice command);

#endif
