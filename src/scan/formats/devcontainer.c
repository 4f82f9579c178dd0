#include "../formats.h"
#include "image_paths.h"
#include "yaml_format.h"

static const char *const globs[] = { "devcontainer.json", ".devcontainer.json", NULL };
static const char *const needles[] = { "image", "features", "build", NULL };

/* Features are artifacts that are meant to follow their major version: only one that
 * is pinned is listed. */
static const struct image_path image_paths[] = {
	{ "image", PIN_IMAGE, image_read_whole },
	{ "build/args/*", PIN_ARG, image_read_pinned },
	{ "build/cacheFrom", PIN_IMAGE, image_read_cache },
	{ "build/cacheFrom/[]", PIN_IMAGE, image_read_cache },
	{ "build/options", PIN_ARG, image_read_build_flags },
	{ "features", PIN_IMAGE, image_read_keys },
	{ "containerEnv/*", PIN_IMAGE, image_read_pinned },
	{ "customizations", PIN_IMAGE, image_read_none },
	{ NULL, PIN_IMAGE, NULL },
};

static struct error *find(const struct scan_file *file)
{
	return yaml_format_find(file, &format_devcontainer, image_paths);
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
