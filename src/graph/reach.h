/* reach.h - what a target of a Dockerfile reaches, by BuildKit's rules.
 *
 * From the target's stage over FROM, COPY --from and RUN --mount=from= to other stages and to
 * images (moby/buildkit frontend/dockerfile/dockerfile2llb, convert.go): a stage that nothing
 * leads to is not built. A named context stands in place of the stage or image of its name.
 * "# syntax=" is reached by nobody: no byte of a front end is in an image.
 */
#ifndef DIGESTBUMP_SRC_GRAPH_REACH_H
#define DIGESTBUMP_SRC_GRAPH_REACH_H

#include "stage_graph.h"
#include <digestbump/base/strings.h>

/* A build argument or named context as a declaration gives it. */
struct declared_value {
	char *name;
	struct mapped_text *value; /* NULL: one is given, which is not known */
};
struct declared_values {
	struct declared_value *items;
	size_t count;
};

/* Adds a value; the same name again replaces the one before. Copies name, takes value (may be
 * NULL). Drops what is over BUILD_VALUES_MOST. */
void values_set(struct declared_values *values, const char *name, struct mapped_text *value);

/* The same, in front of all that has that name already. */
void values_default(struct declared_values *values, const char *name, struct mapped_text *value);
/* The value of that name, or NULL; borrowed. */
const struct declared_value *values_find(const struct declared_values *values, const char *name);
void values_clear(struct declared_values *values); /* frees what it holds */

/* Gives a value as a string; NULL when it is not known. */
char *declared_value_text(const struct mapped_text *value) MUST_CHECK;

struct reach_request {
	const struct stage_graph *stages;
	size_t target; /* index of a stage */
	const struct declared_values *args;
	const struct declared_values *contexts;
	const struct strings *platforms;
	size_t *steps; /* stages and sources that may still be visited; counted down */
};

/* One thing reached: an image, or another build over a named context. */
struct reach_item {
	struct mapped_text *text; /* "alpine:3.20", expanded; of a context, what stands there
				("docker-image://...", "target:base", "service:db", a path) */
	bool is_context;
	enum pin_kind kind;
	uint32_t at; /* address of the word that uses it */
};

struct reach_problem {
	uint32_t at;
	const char *code; /* as in struct unknown_build */
	char *reason;
};

struct reach {
	struct reach_item *items;
	size_t count;
	struct reach_problem *problems;
	size_t problem_count;
};

/* Adds what the target reaches, each item once. */
void reach_add(struct reach *out, const struct reach_request *request);
void reach_clear(struct reach *reach); /* frees what it holds */

#endif
