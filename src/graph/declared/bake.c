#include "../declare.h"
#include "../making.h"
#include "bake_targets.h"
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <digestbump/scan/format.h>
#include <digestbump/syntax/nested_settings.h>
#include <string.h>

/* Files that are read together. */
struct bake_set {
	struct making *making;
	size_t tree;
	struct declaring *files;
	struct text **bytes;
	size_t count;
	struct bake *bake;
};

/* ---- files ---- */

struct taking {
	struct bake_set *set;
	size_t file;
};

static void take_setting(void *data, const struct setting *setting)
{
	const struct taking *taking = data;
	const struct declaring *file = &taking->set->files[taking->file];
	OWNED(mapped_text) value = mapped_text_copy(setting->value);

	if (setting->kind == SETTING_END)
		return;
	for (size_t i = 0; i < value->size; i++)
		if (value->from[i] < ORIGIN_UNKNOWN)
			value->from[i] += file->base;
	const struct bake_value added = {
		.is_null = setting->kind == SETTING_NAME &&
			   slice_is(mapped_bytes(setting->value), "${null}"),
		.file = taking->file,
		.path = setting->path,
		.scope = setting->scope,
		.at = setting->at,
		.value = mapped_text_slice(value),
	};

	bake_add(taking->set->bake, &added);
}

static void take_node(const struct taking *taking, const char *path, size_t scope,
		      const struct node *node, unsigned depth);

/* Gives the path of what stands under a key. */
static char *path_below(const char *path, const struct node *key)
{
	OWNED_STRING name = must_copy(node_string(node_target(key)));

	for (char *at = name; at && *at; at++)
		if (*at == '/')
			*at = '|';
	return must_format("%s%s%s", path, *path ? "/" : "", name ? name : "");
}

static void take_entries(const struct taking *taking, const char *path, const struct node *map,
			 unsigned depth)
{
	for (size_t i = 0; i < map->count / 2; i++) {
		OWNED_STRING below = path_below(path, map->items[2 * i]);

		take_node(taking, below, map->at.at + 1, map->items[2 * i + 1], depth);
	}
}

static void take_scalar(const struct taking *taking, const char *path, size_t scope,
			const struct node *node)
{
	OWNED(mapped_text)
	value = declaring_text(&taking->set->files[taking->file], node);
	const struct bake_value added = {
		.is_null = node->style == NODE_PLAIN && strcmp(node->value, "null") == 0,
		.file = taking->file,
		.path = path,
		.scope = scope,
		.at = node->at.at,
		.value = mapped_text_slice(value),
	};

	bake_add(taking->set->bake, &added);
}

/* JSON has the same names, with a list of mappings where blocks repeat. */
static void take_node(const struct taking *taking, const char *path, size_t scope,
		      const struct node *node, unsigned depth)
{
	node = node_target(node);
	if (!node || depth > NODE_DEPTH_MOST)
		return;
	if (node->kind == NODE_SCALAR)
		take_scalar(taking, path, scope, node);
	else if (node->kind == NODE_MAPPING)
		take_entries(taking, path, node, depth + 1);
	for (size_t i = 0; node->kind == NODE_SEQUENCE && i < node->count; i++)
		take_node(taking, path, scope, node->items[i], depth + 1);
}

static void read_json(const struct taking *taking)
{
	OWNED(documents) documents = declaring_documents(&taking->set->files[taking->file]);

	for (size_t i = 0; documents && i < documents->count; i++)
		take_node(taking, "", 0, documents->roots[i], 0);
}

static void read_file(struct bake_set *set, const char *path)
{
	struct declaring *file = &set->files[set->count];
	struct taking taking = { set, set->count };

	*file = (struct declaring){ .making = set->making, .tree = set->tree, .path = path };
	struct text *bytes = declaring_read(file, &file->base, path);

	if (!bytes)
		return;
	file->bytes = text_slice(bytes);
	set->bytes[set->count++] = bytes;
	if (slice_ends(slice_of(path), ".json"))
		read_json(&taking);
	else if (!settings_read(file->bytes, &syntax_hcl, take_setting, &taking))
		declare_unknown(file, 0, "limit", "brackets are nested too deeply");
}

/* ---- targets ---- */

