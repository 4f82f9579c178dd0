#include "../formats.h"
#include "image_paths.h"
#include "main_packages.h"
#include <digestbump/base/memory.h>

static const char *const globs[] = { "skaffold*.y*ml", "*.skaffold.y*ml", NULL };
static const char *const needles[] = { "mage", "builder", "sha256:", NULL };

/* Profiles repeat all of it one level down. artifacts[].image is what is built, and
 * test and resourceSelector only name what was. */
static const struct place places[] = {
	{ "**/artifacts/[]/docker/buildArgs/*", PIN_ARG, place_pinned },
	{ "**/artifacts/[]/docker/cacheFrom/[]", PIN_IMAGE, place_cache },
	{ "**/artifacts/[]/docker/cliFlags", PIN_ARG, place_flags },
	{ "**/artifacts/[]/kaniko/buildArgs/*", PIN_ARG, place_pinned },
	{ "**/artifacts/[]/kaniko/image", PIN_IMAGE, place_whole },
	{ "**/artifacts/[]/kaniko/initImage", PIN_IMAGE, place_whole },
	{ "**/artifacts/[]/ko/fromImage", PIN_BASE, place_whole },
	{ "**/artifacts/[]/jib/fromImage", PIN_BASE, place_maybe_scheme },
	{ "**/artifacts/[]/buildpacks/builder", PIN_BASE, place_whole },
	{ "**/artifacts/[]/buildpacks/runImage", PIN_BASE, place_whole },
	{ "**/artifacts/[]/buildpacks/buildpacks/[]", PIN_BASE, place_scheme },
	{ "**/artifacts/[]/buildpacks/buildpacks/[]", PIN_BASE, place_pinned },
	{ "**/googleCloudBuild/dockerImage", PIN_IMAGE, place_whole },
	{ "**/googleCloudBuild/kanikoImage", PIN_IMAGE, place_whole },
	{ "**/googleCloudBuild/mavenImage", PIN_IMAGE, place_whole },
	{ "**/googleCloudBuild/gradleImage", PIN_IMAGE, place_whole },
	{ "**/googleCloudBuild/packImage", PIN_IMAGE, place_whole },
	{ "**/googleCloudBuild/koImage", PIN_IMAGE, place_whole },
	{ "**/verify/[]/container/image", PIN_IMAGE, place_whole },
	{ "**/customActions/[]/containers/[]/image", PIN_IMAGE, place_whole },
	{ "**/releases/[]/setValues", PIN_IMAGE, place_dotted },
	{ NULL, PIN_IMAGE, NULL },
};

static struct error *find(const struct scan_file *file)
{
	return places_find(file, &format_skaffold, places);
}

/* ---- what is built ---- */

/* ko.dir counts from the context, ko.main from ko.dir. */
static void read_artifact(struct mains *mains, const struct node *artifact)
{
	struct slice context = node_text(node_get(artifact, "context"));
	const struct node *ko = node_get(artifact, "ko");
	const struct node *docker = node_get(artifact, "docker");
	struct slice below = node_text(node_get(ko, "dir"));
	OWNED_STRING directory =
	    must_format("%.*s/%.*s", (int)context.size, context.at, (int)below.size, below.at);

	if (ko)
		mains_add(mains, artifact->at, MAIN_IMPORT,
			  slice_of(context.size ? directory : directory + 1),
			  node_text(node_get(ko, "main")));
	else
		packages_add_context(mains, artifact->at, context,
				     node_text(
					 node_get(docker ? docker : node_get(artifact, "kaniko"),
						  "dockerfile")));
}

static void read_build(struct mains *mains, const struct node *build)
{
	const struct node *list = node_get(build, "artifacts");

	for (size_t i = 0; list && list->kind == NODE_SEQUENCE && i < list->count; i++)
		if (node_target(list->items[i]))
			read_artifact(mains, node_target(list->items[i]));
}

static void read_mains(struct mains *mains, const struct scan_file *file, const struct node *root)
{
	const struct node *profiles = node_get(root, "profiles");

	(void)file;
	read_build(mains, node_get(root, "build"));
	for (size_t i = 0; profiles && profiles->kind == NODE_SEQUENCE && i < profiles->count; i++)
		read_build(mains, node_get(node_target(profiles->items[i]), "build"));
}

static void mains(struct mains *mains, const struct scan_file *file)
{
	packages_read(mains, file, read_mains);
}

const struct format format_skaffold = {
	.name = "skaffold",
	.summary = "Skaffold's base images, builders, build arguments and verify containers",
	.omits = "artifacts' names, images of tests and deployers' manifests (read by themselves), "
		 "templates",
	.globs = globs,
	.needles = needles,
	.find = find,
	.mains = mains,
};
