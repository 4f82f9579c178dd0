#include "../declare.h"
#include "../making.h"
#include "../matrix.h"
#include "commands.h"
#include "node_values.h"
#include <digestbump/base/map.h>
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <digestbump/syntax/yaml_merge.h>
#include <string.h>

/* A pipeline of one file. */
struct pipeline {
	struct node_texts texts;
	const struct node *root;
	struct declared_values variables; /* global ones */
};

/* Keys of the file that are no jobs. */
static bool is_job(const char *name)
{
	static const char *const others[] = { "default",      "include",  "stages",
					      "variables",    "workflow", "image",
					      "cache",        "services", "before_script",
					      "after_script", "spec" };

	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		if (strcmp(name, others[i]) == 0)
			return false;
	return *name != '.';
}

/* ---- jobs ---- */

/* A value stands by itself, or in the key `value` beside a description. */
static void add_variables(const struct pipeline *pipeline, struct declared_values *to,
			  const struct node *node)
{
	OWNED(map) index = yaml_merge_index(node);

	for (size_t i = 0; i < map_count(index); i++) {
		const struct node *value = node_target(map_value(index, i));

		if (value && value->kind == NODE_MAPPING)
			value = node_get(value, "value");
		if (value)
			values_set(to, map_key(index, i), node_text_of(&pipeline->texts, value));
	}
}

/* A job's keys and variables, with those of what it extends. */
struct job {
	struct map *keys;
	struct declared_values variables;
	struct map *seen; /* names of jobs that were added */
};

static void add_job(const struct pipeline *pipeline, struct job *job, const struct node *node,
		    unsigned depth);

static void add_extended(const struct pipeline *pipeline, struct job *job, const struct node *name,
			 unsigned depth)
{
	const char *text = node_string(node_target(name));

	if (!text || depth >= EXPANSION_DEPTH_MOST || map_get(job->seen, text))
		return;
	map_set(job->seen, text, job);
	add_job(pipeline, job, node_target(node_get(pipeline->root, text)), depth + 1);
}

/* What is there already wins; of several that are extended, the last one. */
static void add_job(const struct pipeline *pipeline, struct job *job, const struct node *node,
		    unsigned depth)
{
	OWNED(map) own = yaml_merge_index(node);
	const struct node *extends = node_target(map_get(own, "extends"));
	struct declared_values inner = { 0 };

	for (size_t i = 0; i < map_count(own); i++)
		if (!map_get(job->keys, map_key(own, i)))
			map_set(job->keys, map_key(own, i), map_value(own, i));
	add_variables(pipeline, &inner, map_get(own, "variables"));
	for (size_t i = 0; i < inner.count; i++)
		values_default(&job->variables, inner.items[i].name,
			       pass_on(&inner.items[i].value));
	values_clear(&inner);
	for (size_t i = extends && extends->kind == NODE_SEQUENCE ? extends->count : 0; i-- > 0;)
		add_extended(pipeline, job, extends->items[i], depth);
	add_extended(pipeline, job, extends, depth);
}

/* Lines of a script, also where lists stand in lists (anchors). */
static void add_script(const struct pipeline *pipeline, struct mapped_text *out,
		       const struct node *node, unsigned depth)
{
	node = node_target(node);
	OWNED(mapped_text) text = node_text_of(&pipeline->texts, node);

	if (text) {
		mapped_text_append(out, mapped_text_slice(text));
		mapped_text_add(out, '\n', ORIGIN_NONE);
	}
	for (size_t i = 0; node && node->kind == NODE_SEQUENCE && i < node->count && depth < 8; i++)
		add_script(pipeline, out, node->items[i], depth + 1);
}

/* ---- matrices ---- */

/* One mapping of `parallel: matrix:`: every value of every key with each of the others. */
static void add_alternatives(const struct pipeline *pipeline, struct matrix *all,
			     const struct node *entry)
{
	OWNED(map) index = yaml_merge_index(entry);
	struct matrix product = { 0 };

	for (size_t i = 0; i < map_count(index); i++) {
		const struct node *list = node_target(map_value(index, i));
		struct matrix others = { 0 };
		size_t count = list && list->kind == NODE_SEQUENCE ? list->count : list ? 1 : 0;

		for (size_t k = 0; k < count; k++) {
			struct declared_values values = { 0 };

			values_set(&values, map_key(index, i),
				   node_text_of(&pipeline->texts, list->kind == NODE_SEQUENCE
								      ? list->items[k]
								      : list));
			matrix_add(&others, &values);
		}
		matrix_multiply(&product, &others);
		matrix_clear(&others);
	}
	for (size_t i = 0; i < product.count; i++)
		matrix_add(all, &product.items[i]);
	matrix_clear(&product);
}

static struct matrix matrix_of(const struct pipeline *pipeline, const struct map *keys)
{
	const struct node *list = node_target(node_get(map_get(keys, "parallel"), "matrix"));
	struct matrix matrix = { 0 };
	struct declared_values none = { 0 };

