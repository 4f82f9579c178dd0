#include "build.h"
#include "declare.h"
#include <digestbump/base/glob.h>
#include <digestbump/base/memory.h>
#include <digestbump/scan/format.h>
#include <string.h>

/* ---- what is declared already ---- */

static bool is_meant(const struct declared *declared, size_t tree, const struct image_config *image)
{
	return declared->path && declared->tree == tree && declared->by != DECLARED_CONFIG &&
	       strcmp(declared->path, image->path) == 0 &&
	       string_is(declared->target, image->target);
}

/* The only build that an entry may mean; NULL when there is none, or several. */
static const struct declared *find_meant(const struct making *making, size_t tree,
					 const struct image_config *image)
{
	const struct declared *found = NULL;
	OWNED_STRING key = NULL;

	for (size_t i = 0; i < making->count; i++) {
		if (!is_meant(making->items[i], tree, image))
			continue;
		OWNED_STRING own = build_key(making->items[i], image->target);

		if (found && strcmp(own, key) != 0)
			return NULL;
		found = making->items[i];
		free(key);
		key = pass_on(&own);
	}
	return found;
}

static void copy_values(struct declared_values *to, const struct declared_values *from)
{
	for (size_t i = 0; i < from->count; i++) {
		const struct declared_value *value = &from->items[i];

		values_set(to, value->name,
			   value->value ? mapped_text_copy(mapped_text_slice(value->value)) : NULL);
	}
}

static void copy_meant(struct declared *declared, const struct declared *meant)
{
	copy_values(&declared->args, &meant->args);
	copy_values(&declared->contexts, &meant->contexts);
	if (meant->scope)
		declared->scope = must_copy(meant->scope);
	if (!declared->context)
		declared->context = must_copy(meant->context);
	if (meant->text)
		declared->text = mapped_text_copy(mapped_text_slice(meant->text));
	if (meant->text && meant->label)
		declared->label = must_copy(meant->label);
}

/* ---- what it is built on ---- */

static struct mapped_text *unplaced(const char *text)
{
	struct mapped_text *out = mapped_text_new(0);

	for (; *text; text++)
		mapped_text_add(out, *text, ORIGIN_NONE);
	return out;
}

/* Letters of a reference go on as far as it can be. */
static size_t reference_size(struct slice text)
{
	size_t size = 0;

	while (size < text.size && (memchr("@:./_-", text.at[size], 6) ||
				    (text.at[size] >= '0' && text.at[size] <= '9') ||
				    ((text.at[size] | 32) >= 'a' && (text.at[size] | 32) <= 'z')))
		size++;
	return size;
}

/* Gives the base as it stands in the file with a digest behind it; NULL: it does not. */
static struct mapped_text *find_pinned(const char *base, struct slice bytes, uint32_t address)
{
	OWNED_STRING pinned = must_format("%s@sha256:", base);
	size_t at;

	if (!slice_find(&at, bytes, pinned))
		return NULL;
	struct slice rest = { bytes.at + at, bytes.size - at };
	struct mapped_text *out = mapped_text_new(0);

	for (size_t i = 0; i < reference_size(rest); i++)
		mapped_text_add(out, rest.at[i], address + (uint32_t)(at + i));
	return out;
}

static void add_bases(struct declaring *file, struct declared *declared,
		      const struct image_config *image)
{
	uint32_t address = 0;
	OWNED(text) bytes = image->bases.count ? declaring_read(file, &address, image->path) : NULL;

	for (size_t i = 0; i < image->bases.count; i++) {
		const char *base = image->bases.items[i];
		struct mapped_text *pinned =
		    bytes ? find_pinned(base, text_slice(bytes), address) : NULL;

		declared_base(declared, pinned ? pinned : unplaced(base));
	}
	declared->is_specification = image->bases.count > 0;
	for (size_t i = 0; i < image->needs.count; i++)
		declared_base(declared, unplaced(image->needs.items[i]));
}

/* ---- entries ---- */

/* With bases of its own, what was read there counts no more. */
static void forget_meant(struct making *making, struct declared *declared, size_t tree,
			 const struct image_config *image)
{
	for (size_t i = 0; i < making->count; i++) {
		struct declared *meant = making->items[i];

		if (!is_meant(meant, tree, image))
			continue;
		for (size_t k = 0; k < meant->names.count; k++)
			declared_name(declared, meant->names.items[k]);
		free(meant->path);
		meant->path = NULL;
	}
}

