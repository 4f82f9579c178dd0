/* node_values.h - texts of a YAML or JSON document with their variables replaced. */
#ifndef DIGESTBUMP_SRC_GRAPH_DECLARED_NODE_VALUES_H
#define DIGESTBUMP_SRC_GRAPH_DECLARED_NODE_VALUES_H

#include "../declare.h"
#include <digestbump/syntax/variable_expansion.h>

/* How the texts of a file are read. */
struct node_texts {
	struct declaring *file;
	struct expansion *expansion; /* NULL: as they stand */
};

/* Gives a scalar's text; NULL: it is none. A text that cannot be expanded is unknown. */
struct mapped_text *node_text_of(const struct node_texts *texts, const struct node *node)
    MUST_CHECK;
/* The same as a string. */
char *node_string_of(const struct node_texts *texts, const struct node *node) MUST_CHECK;

/* Sets the values of a mapping, or of a list of NAME=value; one without a value comes with the
 * build. */
void node_set_values(struct declared_values *values, const struct node_texts *texts,
		     const struct node *node);

typedef void take_text(void *data, const char *text);

/* Calls take() for a text, for every text of a list, and with `lines` for every line of them. */
void node_each_text(const struct node_texts *texts, const struct node *node, bool lines,
		    take_text *take, void *data);

/* take_text() for names and platforms, with a struct declared as data. */
void take_name(void *declared, const char *text);
void take_platforms(void *declared, const char *text); /* platforms */

#endif
