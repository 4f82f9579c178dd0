#include "node_values.h"
#include <digestbump/base/map.h>
#include <digestbump/base/memory.h>
#include <string.h>
#include <strings.h>

/* ko reads its file with viper, to which keys have no case. */
static const struct node *get(const struct node *map, const char *key)
{
	map = node_target(map);
	for (size_t i = map && map->kind == NODE_MAPPING ? map->count / 2 : 0; i-- > 0;) {
		const char *name = node_string(node_target(map->items[2 * i]));

		if (name && strcasecmp(name, key) == 0)
			return node_target(map->items[2 * i + 1]);
	}
	return NULL;
}

struct ko {
	struct node_texts texts;
	const struct node *base;      /* defaultBaseImage */
	const struct node *overrides; /* by import path */
	const struct node *platforms;
	struct map *built; /* import paths that have a build of their own */
};

static const struct node *override_of(const struct ko *ko, const char *package)
{
	const struct node *map = ko->overrides;

	for (size_t i = map && map->kind == NODE_MAPPING ? map->count / 2 : 0; i-- > 0;) {
		const char *name = node_string(node_target(map->items[2 * i]));

		if (name && package && strcmp(name, package) == 0)
			return node_target(map->items[2 * i + 1]);
	}
	return NULL;
}

/* Is pushed below KO_DOCKER_REPO, which the environment says. */
static void add_build(struct ko *ko, const struct node *at, const char *label,
		      const struct node *base)
{
	struct declared *declared = declare(ko->texts.file, DECLARED_KO, at->at.at);
	OWNED_STRING directory = path_directory(ko->texts.file->path);

	if (!declared)
		return;
	declared->is_specification = true;
	declared->path = must_copy(ko->texts.file->path);
	declared->context = must_copy(*directory ? directory : ".");
	declared->label = must_copy(label);
	if (base && node_string(base))
		declared_base(declared, node_text_of(&ko->texts, base));
	node_each_text(&ko->texts, ko->platforms, false, take_platforms, declared);
}

static void read_build(struct ko *ko, const struct node *build)
{
	OWNED_STRING id = node_string_of(&ko->texts, get(build, "id"));
	OWNED_STRING package = node_string_of(&ko->texts, get(build, "main"));
	const struct node *own = override_of(ko, package);

	if (package)
		map_set(ko->built, package, ko);
	add_build(ko, build, id ? id : package, own ? own : ko->base);
}

static void read_overrides(struct ko *ko)
{
	const struct node *map = ko->overrides;

	for (size_t i = 0; map && map->kind == NODE_MAPPING && i < map->count / 2; i++) {
		const char *package = node_string(node_target(map->items[2 * i]));

		if (package && !map_get(ko->built, package))
			add_build(ko, map->items[2 * i], package,
				  node_target(map->items[2 * i + 1]));
	}
}

/* Without `builds`, what is given on the command line is built on the default base. */
static void read_root(struct ko *ko, const struct node *root)
{
	const struct node *builds = get(root, "builds");
	bool listed = builds && builds->kind == NODE_SEQUENCE && builds->count;

	ko->base = get(root, "defaultBaseImage");
	ko->overrides = get(root, "baseImageOverrides");
	ko->platforms = get(root, "defaultPlatforms");
	for (size_t i = 0; listed && i < builds->count; i++)
		if (node_target(builds->items[i]))
			read_build(ko, node_target(builds->items[i]));
	read_overrides(ko);
	if (!listed && ko->base)
		add_build(ko, ko->base, NULL, ko->base);
}

static void read_builds(struct declaring *file)
{
	struct ko ko = { .texts = { file, NULL } };
	OWNED(documents) documents = declaring_documents(file);

	for (size_t i = 0; documents && i < documents->count; i++) {
		ko.built = map_new();
		read_root(&ko, documents->roots[i]);
		map_free(ko.built);
	}
}

static const char *const formats[] = { "ko", NULL };

const struct declaration_kind declared_in_ko = {
	.name = "ko",
	.formats = formats,
	.read = read_builds,
};
