#include "../declare.h"
#include "../making.h"
#include "github_workflow.h"
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <digestbump/syntax/yaml_merge.h>
#include <string.h>

enum {
	CALLS_MOST = 4, /* of one file by another: GitHub's own limit of reusable workflows */
};

/* ---- values ---- */

static const struct mark marks[] = { { "${{", "}}" }, { NULL, NULL } };
static const struct dialect dialect = { .marks = marks };

static enum variable_state look_up(struct mapped_slice *value, const void *data, struct slice name)
{
	const struct workflow *workflow = data;
	OWNED_STRING key = slice_copy(name);
	const struct declared_value *found = values_find(&workflow->values, key);

	if (!found && workflow->is_matrix_known && slice_starts(name, "matrix."))
		return VARIABLE_UNSET;
	if (!found || !found->value)
		return VARIABLE_UNKNOWN;
	*value = mapped_text_slice(found->value);
	return VARIABLE_SET;
}

void workflow_begin(struct workflow *workflow, struct declaring *file)
{
	*workflow = (struct workflow){
		.file = file,
		.texts = { file, &workflow->expansion },
		.expansion = {
			.dialect = &dialect,
			.lookup = look_up,
			.data = workflow,
			.most = EXPANSION_STEPS_MOST,
		},
	};
}

void workflow_end(struct workflow *workflow)
{
	values_clear(&workflow->values);
}

void workflow_add(struct workflow *workflow, const char *front, const struct node *map)
{
	OWNED(map) index = yaml_merge_index(map);

	for (size_t i = 0; i < map_count(index); i++) {
		OWNED_STRING name = must_format("%s.%s", front, map_key(index, i));
		struct mapped_text *value = node_text_of(&workflow->texts, map_value(index, i));

		if (value)
			values_set(&workflow->values, name, value);
	}
}

char *workflow_text(const struct workflow *workflow, const struct node *with, const char *key)
{
	OWNED_STRING text = node_string_of(&workflow->texts, node_get(with, key));
	OWNED_STRING trimmed = text ? slice_copy(slice_trim(slice_of(text))) : NULL;

	return trimmed && *trimmed ? pass_on(&trimmed) : NULL;
}

/* ---- matrices ---- */

/* A value of a matrix, "matrix.name", or the values in it, "matrix.name.field". */
static void add_value(const struct workflow *workflow, struct declared_values *values,
		      const char *name, const struct node *node)
{
	OWNED(map) index = yaml_merge_index(node);
	struct mapped_text *text = node_text_of(&workflow->texts, node);

	if (text)
		values_set(values, name, text);
	for (size_t i = 0; i < map_count(index); i++) {
		OWNED_STRING inner = must_format("%s.%s", name, map_key(index, i));
		struct mapped_text *field = node_text_of(&workflow->texts, map_value(index, i));

		if (field)
			values_set(values, inner, field);
	}
}

static void multiply_by(const struct workflow *workflow, struct matrix *matrix, const char *key,
			const struct node *list)
{
	struct matrix others = { 0 };
	OWNED_STRING name = must_format("matrix.%s", key);

	for (size_t i = 0; list && list->kind == NODE_SEQUENCE && i < list->count; i++) {
		struct declared_values values = { 0 };

		add_value(workflow, &values, name, node_target(list->items[i]));
		matrix_add(&others, &values);
	}
	matrix_multiply(matrix, &others);
	matrix_clear(&others);
}

static bool is_same_value(const struct declared_value *one, const struct declared_value *other)
{
	if (!one->value || !other->value)
		return false;
	struct mapped_slice a = mapped_text_slice(one->value);
	struct mapped_slice b = mapped_text_slice(other->value);

	return slice_compare(mapped_bytes(a), mapped_bytes(b)) == 0;
}

/* True when no value that both have differs. `*shared`: they have one in common. */
static bool fits(bool *shared, const struct declared_values *set,
		 const struct declared_values *entry)
{
	for (size_t i = 0; i < entry->count; i++) {
		const struct declared_value *own = values_find(set, entry->items[i].name);

		if (own && !is_same_value(own, &entry->items[i]))
			return false;
		*shared = *shared || own;
	}
	return true;
}

/* An entry of `include` goes to all sets that it fits and shares something with, or is one of
 * its own; with nothing shared it goes to every set ("Expanding or adding matrix
 * configurations" of GitHub's documentation). */
static void include(struct matrix *matrix, struct declared_values *entry, size_t original)
{
	bool added = false;

	for (size_t i = 0; i < original; i++) {
		bool shared = false;

		if (!fits(&shared, &matrix->items[i], entry))
			continue;
		values_copy(&matrix->items[i], entry);
		added = true;
	}
	if (!added)
		matrix_add(matrix, entry);
	values_clear(entry);
}

