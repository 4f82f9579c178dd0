#include "bake_targets.h"
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <digestbump/syntax/variable_expansion.h>
#include <string.h>

struct bake *bake_new(void)
{
	struct bake *bake = must_alloc(sizeof(*bake));

	bake->by_name = map_new();
	return bake;
}

static void matrices_free(struct map *map)
{
	for (size_t i = 0; i < map_count(map); i++) {
		matrix_clear(map_value(map, i));
		free(map_value(map, i));
	}
	map_free(map);
}

static void target_free(struct bake_target *target)
{
	free(target->name);
	values_clear(&target->own);
	values_clear(&target->args);
	values_clear(&target->contexts);
	values_clear(&target->tags);
	values_clear(&target->platforms);
	values_clear(&target->inherits);
	values_clear(&target->output);
	matrices_free(target->matrix);
	free(target);
}

void bake_free(struct bake *bake)
{
	if (!bake)
		return;
	for (size_t i = 0; i < bake->count; i++)
		target_free(bake->targets[i]);
	free(bake->targets);
	map_free(bake->by_name);
	values_clear(&bake->variables);
	strings_clear(&bake->grouped);
	free(bake);
}

/* ---- values ---- */

/* Cuts the first part off a path; false when there is none. */
static bool take_part(char **part, const char **path)
{
	size_t size = strcspn(*path, "/");

	if (!size)
		return false;
	*part = must_copy_bytes(*path, size);
	for (char *at = *part; *at; at++)
		if (*at == '|')
			*at = '/';
	*path += size + ((*path)[size] == '/');
	return true;
}

static struct bake_target *target_of(struct bake *bake, const char *name,
				     const struct bake_value *value)
{
	struct bake_target *target = map_get(bake->by_name, name);

	if (target || bake->count >= FILE_BUILDS_MOST)
		return target;
	target = must_alloc(sizeof(*target));
	*target = (struct bake_target){
		.name = must_copy(name),
		.file = value->file,
		.at = value->at,
		.matrix = map_new(),
	};
	bake->targets = must_grow(bake->targets, bake->count, sizeof(struct bake_target *));
	bake->targets[bake->count++] = target;
	map_set(bake->by_name, name, target);
	return target;
}

static struct mapped_text *copy(const struct bake_value *value)
{
	return value->is_null ? NULL : mapped_text_copy(value->value);
}

/* An item of a list: those of files before this one, whose names are smaller, are gone. */
static void add_item(struct declared_values *list, const struct bake_value *value)
{
	OWNED_STRING file = must_format("%zu/", value->file);
	OWNED_STRING name = must_format("%zu/%zu", value->file, list->count);

	if (list->count && strncmp(list->items[0].name, file, strlen(file)) != 0) {
		values_clear(list);
		add_item(list, value);
		return;
	}
	values_set(list, name, copy(value));
}

/* "key" or "key/field": alternatives of a matrix, or one value of the object in a scope. */
static void add_matrix(struct bake_target *target, const char *path, const struct bake_value *value)
{
	OWNED_STRING key = NULL;
	const char *field = path;
	struct declared_values values = { 0 };

	if (!take_part(&key, &field))
		return;
	struct matrix *matrix = map_get(target->matrix, key);

	if (!matrix) {
		matrix = must_alloc(sizeof(*matrix));
		map_set(target->matrix, key, matrix);
	}
	OWNED_STRING scope = must_format("#%zu", value->scope);
	OWNED_STRING name = *field ? must_format("%s.%s", key, field) : must_copy(key);
	struct declared_values *last = matrix->count ? &matrix->items[matrix->count - 1] : NULL;
	bool same = *field && last && values_find(last, scope);

	values_set(same ? last : &values, name, copy(value));
	if (same)
		return;
	if (*field)
		values_set(&values, scope, NULL);
	matrix_add(matrix, &values);
}

static void add_to_target(struct bake *bake, const char *path, const struct bake_value *value)
{
	OWNED_STRING name = NULL;
	OWNED_STRING key = NULL;

	if (!take_part(&name, &path))
		return;
	struct bake_target *target = target_of(bake, name, value);

	if (!target || !take_part(&key, &path))
		return;
	if (strcmp(key, "args") == 0 && *path)
		values_set(&target->args, path, copy(value));
	else if (strcmp(key, "contexts") == 0 && *path)
		values_set(&target->contexts, path, copy(value));
	else if (strcmp(key, "matrix") == 0)
		add_matrix(target, path, value);
	else if (strcmp(key, "tags") == 0)
		add_item(&target->tags, value);
	else if (strcmp(key, "platforms") == 0)
		add_item(&target->platforms, value);
	else if (strcmp(key, "inherits") == 0)
		add_item(&target->inherits, value);
	else if (strcmp(key, "output") == 0 && !*path)
		add_item(&target->output, value);
	else if (!*path)
		values_set(&target->own, key, copy(value));
}

void bake_add(struct bake *bake, const struct bake_value *value)
{
	OWNED_STRING kind = NULL;
	OWNED_STRING name = NULL;
	const char *path = value->path;

	if (!take_part(&kind, &path))
		return;
	if (strcmp(kind, "target") == 0) {
		add_to_target(bake, path, value);
	} else if (strcmp(kind, "group") == 0) {
		if (take_part(&name, &path) && strcmp(path, "targets") == 0)
			strings_take(&bake->grouped, slice_copy(mapped_bytes(value->value)));
	} else if (strcmp(kind, "variable") == 0) {
		if (take_part(&name, &path) && strcmp(path, "default") == 0)
			values_set(&bake->variables, name, copy(value));
	} else if (!*path) {
		values_set(&bake->variables, kind, copy(value));
	}
}

