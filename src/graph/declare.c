#include "declare.h"
#include "making.h"
#include <digestbump/base/memory.h>
#include <digestbump/base/path.h>
#include <digestbump/image/platform.h>
#include <digestbump/limits.h>
#include <stdarg.h>
#include <string.h>

/* ---- builds ---- */

static struct position position_of(const struct declaring *file, size_t at)
{
	struct position position = { file->tree, file->path, 1 };

	positions_find(&position, file->making->positions, file->base + (uint32_t)at);
	return position;
}

struct declared *declare(struct declaring *file, enum declaration by, size_t at)
{
	struct making *making = file->making;
	struct position position = position_of(file, at);

	if (making->count >= BUILDS_MOST)
		making->is_full = true;
	if (making->is_full || file->count >= FILE_BUILDS_MOST)
		return NULL;
	struct declared *declared = must_alloc(sizeof(*declared));

	*declared = (struct declared){
		.by = by,
		.tree = file->tree,
		.file = must_copy(file->path),
		.line = position.line,
		.order = making->count,
		.build = BUILD_NONE,
	};
	file->count++;
	making->items = must_grow(making->items, making->count, sizeof(struct declared *));
	making->items[making->count++] = declared;
	return declared;
}

bool declaring_next_set(struct declaring *file)
{
	return file->sets++ < FILE_SETS_MOST && file->count < FILE_BUILDS_MOST &&
	       !file->making->is_full;
}

void declared_free(struct declared *declared)
{
	if (!declared)
		return;
	free(declared->file);
	free(declared->scope);
	free(declared->label);
	free(declared->path);
	mapped_text_free(declared->text);
	free(declared->target);
	free(declared->context);
	values_clear(&declared->args);
	values_clear(&declared->contexts);
	values_clear(&declared->bases);
	strings_clear(&declared->names);
	strings_clear(&declared->platforms);
	free(declared);
}

void declare_unknown(struct declaring *file, size_t at, const char *code, const char *format, ...)
{
	struct position position = position_of(file, at);
	va_list list;

	va_start(list, format);
	char *reason = must_format_list(format, list);

	va_end(list);
	making_unknown(file->making, &position, code, reason, BUILD_NONE);
}

void declare_unknown_at(struct declaring *file, const struct position *where, const char *code,
			const char *format, ...)
{
	va_list list;

	va_start(list, format);
	char *reason = must_format_list(format, list);

	va_end(list);
	making_unknown(file->making, where, code, reason, BUILD_NONE);
}

void declared_label(struct declaring *file, struct declared *declared, const char *scope,
		    const char *label)
{
	OWNED_STRING key = label_key(file->tree, scope, label);

	free(declared->scope);
	free(declared->label);
	declared->scope = must_copy(scope);
	declared->label = must_copy(label);
	map_set(file->making->labels, key, declared);
}

void declared_name(struct declared *declared, const char *name)
{
	if (name && *name && declared->names.count < BUILD_VALUES_MOST)
		strings_add_new(&declared->names, name);
}

void declared_base(struct declared *declared, struct mapped_text *image)
{
	OWNED_STRING name = must_format("%zu", declared->bases.count);

	values_set(&declared->bases, name, image);
}

void declared_platforms(struct declared *declared, const char *platforms)
{
	struct slice rest = slice_of(platforms);

	while (rest.size && declared->platforms.count < BUILD_PLATFORMS_MOST) {
		const char *comma = memchr(rest.at, ',', rest.size);
		size_t size = comma ? (size_t)(comma - rest.at) : rest.size;
		OWNED_STRING text = slice_copy(slice_trim((struct slice){ rest.at, size }));
		struct platform platform;
		OWNED(error) refused = platform_parse(&platform, text);
		OWNED_STRING normal = refused ? NULL : platform_text(&platform);

		if (normal)
			strings_add_new(&declared->platforms, normal);
		size += comma != NULL;
		rest = (struct slice){ rest.at + size, rest.size - size };
	}
}

/* ---- places ---- */

bool text_is_open(const char *text)
{
	return strchr(text, '$') || strstr(text, "{{") || strstr(text, "<%") || strstr(text, "{%");
}

bool text_is_url(const char *text)
{
	return strstr(text, "://") || strncmp(text, "git@", 4) == 0 ||
	       strncmp(text, "github.com/", 11) == 0;
}

char *path_join(const char *directory, const char *relative)
{
	OWNED(text) out = text_new(PATH_BYTES_MOST);

	if (*relative == '/' || text_is_open(relative) || text_is_url(relative))
		return NULL;
	text_add_string(out, directory);
	if (!path_walk(out, relative) || out->over)
		return NULL;
	return text_take(pass_on(&out));
}

