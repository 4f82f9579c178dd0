/* matrix.h - sets of values that a declaration is read with, one after the other: the matrix of
 * a CI job or of a bake target. */
#ifndef DIGESTBUMP_SRC_GRAPH_MATRIX_H
#define DIGESTBUMP_SRC_GRAPH_MATRIX_H

#include "reach.h"

struct matrix {
	struct declared_values *items;
	size_t count;
};

/* Adds a set of values; takes what is in it. Drops what is over MATRIX_MOST. */
void matrix_add(struct matrix *matrix, struct declared_values *values);

/* Each set of the matrix with each of the others; a matrix without any set counts as one that
 * is empty. Others that have no set change nothing. */
void matrix_multiply(struct matrix *matrix, const struct matrix *others);
void matrix_clear(struct matrix *matrix); /* frees what it holds */

/* Adds copies of all values, in place of those of the same name. */
void values_copy(struct declared_values *to, const struct declared_values *from);

#endif
