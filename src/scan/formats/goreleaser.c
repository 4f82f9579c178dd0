#include "../formats.h"
#include "image_paths.h"
#include "main_packages.h"
#include "yaml_format.h"
#include <digestbump/base/glob.h>
#include <digestbump/base/memory.h>
#include <string.h>

static const char *const globs[] = { ".goreleaser*.y*ml", "goreleaser*.y*ml", NULL };
static const char *const needles[] = { "base_image", "sha256:", "docker-image:", NULL };

/* What is built (image_templates, images, repositories) is not a base image. */
static const struct image_path image_paths[] = {
	{ "kos/[]/base_image", PIN_BASE, image_read_whole },
	{ "dockers/[]/build_flag_templates", PIN_ARG, image_read_build_flags },
	{ "dockers_v2/[]/build_args/*", PIN_ARG, image_read_pinned },
	{ "dockers_v2/[]/flags", PIN_ARG, image_read_build_flags },
	{ "env/[]", PIN_IMAGE, image_read_argument },
	{ "dockers/[]/image_templates", PIN_IMAGE, image_read_none },
	{ "dockers_v2/[]/images", PIN_IMAGE, image_read_none },
	{ "dockers_v2/[]/tags", PIN_IMAGE, image_read_none },
	{ "docker_manifests", PIN_IMAGE, image_read_none },
	{ "kos/[]/repositories", PIN_IMAGE, image_read_none },
	{ "docker_signs", PIN_IMAGE, image_read_none },
	{ NULL, PIN_IMAGE, NULL },
};

static struct error *find(const struct scan_file *file)
{
	return yaml_format_find(file, &format_goreleaser, image_paths);
}

/* ---- what is built ---- */

static size_t item_count(const struct node *list)
{
	return list && list->kind == NODE_SEQUENCE ? list->count : 0;
}

/* The build of that name; of an empty one, the only build there is. Its id is the
 * project's name when it has none. */
static const struct node *build_of(const struct node *root, struct slice id)
{
	const struct node *builds = node_get(root, "builds");

	for (size_t i = 0; i < item_count(builds); i++) {
		struct slice own = node_text(node_get(builds->items[i], "id"));

		if (id.size && own.size == id.size && memcmp(own.at, id.at, id.size) == 0)
			return node_target(builds->items[i]);
	}
	return item_count(builds) == 1 && !node_get(builds->items[0], "id")
		   ? node_target(builds->items[0])
		   : NULL;
}

static const struct node *only_build(const struct node *root)
{
	const struct node *builds = node_get(root, "builds");

	return item_count(builds) == 1 ? node_target(builds->items[0]) : NULL;
}

/* Paths count from where goreleaser is run: the directory above .config/. */
static void add(struct go_main_packages *main_packages, const struct scan_file *file,
		struct range at, struct slice directory, struct slice package)
{
	bool in_config = glob_match("**/.config/*", file->path);
	OWNED_STRING from =
	    must_format("%s%.*s", in_config ? "../" : "", (int)directory.size, directory.at);

	go_main_packages_add(main_packages, at, MAIN_IMPORT, slice_of(from), package);
}

/* No `main` is the directory itself; no build at all is one with nothing said. */
static void add_build(struct go_main_packages *main_packages, const struct scan_file *file,
		      struct range at, const struct node *build)
{
	struct slice builder = node_text(node_get(build, "builder"));

	if (!builder.size || slice_is(builder, "go"))
		add(main_packages, file, at, node_text(node_get(build, "dir")),
		    node_text(node_get(build, "main")));
}

static void read_ko(struct go_main_packages *main_packages, const struct scan_file *file,
		    const struct node *root, const struct node *ko)
{
	struct slice id = node_text(node_get(ko, "build"));
	const struct node *own_id = node_get(ko, "id");
	const struct node *package = node_get(ko, "main");
	const struct node *build = build_of(root, id.size ? id : node_text(own_id));

	if (!build && !id.size)
		build = only_build(root);
	if (node_is_filled(package))
		add(main_packages, file, ko->at, node_text(node_get(ko, "working_dir")),
		    node_text(package));
	else if (build || !item_count(node_get(root, "builds")))
		add_build(main_packages, file, ko->at, build);
}

static void read_docker(struct go_main_packages *main_packages, const struct scan_file *file,
			const struct node *root, const struct node *docker)
{
	const struct node *ids = node_get(docker, "ids");
	const struct node *build = item_count(ids) == 1 ? build_of(root, node_text(ids->items[0]))
				   : item_count(ids)    ? NULL
							: only_build(root);

	if (build)
		add_build(main_packages, file, docker->at, build);
}

typedef void read_image(struct go_main_packages *main_packages, const struct scan_file *file,
			const struct node *root, const struct node *image);

static void read_mains(struct go_main_packages *main_packages, const struct scan_file *file,
		       const struct node *root)
{
	static const struct {
		const char *key;
		read_image *read;
	} lists[] = { { "kos", read_ko },
		      { "dockers", read_docker },
		      { "dockers_v2", read_docker } };

	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++) {
		const struct node *list = node_get(root, lists[i].key);

		for (size_t k = 0; k < item_count(list); k++)
			if (node_target(list->items[k]))
				lists[i].read(main_packages, file, root,
					      node_target(list->items[k]));
	}
}

static void main_packages(struct go_main_packages *main_packages, const struct scan_file *file)
{
	main_packages_read(main_packages, file, read_mains);
}

const struct format format_goreleaser = {
	.name = "goreleaser",
	.summary = "GoReleaser's base images of ko, build arguments and build contexts of docker",
	.omits = "images that are built (image_templates, images), templates are not filled in",
	.globs = globs,
	.needles = needles,
	.find = find,
	.main_packages = main_packages,
};