	for (size_t i = 0; list && list->kind == NODE_SEQUENCE && i < list->count; i++)
		add_alternatives(pipeline, &matrix, node_target(list->items[i]));
	if (!matrix.count)
		matrix_add(&matrix, &none);
	return matrix;
}

/* ---- reading ---- */

static void define(struct variables *variables, const struct declared_values *values)
{
	for (size_t i = 0; i < values->count; i++)
		if (values->items[i].value)
			variables_define(variables, slice_of(values->items[i].name),
					 mapped_text_slice(values->items[i].value),
					 &definition_scope_file);
}

/* What is said last counts: a name with two values would have none. */
static void read_script(const struct pipeline *pipeline, struct mapped_slice script,
			const struct declared_values *own, const struct declared_values *matrix)
{
	const struct command_place place = { .by = DECLARED_GITLAB, .directory = "" };
	struct declared_values all = { 0 };
	OWNED(variables) variables = variables_new(&dialect_shell, NULL, NULL);

	values_copy(&all, &pipeline->variables);
	values_copy(&all, own);
	values_copy(&all, matrix);
	define(variables, &all);
	commands_read(pipeline->texts.file, script, variables, &place);
	values_clear(&all);
}

static void read_job(const struct pipeline *pipeline, const struct node *node)
{
	struct job job = { .keys = map_new(), .seen = map_new() };
	OWNED(mapped_text) script = mapped_text_new(EXPANSION_BYTES_MOST);

	add_job(pipeline, &job, node, 0);
	const struct node *before = map_get(job.keys, "before_script");

	if (!before)
		before = node_get(node_get(pipeline->root, "default"), "before_script");
	add_script(pipeline, script, before, 0);
	add_script(pipeline, script, map_get(job.keys, "script"), 0);
	struct matrix matrix = matrix_of(pipeline, job.keys);

	for (size_t i = 0;
	     i < matrix.count && script->size && declaring_next_set(pipeline->texts.file); i++)
		read_script(pipeline, mapped_text_slice(script), &job.variables, &matrix.items[i]);
	matrix_clear(&matrix);
	values_clear(&job.variables);
	map_free(job.keys);
	map_free(job.seen);
}

static void read_root(struct pipeline *pipeline)
{
	const struct node *root = pipeline->root;

	add_variables(pipeline, &pipeline->variables, node_get(root, "variables"));
	for (size_t i = 0; root->kind == NODE_MAPPING && i < root->count / 2; i++) {
		const char *name = node_string(node_target(root->items[2 * i]));
		const struct node *job = node_target(root->items[2 * i + 1]);

		if (name && job && job->kind == NODE_MAPPING && is_job(name))
			read_job(pipeline, job);
	}
	values_clear(&pipeline->variables);
}

static void read_documents(struct declaring *file);

/* A file of this repository that the pipeline includes, once, unless its name says by itself
 * that it is one. What it extends is looked for in itself. */
static void read_included(struct declaring *file, const char *local)
{
	struct making_tree *tree = &file->making->trees[file->tree];
	OWNED_STRING path = path_join("", local + strspn(local, "/"));
	struct declaring included = *file;

	if (!path || !*path || map_get(tree->called, path) || map_get(tree->listed, path) ||
	    included.depth++ >= EXPANSION_DEPTH_MOST)
		return;
	map_set(tree->called, path, tree);
	OWNED(text) bytes = declaring_read(file, &included.base, path);

	if (!bytes)
		return;
	included.path = path;
	included.bytes = text_slice(bytes);
	read_documents(&included);
	file->count = included.count;
	file->sets = included.sets;
}

/* `include: path`, `include: {local: path}`, or a list of these. */
static void read_include(struct declaring *file, const struct node *include)
{
	include = node_target(include);
	const struct node *local = node_target(node_get(include, "local"));

	if (node_string(include) || node_string(local))
		read_included(file,
			      node_string(include) ? node_string(include) : node_string(local));
	for (size_t i = 0; include && include->kind == NODE_SEQUENCE && i < include->count; i++) {
		const struct node *item = node_target(include->items[i]);

		if (item && item->kind != NODE_SEQUENCE)
			read_include(file, item);
	}
}

static void read_documents(struct declaring *file)
{
	OWNED(documents) documents = declaring_documents(file);

	for (size_t i = 0; documents && i < documents->count; i++) {
		struct pipeline pipeline = {
			.texts = { file, NULL },
			.root = documents->roots[i],
		};

		read_root(&pipeline);
		read_include(file, node_get(documents->roots[i], "include"));
	}
}

static const char *const formats[] = { "gitlab-ci", NULL };
static const char *const needles[] = { "build", "bud", "bake", "kaniko", "include", NULL };

const struct declaration_kind declared_in_gitlab = {
	.name = "gitlab",
	.formats = formats,
	.needles = needles,
	.read = read_documents,
};