/* ---- inheritance ---- */

static void inherit_values(struct declared_values *own, const struct declared_values *from)
{
	for (size_t i = 0; i < from->count; i++)
		if (!values_find(own, from->items[i].name)) {
			const struct mapped_text *value = from->items[i].value;

			values_set(own, from->items[i].name,
				   value ? mapped_text_copy(mapped_text_slice(value)) : NULL);
		}
}

static void inherit_list(struct declared_values *own, const struct declared_values *from)
{
	if (!own->count)
		inherit_values(own, from);
}

static void inherit(struct bake *bake, struct bake_target *target, unsigned depth);

/* Of several parents, the last one wins. */
static void inherit_from(struct bake *bake, struct bake_target *target, const char *name,
			 unsigned depth)
{
	struct bake_target *parent = map_get(bake->by_name, name);

	if (!parent || parent == target)
		return;
	parent->is_inherited = true;
	inherit(bake, parent, depth + 1);
	inherit_values(&target->own, &parent->own);
	inherit_values(&target->args, &parent->args);
	inherit_values(&target->contexts, &parent->contexts);
	inherit_list(&target->tags, &parent->tags);
	inherit_list(&target->platforms, &parent->platforms);
	inherit_list(&target->output, &parent->output);
}

/* What is to be inherited is taken away first: a target that inherits from itself ends here. */
static void inherit(struct bake *bake, struct bake_target *target, unsigned depth)
{
	struct declared_values parents = target->inherits;

	if (depth > EXPANSION_DEPTH_MOST)
		return;
	target->inherits = (struct declared_values){ 0 };
	for (size_t i = parents.count; i-- > 0;) {
		OWNED_STRING name = declared_value_text(parents.items[i].value);

		if (name)
			inherit_from(bake, target, name, depth);
	}
	values_clear(&parents);
}

static void note_contexts(struct bake *bake, const struct bake_target *target)
{
	for (size_t i = 0; i < target->contexts.count; i++) {
		const struct mapped_text *value = target->contexts.items[i].value;
		OWNED_STRING text =
		    value ? slice_copy(mapped_bytes(mapped_text_slice(value))) : NULL;

		if (!text || strncmp(text, "target:", 7) != 0)
			continue;
		struct bake_target *named = map_get(bake->by_name, text + 7);

		if (named)
			named->is_named = true;
	}
}

void bake_settle(struct bake *bake)
{
	for (size_t i = 0; i < bake->count; i++)
		inherit(bake, bake->targets[i], 0);
	for (size_t i = 0; i < bake->count; i++)
		note_contexts(bake, bake->targets[i]);
	for (size_t i = 0; i < bake->grouped.count; i++) {
		struct bake_target *target = map_get(bake->by_name, bake->grouped.items[i]);

		if (target)
			target->is_named = true;
	}
}

struct matrix bake_matrix(const struct bake_target *target)
{
	struct matrix matrix = { 0 };
	struct declared_values none = { 0 };

	for (size_t i = 0; i < map_count(target->matrix); i++)
		matrix_multiply(&matrix, map_value(target->matrix, i));
	if (!matrix.count)
		matrix_add(&matrix, &none);
	return matrix;
}

/* ---- variables ---- */

struct lookup {
	const struct bake *bake;
	const struct declared_values *matrix;
};

static enum variable_state look_up(struct mapped_slice *value, const void *data, struct slice name)
{
	const struct lookup *lookup = data;
	OWNED_STRING key = slice_copy(name);
	const struct declared_value *found = values_find(lookup->matrix, key);

	if (!found)
		found = values_find(&lookup->bake->variables, key);
	if (!found || !found->value)
		return VARIABLE_UNKNOWN;
	*value = mapped_text_slice(found->value);
	return VARIABLE_SET;
}

/* True for the name alone of a variable whose default is null. */
static bool is_null(const struct bake *bake, const struct mapped_text *text)
{
	struct slice bytes = mapped_bytes(mapped_text_slice(text));

	if (!slice_starts(bytes, "${") || !slice_ends(bytes, "}"))
		return false;
	OWNED_STRING name = must_copy_bytes(bytes.at + 2, bytes.size - 3);
	const struct declared_value *found = values_find(&bake->variables, name);

	return found && !found->value;
}

/* Defaults may use other variables. */
enum { TURNS_MOST = 4 };

struct mapped_text *bake_expand(const struct bake *bake, const struct declared_values *matrix,
				const struct mapped_text *text)
{
	const struct lookup lookup = { bake, matrix };
	struct expansion how = {
		.dialect = &dialect_hcl,
		.lookup = look_up,
		.data = &lookup,
		.most = EXPANSION_STEPS_LEAST,
	};
	OWNED(mapped_text) out = text ? mapped_text_copy(mapped_text_slice(text)) : NULL;

	for (unsigned turn = 0; out && turn < TURNS_MOST; turn++) {
		OWNED(mapped_text) next = mapped_text_new(EXPANSION_BYTES_MOST);

		if (is_null(bake, out))
			return NULL;
		if (!slice_find(NULL, mapped_bytes(mapped_text_slice(out)), "${"))
			break;
		OWNED(error) failed = expand(next, &how, mapped_text_slice(out));

		if (failed)
			break;
		mapped_text_free(out);
		out = pass_on(&next);
	}
	return pass_on(&out);
}