static void read_entry(const struct workflow *workflow, struct declared_values *entry,
		       const struct node *node)
{
	OWNED(map) index = yaml_merge_index(node);

	for (size_t i = 0; i < map_count(index); i++) {
		OWNED_STRING name = must_format("matrix.%s", map_key(index, i));

		add_value(workflow, entry, name, node_target(map_value(index, i)));
	}
}

static void exclude(struct matrix *matrix, const struct declared_values *entry)
{
	size_t kept = 0;

	for (size_t i = 0; i < matrix->count; i++) {
		bool shared = false;

		if (fits(&shared, &matrix->items[i], entry) && shared)
			values_clear(&matrix->items[i]);
		else
			matrix->items[kept++] = matrix->items[i];
	}
	matrix->count = kept;
}

struct matrix workflow_matrix(const struct workflow *workflow, const struct node *strategy)
{
	const struct node *node = node_target(node_get(strategy, "matrix"));
	const struct node *included = node_target(node_get(node, "include"));
	const struct node *excluded = node_target(node_get(node, "exclude"));
	OWNED(map) index = yaml_merge_index(node);
	struct matrix matrix = { 0 };
	struct declared_values none = { 0 };

	for (size_t i = 0; i < map_count(index); i++)
		if (strcmp(map_key(index, i), "include") != 0 &&
		    strcmp(map_key(index, i), "exclude") != 0)
			multiply_by(workflow, &matrix, map_key(index, i),
				    node_target(map_value(index, i)));
	for (size_t i = 0; excluded && excluded->kind == NODE_SEQUENCE && i < excluded->count;
	     i++) {
		struct declared_values entry = { 0 };

		read_entry(workflow, &entry, node_target(excluded->items[i]));
		exclude(&matrix, &entry);
		values_clear(&entry);
	}
	size_t original = matrix.count;

	for (size_t i = 0; included && included->kind == NODE_SEQUENCE && i < included->count;
	     i++) {
		struct declared_values entry = { 0 };

		read_entry(workflow, &entry, node_target(included->items[i]));
		include(&matrix, &entry, original);
	}
	if (!matrix.count)
		matrix_add(&matrix, &none);
	return matrix;
}

/* ---- jobs ---- */

/* One that is an expression (fromJSON()) may have any names. */
static bool is_matrix_known(const struct node *strategy)
{
	const struct node *node = node_target(node_get(strategy, "matrix"));

	if (!node || node->kind != NODE_MAPPING)
		return false;
	for (size_t i = 0; i < node->count / 2; i++)
		if (node_string(node_target(node->items[2 * i + 1])))
			return false;
	return true;
}

static void read_set(const struct workflow *outer, const struct node *job,
		     const struct declared_values *matrix)
{
	struct workflow workflow;
	const struct node *defaults = node_get(node_get(job, "defaults"), "run");
	const char *uses = node_string(node_target(node_get(job, "uses")));

	workflow_begin(&workflow, outer->file);
	workflow.depth = outer->depth;
	workflow.is_matrix_known = is_matrix_known(node_get(job, "strategy"));
	values_copy(&workflow.values, &outer->values);
	values_copy(&workflow.values, matrix);
	workflow_add(&workflow, "env", node_get(job, "env"));
	OWNED_STRING directory = workflow_text(&workflow, defaults, "working-directory");

	if (uses && strncmp(uses, "./", 2) == 0)
		workflow_call(&workflow, uses, node_get(job, "with"));
	else
		workflow_steps(&workflow, node_get(job, "steps"), directory ? directory : ".");
	workflow_end(&workflow);
}

static void read_jobs(struct workflow *workflow, const struct node *root)
{
	const struct node *jobs = node_target(node_get(root, "jobs"));

	workflow_add(workflow, "env", node_get(root, "env"));
	for (size_t i = 0; jobs && jobs->kind == NODE_MAPPING && i < jobs->count / 2; i++) {
		const struct node *job = node_target(jobs->items[2 * i + 1]);
		struct matrix matrix = workflow_matrix(workflow, node_get(job, "strategy"));

		for (size_t k = 0; job && k < matrix.count && declaring_next_set(workflow->file);
		     k++)
			read_set(workflow, job, &matrix.items[k]);
		matrix_clear(&matrix);
	}
}

/* ---- calls ---- */

/* `on` is a word that YAML 1.1 takes for true. */
static const struct node *triggers(const struct node *root)
{
	const struct node *on = node_get(root, "on");

	return node_target(on ? on : node_get(root, "true"));
}

