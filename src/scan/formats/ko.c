#include "../find/documents.h"
#include "../find/finder.h"
#include "../find/image_scalar.h"
#include "../formats.h"
#include "main_packages.h"

#include <strings.h>

static const char *const globs[] = { ".ko.yaml", ".ko.yml", NULL };
static const char *const needles[] = { "ase", "ASE", NULL }; /* "baseImage" in any case */

/* ko reads its file with viper, to which keys have no case. */
static const struct node *get_in_any_case(const struct node *map, const char *key)
{
	map = node_target(map);
	for (size_t i = map && map->kind == NODE_MAPPING ? map->count / 2 : 0; i-- > 0;) {
		const char *name = node_string(map->items[2 * i]);

		if (name && strcasecmp(name, key) == 0)
			return map->items[2 * i + 1];
	}
	return NULL;
}

static void find_bases(struct finder *finder, const struct node *root)
{
	const struct node *overrides = node_target(get_in_any_case(root, "baseImageOverrides"));

	image_scalar_add(finder, PIN_BASE, get_in_any_case(root, "defaultBaseImage"), IMAGE_SURE);
	for (size_t i = 0; overrides && overrides->kind == NODE_MAPPING && i < overrides->count / 2;
	     i++)
		image_scalar_add(finder, PIN_BASE, overrides->items[2 * i + 1], IMAGE_SURE);
}

static struct error *find(const struct scan_file *file)
{
	struct finder finder;
	struct yaml_file yaml;

	finder_begin(&finder, file, &format_ko);
	documents_read(&yaml, file);
	finder_use_text(&finder, yaml.text);
	for (size_t i = 0; yaml.documents && i < yaml.documents->count; i++)
		find_bases(&finder, yaml.documents->roots[i]);
	finder_end(&finder);
	yaml_file_clear(&yaml);
	return NULL;
}

/* Its default base is the base of what it builds, when that is one thing. */
static void read_builds(struct go_main_packages *main_packages, const struct node *root)
{
	const struct node *builds = node_target(get_in_any_case(root, "builds"));
	const struct node *base = node_target(get_in_any_case(root, "defaultBaseImage"));

	if (!base || !builds || builds->kind != NODE_SEQUENCE || builds->count != 1)
		return;
	go_main_packages_add(main_packages, base->at, MAIN_IMPORT,
			     node_text(get_in_any_case(builds->items[0], "dir")),
			     node_text(get_in_any_case(builds->items[0], "main")));
}

/* One text that serves several packages by an alias belongs to none of them. */
static void read_mains(struct go_main_packages *main_packages, const struct scan_file *file,
		       const struct node *root)
{
	const struct node *overrides = node_target(get_in_any_case(root, "baseImageOverrides"));

	(void)file;
	read_builds(main_packages, root);
	for (size_t i = 0; overrides && overrides->kind == NODE_MAPPING && i < overrides->count / 2;
	     i++) {
		const struct node *value = node_target(overrides->items[2 * i + 1]);

		if (value)
			go_main_packages_add(main_packages, value->at, MAIN_IMPORT, slice_of(""),
					     node_text(overrides->items[2 * i]));
	}
}

static void main_packages(struct go_main_packages *main_packages, const struct scan_file *file)
{
	main_packages_read(main_packages, file, read_mains);
}

const struct format format_ko = {
	.name = "ko",
	.summary = "ko's base images",
	.omits = "what is built, KO_DEFAULTBASEIMAGE in the environment",
	.globs = globs,
	.needles = needles,
	.find = find,
	.main_packages = main_packages,
};
