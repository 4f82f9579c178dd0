#include "../formats.h"
#include "places.h"

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

const struct format format_skaffold = {
	.name = "skaffold",
	.summary = "Skaffold's base images, builders, build arguments and verify containers",
	.omits = "artifacts' names, images of tests and deployers' manifests (read by themselves), "
		 "templates",
	.globs = globs,
	.needles = needles,
	.find = find,
};
