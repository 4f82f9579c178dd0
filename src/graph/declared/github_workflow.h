/* github_workflow.h - a workflow or action of GitHub while it is read. */
#ifndef DIGESTBUMP_SRC_GRAPH_DECLARED_GITHUB_WORKFLOW_H
#define DIGESTBUMP_SRC_GRAPH_DECLARED_GITHUB_WORKFLOW_H

#include "../matrix.h"
#include "node_values.h"

/* Where steps stand, and what "${{ }}" means there: "env.X", "matrix.x", "inputs.x",
 * "steps.ID.outputs.tags". What is not among the values is not known. */
struct workflow {
	struct declaring *file;
	struct node_texts texts;
	struct expansion expansion;
	struct declared_values values;
	bool is_matrix_known; /* what it does not have is empty */
	unsigned depth;       /* of files that call one another */
};

/* Starts reading a workflow; borrows file. */
void workflow_begin(struct workflow *workflow, struct declaring *file);
void workflow_end(struct workflow *workflow); /* frees what it holds */

/* Adds a mapping's values with a word in front of their names. */
void workflow_add(struct workflow *workflow, const char *front, const struct node *map);

/* Gives a text of a step's `with`, as the workflow has it; NULL: none, or an empty one. */
char *workflow_text(const struct workflow *workflow, const struct node *with, const char *key)
    MUST_CHECK;

/* Reads the matrix of a job's strategy; one empty set when there is none. */
struct matrix workflow_matrix(const struct workflow *workflow, const struct node *strategy);

/* Reads the steps of a job or composite action. */
void workflow_steps(struct workflow *workflow, const struct node *steps, const char *directory);

/* Reads what `uses: ./PATH` calls, with the values in `with`. */
void workflow_call(const struct workflow *caller, const char *uses, const struct node *with);

#endif
