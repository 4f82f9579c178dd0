#include "../formats.h"
#include "image_paths.h"
#include "yaml_format.h"

static const char *const globs[] = { "**/.buildkite/**/*.y*ml", "buildkite.y*ml",
				     "buildkite-pipeline*.y*ml", NULL };
static const char *const needles[] = { "image", "sha256:", NULL };

/* A plugin's name has a tag of git behind it. Plugins are a list or, in old files, a
 * mapping. Steps stand in groups, too. */
static const struct image_path image_paths[] = {
	{ "image", PIN_IMAGE, image_read_tagged },
	{ "steps/[]/image", PIN_IMAGE, image_read_tagged },
	{ "steps/[]/steps/[]/image", PIN_IMAGE, image_read_tagged },
	{ "**/plugins/[]/*/image", PIN_IMAGE, image_read_tagged },
	{ "**/plugins/*/image", PIN_IMAGE, image_read_tagged },
	{ "**/podSpec/containers/[]/image", PIN_IMAGE, image_read_whole },
	{ "**/podSpec/initContainers/[]/image", PIN_IMAGE, image_read_whole },
	{ "**/env/*", PIN_IMAGE, image_read_pinned },
	{ "**/label", PIN_IMAGE, image_read_none },
	{ NULL, PIN_IMAGE, NULL },
};

static struct error *find(const struct scan_file *file)
{
	return yaml_format_find(file, &format_buildkite, image_paths);
}

const struct format format_buildkite = {
	.name = "buildkite",
	.summary = "plugins' images and pods of Buildkite",
	.omits = "plugins' own tags of git",
	.globs = globs,
	.needles = needles,
	.find = find,
};
