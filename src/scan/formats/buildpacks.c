#include "../formats.h"
#include "image_setting_paths.h"

static const struct language language = { .syntax = &syntax_toml };

/* project.toml, builder.toml and package.toml. A buildpack's uri is an image only
 * behind a scheme; "urn:cnb:..." and paths are others. */
static const struct setting_path entries[] = {
	{ "io/buildpacks/builder", PIN_BASE, VALUE_IMAGE },
	{ "build/builder", PIN_BASE, VALUE_PINNED },
	{ "build/image", PIN_BASE, VALUE_IMAGE },
	{ "run/images/image", PIN_BASE, VALUE_IMAGE },
	{ "run/images/mirrors", PIN_BASE, VALUE_IMAGE },
	{ "stack/run-image-mirrors", PIN_BASE, VALUE_IMAGE },
	{ "**/mirrors", PIN_BASE, VALUE_PINNED },
	{ "stack/build-image", PIN_BASE, VALUE_IMAGE },
	{ "stack/run-image", PIN_BASE, VALUE_IMAGE },
	{ "dependencies/image", PIN_BASE, VALUE_IMAGE },
	{ "**/uri", PIN_BASE, VALUE_PINNED },
	{ "**/image", PIN_BASE, VALUE_PINNED },
	{ NULL, PIN_BASE, VALUE_NO_IMAGE },
};

static struct error *find(const struct scan_file *file)
{
	setting_paths_find(file, &format_buildpacks, &language, entries);
	return NULL;
}

static const char *const globs[] = { "project.toml", "builder.toml", "package.toml", NULL };
static const char *const needles[] = { "builder", "image", "uri", NULL };

const struct format format_buildpacks = {
	.name = "buildpacks",
	.summary = "Cloud Native Buildpacks: builders, build and run images",
	.omits = "urn:cnb: names, paths, buildpacks of registries",
	.globs = globs,
	.needles = needles,
	.find = find,
};
