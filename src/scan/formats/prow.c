#include "../formats.h"
#include "image_paths.h"
#include "yaml_format.h"

static const char *const globs[] = { ".prow.y*ml", "**/.prow/**/*.y*ml", "**/config/jobs/**/*.y*ml",
				     "**/prow/jobs/**/*.y*ml", NULL };
static const char *const needles[] = { "image", "Image", "sha256:", NULL };

/* Jobs hold pods, at depths that differ with their kind. */
static const struct image_path image_paths[] = {
	{ "**/containers/[]/image", PIN_IMAGE, image_read_whole },
	{ "**/initContainers/[]/image", PIN_IMAGE, image_read_whole },
	{ "**/containers/[]/args/[]", PIN_IMAGE, image_read_pinned },
	{ "**/containers/[]/env/[]/value", PIN_IMAGE, image_read_pinned },
	{ "**/utility_images/*", PIN_IMAGE, image_read_whole },
	{ NULL, PIN_IMAGE, NULL },
};

static struct error *find(const struct scan_file *file)
{
	return yaml_format_find(file, &format_prow, image_paths);
}

const struct format format_prow = {
	.name = "prow",
	.summary = "pods of Prow's jobs",
	.omits = "presets given by name",
	.globs = globs,
	.needles = needles,
	.find = find,
};