struct target_build {
	struct bake_set *set;
	const struct bake_target *target;
	const struct declared_values *matrix;
	struct declared *declared;
};

static struct mapped_text *expand_own(const struct target_build *build, const char *key)
{
	const struct declared_value *value = values_find(&build->target->own, key);

	return bake_expand(build->set->bake, build->matrix, value ? value->value : NULL);
}

static char *own_text(const struct target_build *build, const char *key)
{
	OWNED(mapped_text) text = expand_own(build, key);

	return text ? slice_copy(mapped_bytes(mapped_text_slice(text))) : NULL;
}

static void set_values(const struct target_build *build, struct declared_values *to,
		       const struct declared_values *from)
{
	for (size_t i = 0; i < from->count; i++) {
		struct mapped_text *value =
		    bake_expand(build->set->bake, build->matrix, from->items[i].value);

		if (value)
			values_set(to, from->items[i].name, value);
	}
}

typedef void take_item(struct declared *declared, const char *text);

static void each_item(const struct target_build *build, const struct declared_values *list,
		      take_item *take)
{
	for (size_t i = 0; i < list->count; i++) {
		OWNED(mapped_text)
		text = bake_expand(build->set->bake, build->matrix, list->items[i].value);
		OWNED_STRING plain =
		    text ? slice_copy(mapped_bytes(mapped_text_slice(text))) : NULL;

		if (plain)
			take(build->declared, plain);
	}
}

/* "type=image,name=acme/app" */
static void take_output(struct declared *declared, const char *text)
{
	const char *name = strstr(text, "name=");
	OWNED_STRING value = name ? must_copy_bytes(name + 5, strcspn(name + 5, ",")) : NULL;

	declared_name(declared, value);
}

/* A tag that a variable makes is its default here, and another in CI. */
static bool has_variable_tag(const struct target_build *build)
{
	static const struct bake none = { 0 };
	const struct declared_values *tags = &build->target->tags;

	for (size_t i = 0; i < tags->count; i++) {
		OWNED(mapped_text)
		value = bake_expand(&none, build->matrix, tags->items[i].value);
		struct slice text = value ? mapped_bytes(mapped_text_slice(value)) : slice_of("");
		const char *colon = text.size ? memrchr(text.at, ':', text.size) : NULL;
		size_t front = colon ? (size_t)(colon - text.at) : text.size;

		if (slice_find(NULL, (struct slice){ text.at + front, text.size - front }, "${"))
			return true;
	}
	return false;
}

static bool place(const struct target_build *build, struct declaring *file)
{
	OWNED_STRING context = own_text(build, "context");
	OWNED_STRING dockerfile = own_text(build, "dockerfile");
	OWNED_STRING directory = path_directory(file->path);
	const struct build_place where = {
		.directory = directory,
		.context = context,
		.file = dockerfile,
		.file_from_context = true,
		.otherwise = "",
	};

	return declared_place(file, build->declared, &where);
}

/* Where the target's block begins; else its first value. */
static size_t begin_of(const struct bake_target *target, const struct declaring *file)
{
	OWNED_STRING block = must_format("target \"%s\"", target->name);
	size_t at;

	return slice_find(&at, file->bytes, block) ? at : target->at;
}

static void read_target(struct target_build *build, const char *scope)
{
	const struct bake_target *target = build->target;
	struct declaring *file = &build->set->files[target->file];
	OWNED_STRING name = own_text(build, "name");

	build->declared = declare(file, DECLARED_BAKE, begin_of(target, file));
	if (!build->declared)
		return;
	declared_label(file, build->declared, scope, name ? name : target->name);
	if (!place(build, file))
		return;
	build->declared->text = expand_own(build, "dockerfile-inline");
	if (build->declared->text) {
		free(build->declared->path);
		build->declared->path = must_copy(file->path);
	}
	build->declared->target = own_text(build, "target");
	build->declared->has_default_tag = has_variable_tag(build);
	set_values(build, &build->declared->args, &target->args);
	set_values(build, &build->declared->contexts, &target->contexts);
	each_item(build, &target->tags, declared_name);
	each_item(build, &target->platforms, declared_platforms);
	each_item(build, &target->output, take_output);
}

/* Targets that are only there to be inherited from are none, nor those that only check or
 * describe a Dockerfile. */
