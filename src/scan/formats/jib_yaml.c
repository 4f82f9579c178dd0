#include "../formats.h"
#include "image_paths.h"
#include "yaml_format.h"

static const char *const globs[] = { "jib.y*ml", "*.jib.y*ml", NULL };
static const char *const needles[] = { "image", NULL };

/* tar:// is a file, and no name of an image. */
static const struct image_path image_paths[] = {
	{ "from/image", PIN_BASE, image_read_optional_scheme },
	{ "to", PIN_IMAGE, image_read_none },
	{ NULL, PIN_IMAGE, NULL },
};

static struct error *find(const struct scan_file *file)
{
	return yaml_format_find(file, &format_jib_yaml, image_paths);
}

const struct format format_jib_yaml = {
	.name = "jib-yaml",
	.summary = "the base image of Jib's build file",
	.omits = "tar:// and what is built (to:)",
	.globs = globs,
	.needles = needles,
	.find = find,
};
