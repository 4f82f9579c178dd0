#include "../formats.h"
#include "image_paths.h"
#include "yaml_format.h"

static const char *const globs[] = { "*-pipelines.y*ml", NULL };
static const char *const needles[] = { "image", "docker:", NULL };

/* A pipe without docker:// is a repository of Bitbucket and a tag of git; variables
 * given to a pipe are its own affair. */
static const struct image_path image_paths[] = {
	{ "image", PIN_IMAGE, image_read_whole },
	{ "image/name", PIN_IMAGE, image_read_whole },
	{ "definitions/services/*/image", PIN_IMAGE, image_read_whole },
	{ "definitions/services/*/image/name", PIN_IMAGE, image_read_whole },
	{ "**/step/image", PIN_IMAGE, image_read_whole },
	{ "**/step/image/name", PIN_IMAGE, image_read_whole },
	{ "**/script/[]/pipe", PIN_ACTION, image_read_scheme },
	{ "**/after-script/[]/pipe", PIN_ACTION, image_read_scheme },
	{ "**/script/[]/variables", PIN_IMAGE, image_read_none },
	{ NULL, PIN_IMAGE, NULL },
};

static struct error *find(const struct scan_file *file)
{
	return yaml_format_find(file, &format_bitbucket, image_paths);
}

const struct format format_bitbucket = {
	.name = "bitbucket",
	.summary = "images, services and docker:// pipes of Bitbucket Pipelines",
	.omits = "pipes without docker://, their variables",
	.globs = globs,
	.needles = needles,
	.find = find,
};