static bool is_built(const struct bake_target *target)
{
	const struct declared_value *call = values_find(&target->own, "call");

	if (call && call->value && !slice_is(mapped_bytes(mapped_text_slice(call->value)), "build"))
		return false;
	return target->is_named || (!target->is_inherited && target->name[0] != '_');
}

static void read_targets(struct bake_set *set)
{
	OWNED_STRING scope = must_format("bake %s", set->files[0].path);

	bake_settle(set->bake);
	for (size_t i = 0; i < set->bake->count; i++) {
		struct matrix matrix = bake_matrix(set->bake->targets[i]);

		for (size_t k = 0; k < matrix.count && is_built(set->bake->targets[i]); k++) {
			struct target_build build = {
				.set = set,
				.target = set->bake->targets[i],
				.matrix = &matrix.items[k],
			};

			if (declaring_next_set(&set->files[0]))
				read_target(&build, scope);
		}
		matrix_clear(&matrix);
	}
}

/* ---- sets ---- */

/* Reads the files of a set: paths, a line each. */
static void read_set(struct making *making, size_t tree, const char *lines)
{
	OWNED(strings) paths = strings_new();
	OWNED(bake) bake = bake_new();
	struct slice rest = slice_of(lines);
	struct slice line;

	while (slice_line(&line, &rest))
		strings_take(paths, slice_copy(line));
	struct bake_set set = {
		.making = making,
		.tree = tree,
		.files = must_alloc(paths->count * sizeof(*set.files)),
		.bytes = must_alloc(paths->count * sizeof(struct text *)),
		.bake = bake,
	};

	for (size_t i = 0; i < paths->count; i++)
		read_file(&set, paths->items[i]);
	if (set.count)
		read_targets(&set);
	for (size_t i = 0; i < set.count; i++)
		text_free(set.bytes[i]);
	free(set.bytes);
	free(set.files);
}

/* What `docker buildx bake` reads in a directory, in this order (buildx bake/bake.go,
 * DefaultFiles). */
static const char *const defaults[] = { "docker-bake.json", "docker-bake.hcl",
					"docker-bake.override.json", "docker-bake.override.hcl" };

static bool is_default(const char *name)
{
	for (size_t i = 0; i < sizeof(defaults) / sizeof(*defaults); i++)
		if (strcmp(name, defaults[i]) == 0)
			return true;
	return false;
}

static void add_defaults(struct making_tree *tree, const char *directory)
{
	OWNED(text) set = text_new(0);

	for (size_t i = 0; i < sizeof(defaults) / sizeof(*defaults); i++) {
		OWNED_STRING path =
		    must_format("%s%s%s", directory, *directory ? "/" : "", defaults[i]);

		if (map_get(tree->listed, path))
			text_add_format(set, "%s\n", path);
	}
	strings_add_new(&tree->bake_sets, set->bytes);
}

static bool is_in_a_set(const struct making_tree *tree, const char *path)
{
	OWNED_STRING line = must_format("\n%s\n", path);

	for (size_t i = 0; i < tree->bake_sets.count; i++) {
		OWNED_STRING set = must_format("\n%s", tree->bake_sets.items[i]);

		if (strstr(set, line))
			return true;
	}
	return false;
}

static void add_file(struct making_tree *tree, const char *path)
{
	const char *slash = strrchr(path, '/');
	OWNED_STRING directory = path_directory(path);
	OWNED_STRING alone = must_format("%s\n", path);

	if (is_in_a_set(tree, path))
		return;
	if (is_default(slash ? slash + 1 : path))
		add_defaults(tree, directory);
	else
		strings_add_new(&tree->bake_sets, alone);
}

void read_bake_sets(struct making *making, size_t index)
{
	struct making_tree *tree = &making->trees[index];

	for (size_t i = 0; i < tree->files->paths.count; i++) {
		const struct format *format = map_get(tree->listed, tree->files->paths.items[i]);

		if (strncmp(format->name, "bake", strlen("bake")) == 0)
			add_file(tree, tree->files->paths.items[i]);
	}
	for (size_t i = 0; i < tree->bake_sets.count; i++)
		read_set(making, index, tree->bake_sets.items[i]);
}
