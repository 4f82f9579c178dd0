#include "../formats.h"
#include "image_paths.h"
#include "yaml_format.h"

static const char *const globs[] = { "batect.y*ml", "batect-bundle.y*ml", NULL };
static const char *const needles[] = { "image", "sha256:", NULL };

static const struct image_path image_paths[] = {
	{ "containers/*/image", PIN_IMAGE, image_read_whole },
	{ "containers/*/build_args/*", PIN_ARG, image_read_pinned },
	{ "containers/*/environment/*", PIN_IMAGE, image_read_pinned },
	{ "includes", PIN_IMAGE, image_read_none },
	{ NULL, PIN_IMAGE, NULL },
};

static struct error *find(const struct scan_file *file)
{
	return yaml_format_find(file, &format_batect, image_paths);
}

const struct format format_batect = {
	.name = "batect",
	.summary = "containers of Batect",
	.omits = "included bundles of other repositories, Dockerfiles are read by themselves",
	.globs = globs,
	.needles = needles,
	.find = find,
};
