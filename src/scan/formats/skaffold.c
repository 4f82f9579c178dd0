#include "../formats.h"
#include "image_paths.h"
#include "main_packages.h"
#include "yaml_format.h"
#include <digestbump/base/memory.h>

static const char *const globs[] = { "skaffold*.y*ml", "*.skaffold.y*ml", NULL };
static const char *const needles[] = { "mage", "builder", "sha256:", NULL };

/* Profiles repeat all of it one level down. artifacts[].image is what is built, and
 * test and resourceSelector only name what was. */
static const struct image_path image_paths[] = {
	{ "**/artifacts/[]/docker/buildArgs/*", PIN_ARG, image_read_pinned },
	{ "**/artifacts/[]/docker/cacheFrom/[]", PIN_IMAGE, image_read_cache },
	{ "**/artifacts/[]/docker/cliFlags", PIN_ARG, image_read_build_flags },
	{ "**/artifacts/[]/kaniko/buildArgs/*", PIN_ARG, image_read_pinned },
	{ "**/artifacts/[]/kaniko/image", PIN_IMAGE, image_read_whole },
	{ "**/artifacts/[]/kaniko/initImage", PIN_IMAGE, image_read_whole },
	{ "**/artifacts/[]/ko/fromImage", PIN_BASE, image_read_whole },
	{ "**/artifacts/[]/jib/fromImage", PIN_BASE, image_read_optional_scheme },
	{ "**/artifacts/[]/buildpacks/builder", PIN_BASE, image_read_whole },
	{ "**/artifacts/[]/buildpacks/runImage", PIN_BASE, image_read_whole },
	{ "**/artifacts/[]/buildpacks/buildpacks/[]", PIN_BASE, image_read_scheme },
	{ "**/artifacts/[]/buildpacks/buildpacks/[]", PIN_BASE, image_read_pinned },
	{ "**/googleCloudBuild/dockerImage", PIN_IMAGE, image_read_whole },
	{ "**/googleCloudBuild/kanikoImage", PIN_IMAGE, image_read_whole },
	{ "**/googleCloudBuild/mavenImage", PIN_IMAGE, image_read_whole },
	{ "**/googleCloudBuild/gradleImage", PIN_IMAGE, image_read_whole },
	{ "**/googleCloudBuild/packImage", PIN_IMAGE, image_read_whole },
	{ "**/googleCloudBuild/koImage", PIN_IMAGE, image_read_whole },
	{ "**/verify/[]/container/image", PIN_IMAGE, image_read_whole },
	{ "**/customActions/[]/containers/[]/image", PIN_IMAGE, image_read_whole },
	{ "**/releases/[]/setValues", PIN_IMAGE, image_read_dotted_values },
	{ "build/artifacts/[]/image", PIN_IMAGE, image_read_none },
	{ "profiles/[]/build/artifacts/[]/image", PIN_IMAGE, image_read_none },
	{ "test/[]/image", PIN_IMAGE, image_read_none },
	{ "profiles/[]/test/[]/image", PIN_IMAGE, image_read_none },
	{ NULL, PIN_IMAGE, NULL },
};

static struct error *find(const struct scan_file *file)
{
	return yaml_format_find(file, &format_skaffold, image_paths);
}

/* ---- what is built ---- */

/* ko.dir counts from the context, ko.main from ko.dir. */
static void read_artifact(struct go_main_packages *main_packages, const struct node *artifact)
{
	struct slice context = node_text(node_get(artifact, "context"));
	const struct node *ko = node_get(artifact, "ko");
	const struct node *docker = node_get(artifact, "docker");
	struct slice below = node_text(node_get(ko, "dir"));
	OWNED_STRING directory =
	    must_format("%.*s/%.*s", (int)context.size, context.at, (int)below.size, below.at);

	if (ko)
		go_main_packages_add(main_packages, artifact->at, MAIN_IMPORT,
				     slice_of(context.size ? directory : directory + 1),
				     node_text(node_get(ko, "main")));
	else
		main_packages_add_context(main_packages, artifact->at, context,
					  node_text(node_get(docker ? docker
								    : node_get(artifact, "kaniko"),
							     "dockerfile")));
}

static void read_build(struct go_main_packages *main_packages, const struct node *build)
{
	const struct node *list = node_get(build, "artifacts");

	for (size_t i = 0; list && list->kind == NODE_SEQUENCE && i < list->count; i++)
		if (node_target(list->items[i]))
			read_artifact(main_packages, node_target(list->items[i]));
}

static void read_mains(struct go_main_packages *main_packages, const struct scan_file *file,
		       const struct node *root)
{
	const struct node *profiles = node_get(root, "profiles");

	(void)file;
	read_build(main_packages, node_get(root, "build"));
	for (size_t i = 0; profiles && profiles->kind == NODE_SEQUENCE && i < profiles->count; i++)
		read_build(main_packages, node_get(node_target(profiles->items[i]), "build"));
}

static void main_packages(struct go_main_packages *main_packages, const struct scan_file *file)
{
	main_packages_read(main_packages, file, read_mains);
}

const struct format format_skaffold = {
	.name = "skaffold",
	.summary = "Skaffold's base images, builders, build arguments and verify containers",
	.omits = "artifacts' names, images of tests and deployers' manifests (read by themselves), "
		 "templates",
	.globs = globs,
	.needles = needles,
	.find = find,
	.main_packages = main_packages,
};
