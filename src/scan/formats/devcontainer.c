#include "../formats.h"
#include "image_paths.h"

static const char *const globs[] = { "devcontainer.json", ".devcontainer.json", NULL };
static const char *const needles[] = { "image", "features", "build", NULL };

/* Features are artifacts that are meant to follow their major version: only one that
 * is pinned is listed. */
static const struct place places[] = {
	{ "image", PIN_IMAGE, place_whole },
	{ "build/args/*", PIN_ARG, place_pinned },
	{ "build/cacheFrom", PIN_IMAGE, place_cache },
	{ "build/cacheFrom/[]", PIN_IMAGE, place_cache },
	{ "build/options", PIN_ARG, place_flags },
	{ "features", PIN_IMAGE, place_keys },
	{ "containerEnv/*", PIN_IMAGE, place_pinned },
	{ NULL, PIN_IMAGE, NULL },
};

static struct error *find(const struct scan_file *file)
{
	return places_find(file, &format_devcontainer, places);
}

const struct format format_devcontainer = {
	.name = "devcontainer",
	.summary = "devcontainer.json: its image, features, build arguments and caches",
	.omits =
	    "features that only name a version, Dockerfiles and Compose files (read by themselves)",
	.globs = globs,
	.needles = needles,
	.find = find,
};