static void set_context(struct declared *declared, const struct image_config *image)
{
	OWNED_STRING directory = path_directory(image->path);

	if (image->context)
		declared->context = path_join("", image->context);
	else
		declared->context = pass_on(&directory);
	if (declared->context && !*declared->context) {
		free(declared->context);
		declared->context = must_copy(".");
	}
}

static void read_image(struct making *making, size_t tree, const struct image_config *image)
{
	struct declaring file = { .making = making, .tree = tree, .path = CONFIG_FILE_NAME };
	const struct declared *meant = find_meant(making, tree, image);
	struct declared *declared = declare(&file, DECLARED_CONFIG, 0);

	if (!declared)
		return;
	declared->line = image->line;
	declared->path = must_copy(image->path);
	declared->target = must_copy(image->target);
	if (meant && !image->context)
		copy_meant(declared, meant);
	else
		set_context(declared, image);
	declared_name(declared, image->name);
	for (size_t i = 0; i < image->platforms.count; i++)
		strings_add(&declared->platforms, image->platforms.items[i]);
	add_bases(&file, declared, image);
	if (image->bases.count)
		forget_meant(making, declared, tree, image);
	map_set(making->trees[tree].dockerfiles, image->path, declared);
}

static void drop_images(struct making *making, size_t tree, const struct image_config *image)
{
	struct image_graph *graph = making->graph;
	size_t kept = 0;

	for (size_t i = 0; i < making->count; i++) {
		struct declared *declared = making->items[i];

		if (!declared->path || declared->tree != tree ||
		    !glob_match_path(image->path, declared->path) ||
		    (image->target && !string_is(image->target, declared->target)))
			continue;
		free(declared->path);
		declared->path = NULL;
	}
	for (size_t i = 0; i < graph->unknown_count; i++) {
		struct unknown_build *unknown = &graph->unknown[i];

		if (unknown->tree == tree && glob_match_path(image->path, unknown->path)) {
			free(unknown->path);
			free(unknown->reason);
		} else {
			graph->unknown[kept++] = *unknown;
		}
	}
	graph->unknown_count = kept;
}

void read_configured(struct making *making)
{
	for (size_t i = 0; i < making->tree_count; i++) {
		const struct config *config = making->trees[i].given->config;

		for (size_t k = 0; k < config->image_count; k++)
			if (config->images[k].built != 0)
				read_image(making, i, &config->images[k]);
	}
}

/* ---- Dockerfiles that nothing names ---- */

static int compare_paths(const void *path, const void *item)
{
	return strcmp(path, *(char *const *)item);
}

/* The list is sorted. */
static bool is_listed(const struct strings *list, const char *path)
{
	return list->count &&
	       bsearch(path, list->items, list->count, sizeof(char *), compare_paths);
}

/* Symbolic links to a Dockerfile are the same image. */
static void follow_link(struct making *making, struct declared *declared)
{
	const struct strings *links = &making->trees[declared->tree].files->links;
	OWNED(text) bytes = NULL;
	char *path = NULL;

	if (!declared->path || declared->is_specification || declared->text ||
	    !is_listed(links, declared->path))
		return;
	OWNED(error) failed = making_read(&bytes, &path, making, declared->tree, declared->path);

	if (failed)
		return;
	free(declared->path);
	declared->path = path;
}

static void declare_dockerfile(struct making *making, size_t tree, const char *path)
{
	struct declaring file = { .making = making, .tree = tree, .path = path };
	struct declared *declared = declare(&file, DECLARED_DOCKERFILE, 0);
	OWNED_STRING directory = path_directory(path);

	if (!declared)
		return;
	declared->line = 1;
	declared->path = must_copy(path);
	declared->context = must_copy(*directory ? directory : ".");
}

static void declare_rest(struct making *making, size_t index)
{
	struct making_tree *tree = &making->trees[index];

	for (size_t i = 0; i < making->count; i++) {
		struct declared *declared = making->items[i];

		follow_link(making, declared);
		if (declared->tree == index && declared->path && !declared->text)
			map_set(tree->dockerfiles, declared->path, tree);
	}
	for (size_t i = 0; i < tree->files->paths.count; i++) {
		const char *path = tree->files->paths.items[i];
		const struct format *format = map_get(tree->listed, path);

		if (strcmp(format->name, "dockerfile") == 0 && !map_get(tree->dockerfiles, path))
			declare_dockerfile(making, index, path);
	}
}

void declare_dockerfiles(struct making *making)
{
	for (size_t i = 0; i < making->tree_count; i++) {
		const struct config *config = making->trees[i].given->config;

		declare_rest(making, i);
		for (size_t k = 0; k < config->image_count; k++)
			if (config->images[k].built == 0)
				drop_images(making, i, &config->images[k]);
	}
}
