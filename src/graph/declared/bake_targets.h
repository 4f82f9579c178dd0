/* bake_targets.h - the targets of bake files, as they are merged: several files, `inherits`,
 * matrices and variables (docker/buildx bake/bake.go, bake/hclparser).
 *
 * Expressions are not evaluated: a value that is one is not known.
 */
#ifndef DIGESTBUMP_SRC_GRAPH_DECLARED_BAKE_TARGETS_H
#define DIGESTBUMP_SRC_GRAPH_DECLARED_BAKE_TARGETS_H

#include "../matrix.h"
#include <digestbump/base/map.h>
#include <digestbump/base/strings.h>

struct bake_target {
	char *name;
	size_t file;                /* index of the file that has it first */
	size_t at;                  /* where in that file */
	struct declared_values own; /* context, dockerfile, dockerfile-inline, target, name */
	struct declared_values args;
	struct declared_values contexts;
	struct declared_values tags; /* lists have their items in order, by number */
	struct declared_values platforms;
	struct declared_values inherits;
	struct declared_values output;
	struct map *matrix; /* key -> struct matrix of alternatives */
	bool is_inherited;
	bool is_named; /* by a group, or by a context of another target */
};

struct bake {
	struct bake_target **targets; /* in the order of the files */
	size_t count;
	struct map *by_name;
	struct declared_values variables; /* defaults */
	struct strings grouped;           /* names that groups hold */
};

/* One value of a file: "target/app/args/X", as nested_settings.h has it. */
struct bake_value {
	size_t file;
	const char *path;
	size_t scope; /* values of one scope belong together: the objects of a matrix */
	size_t at;
	struct mapped_slice value; /* addresses */
	bool is_null;              /* as if it were not there */
};

struct bake *bake_new(void) MUST_CHECK; /* gives an empty set of targets */
void bake_free(struct bake *bake);      /* NULL is fine */
DEFINE_OWNED(bake)

void bake_add(struct bake *bake, const struct bake_value *value);

/* All files were added: inherits what is to be, and tells what is named. */
void bake_settle(struct bake *bake);

/* Gives all that a target's matrix stands for; one empty set when it has none. */
struct matrix bake_matrix(const struct bake_target *target);

/* Gives the text with variables, and the values of a matrix, in place; what is not known stays
 * as written. NULL, and a variable that is null, give NULL. */
struct mapped_text *bake_expand(const struct bake *bake, const struct declared_values *matrix,
				const struct mapped_text *text) MUST_CHECK;

#endif