static const struct node *inputs_of(const struct node *root)
{
	const struct node *own = node_get(root, "inputs");

	return node_target(own ? own
			       : node_get(node_get(triggers(root), "workflow_call"), "inputs"));
}

static void add_defaults(struct workflow *workflow, const struct node *inputs)
{
	for (size_t i = 0; inputs && inputs->kind == NODE_MAPPING && i < inputs->count / 2; i++) {
		const char *name = node_string(node_target(inputs->items[2 * i]));
		OWNED_STRING key = must_format("inputs.%s", name ? name : "");
		struct mapped_text *value =
		    node_text_of(&workflow->texts, node_get(inputs->items[2 * i + 1], "default"));

		if (value)
			values_set(&workflow->values, key, value);
	}
}

static void read_root(struct workflow *workflow, const struct node *root,
		      const struct declared_values *inputs)
{
	add_defaults(workflow, inputs_of(root));
	values_copy(&workflow->values, inputs);
	read_jobs(workflow, root);
	workflow_steps(workflow, node_get(node_get(root, "runs"), "steps"), ".");
}

/* Gives the file that `uses: ./path` calls: a workflow, or the action in a directory. */
static char *called_path(struct declaring *file, const char *uses)
{
	OWNED_STRING path = path_join("", uses);

	if (!path || slice_ends(slice_of(path), ".yml") || slice_ends(slice_of(path), ".yaml"))
		return pass_on(&path);
	OWNED_STRING action = must_format("%s%saction.yml", path, *path ? "/" : "");

	if (declaring_has(file, action))
		return pass_on(&action);
	return must_format("%s%saction.yaml", path, *path ? "/" : "");
}

/* What the caller gives: "inputs.X". */
static void add_inputs(struct declared_values *inputs, const struct workflow *caller,
		       const struct node *with)
{
	OWNED(map) index = yaml_merge_index(with);

	for (size_t i = 0; i < map_count(index); i++) {
		OWNED_STRING name = must_format("inputs.%s", map_key(index, i));

		values_set(inputs, name, node_text_of(&caller->texts, map_value(index, i)));
	}
}

static void read_called(const struct workflow *caller, struct declaring *file,
			const struct node *with)
{
	OWNED(documents) documents = declaring_documents(file);
	struct declared_values inputs = { 0 };
	struct workflow workflow;

	if (!documents || !documents->count)
		return;
	add_inputs(&inputs, caller, with);
	workflow_begin(&workflow, file);
	workflow.depth = caller->depth + 1;
	read_root(&workflow, documents->roots[0], &inputs);
	values_clear(&inputs);
	workflow_end(&workflow);
}

void workflow_call(const struct workflow *caller, const char *uses, const struct node *with)
{
	struct declaring *outer = caller->file;
	struct making_tree *tree = &outer->making->trees[outer->tree];
	struct declaring file = *outer;
	OWNED_STRING path = called_path(outer, uses);

	if (!path || caller->depth >= CALLS_MOST || tree->calls++ >= WORKFLOW_CALLS_MOST)
		return;
	OWNED(text) bytes = declaring_read(outer, &file.base, path);

	if (!bytes)
		return;
	map_set(tree->called, path, tree);
	file.path = path;
	file.bytes = text_slice(bytes);
	read_called(caller, &file, with);
	outer->count = file.count;
	outer->sets = file.sets;
}

/* True for what is only called by others: an action, and a workflow with no other trigger. */
static bool is_callable(const struct node *root)
{
	const struct node *on = triggers(root);

	if (node_get(root, "runs"))
		return true;
	if (node_string(on))
		return strcmp(node_string(on), "workflow_call") == 0;
	return on && node_get(on, "workflow_call") && on->count == 2;
}

static void read_builds(struct declaring *file)
{
	struct making_tree *tree = &file->making->trees[file->tree];
	OWNED(documents) documents = declaring_documents(file);
	const struct node *root = documents && documents->count ? documents->roots[0] : NULL;
	const struct declared_values none = { 0 };
	struct workflow workflow;

	if (!root)
		return;
	if (is_callable(root) && !file->is_late) {
		strings_add(&tree->callable, file->path);
		return;
	}
	workflow_begin(&workflow, file);
	read_root(&workflow, root, &none);
	workflow_end(&workflow);
}

static const char *const formats[] = { "github-actions", NULL };
static const char *const needles[] = {
	"build", "bake", "uses: ./", "uses: \"./", "uses: './", NULL
};

const struct declaration_kind declared_in_github = {
	.name = "github",
	.formats = formats,
	.needles = needles,
	.read = read_builds,
};