char *path_directory(const char *path)
{
	const char *slash = strrchr(path, '/');

	return must_copy_bytes(path, slash ? (size_t)(slash - path) : 0);
}

static char *dot_for_top(char *path)
{
	if (!path || *path)
		return path;
	free(path);
	return must_copy(".");
}

static bool say_unknown(struct declaring *file, struct declared *declared, const char *what,
			const char *text)
{
	struct position position = { declared->tree, declared->file, declared->line };
	bool open = text_is_open(text);

	making_unknown(file->making, &position, open ? "variable" : "remote",
		       open ? must_format("the %s '%.200s' depends on a value that is not known "
					  "here: describe the image under images: of "
					  ".digestbump.yaml",
					  what, text)
			    : must_format("the %s '%.200s' lies outside of the repository", what,
					  text),
		       BUILD_NONE);
	return false;
}

/* Gives the Dockerfile; NULL when it cannot be known. *context likewise. */
static char *find_place(char **context, const struct build_place *place, const char *directory)
{
	const char *named = place->file && *place->file ? place->file : "Dockerfile";
	bool in_context = place->file_from_context || named != place->file;
	char *base = path_join(directory, *context);

	if (!base && in_context)
		return NULL;
	char *path = path_join(in_context ? base : directory, named);

	*context = base ? dot_for_top(base) : must_copy(*context);
	return path;
}

bool declared_place(struct declaring *file, struct declared *declared,
		    const struct build_place *place)
{
	const char *written = place->context && *place->context ? place->context : ".";
	char *context = (char *)written;
	char *path = find_place(&context, place, place->directory);

	if (path && place->otherwise && !declaring_has(file, path)) {
		char *other = (char *)written;
		char *there = find_place(&other, place, place->otherwise);

		if (there && declaring_has(file, there)) {
			free(path);
			free(context);
			path = there;
			context = other;
		} else {
			free(there);
			if (other != written)
				free(other);
		}
	}
	if (!path || !*path) {
		if (context != written)
			free(context);
		free(path);
		return say_unknown(file, declared, place->file ? "Dockerfile" : "context",
				   place->file && !text_is_open(written) ? place->file : written);
	}
	free(declared->path);
	free(declared->context);
	declared->path = path;
	declared->context = context;
	return true;
}

/* ---- files ---- */

struct documents *declaring_documents(struct declaring *file)
{
	OWNED(documents) documents = NULL;
	bool json = slice_ends(slice_of(file->path), ".json");
	OWNED(error)
	failed =
	    json ? json_read(&documents, file->bytes, true) : yaml_read(&documents, file->bytes);

	if (failed || (documents->broken && !documents->count))
		declare_unknown(file, 0,
				slice_find(NULL, file->bytes, "{{") ? "template" : "syntax",
				"the file cannot be read, so no build in it is known: %s",
				error_text(failed ? failed : documents->broken));
	return failed ? NULL : pass_on(&documents);
}

struct mapped_text *declaring_text(const struct declaring *file, const struct node *node)
{
	node = node_target(node);
	if (!node || node->kind != NODE_SCALAR)
		return NULL;
	struct mapped_text *text = mapped_text_new(0);
	struct range whole;
	bool plain = node_locate(&whole, node, file->bytes, 0, node->size);
	OWNED(node_map) map = plain ? NULL : node_map_new(node, file->bytes);

	for (size_t i = 0; i < node->size; i++) {
		struct range at = { node->at.at, 1 };

		if (plain)
			at.at = whole.at + i;
		else if (!node_map_locate(&at, map, i, 1))
			at.at = node->at.at;
		mapped_text_add(text, node->value[i], file->base + (uint32_t)at.at);
	}
	return text;
}

struct text *declaring_read(struct declaring *file, uint32_t *base, const char *path)
{
	OWNED(text) bytes = NULL;
	OWNED_STRING real = NULL;
	OWNED(error) failed = making_read(&bytes, &real, file->making, file->tree, path);

	if (failed ||
	    !positions_add(base, file->making->positions, file->tree, real, text_slice(bytes)))
		return NULL;
	return pass_on(&bytes);
}

bool declaring_has(struct declaring *file, const char *path)
{
	const struct making_tree *tree = &file->making->trees[file->tree];
	OWNED(text) bytes = NULL;

	if (map_get(tree->listed, path))
		return true;
	OWNED(error) failed = tree_read(&bytes, tree->given->files, path);

	return !failed;
}

void declaring_bake(struct declaring *file, const struct strings *paths)
{
	struct making_tree *tree = &file->making->trees[file->tree];
	OWNED(text) set = text_new(0);

	for (size_t i = 0; i < paths->count; i++)
		text_add_format(set, "%s\n", paths->items[i]);
	if (set->size)
		strings_add_new(&tree->bake_sets, set->bytes);
}
