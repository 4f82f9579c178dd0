#include "../formats.h"
#include "image_paths.h"
#include "yaml_format.h"

static const char *const globs[] = { ".cirrus.y*ml", NULL };
static const char *const needles[] = { "container", "sha256:", NULL };

/* A container may be the whole file's, a task's, or one of a matrix. */
static const struct image_path image_paths[] = {
	{ "**/container/image", PIN_IMAGE, image_read_whole },
	{ "**/container/matrix/[]/image", PIN_IMAGE, image_read_whole },
	{ "**/arm_container/image", PIN_IMAGE, image_read_whole },
	{ "**/additional_containers/[]/image", PIN_IMAGE, image_read_whole },
	{ "**/docker_arguments/*", PIN_ARG, image_read_pinned },
	{ "**/env/*", PIN_IMAGE, image_read_pinned },
	{ "**/macos_instance", PIN_IMAGE, image_read_none },
	{ "**/osx_instance", PIN_IMAGE, image_read_none },
	{ "**/gce_instance", PIN_IMAGE, image_read_none },
	{ "**/ec2_instance", PIN_IMAGE, image_read_none },
	{ "**/compute_engine_instance", PIN_IMAGE, image_read_none },
	{ NULL, PIN_IMAGE, NULL },
};

static struct error *find(const struct scan_file *file)
{
	return yaml_format_find(file, &format_cirrus, image_paths);
}

const struct format format_cirrus = {
	.name = "cirrus",
	.summary = "containers of Cirrus CI",
	.omits = "virtual machines' images, Starlark",
	.globs = globs,
	.needles = needles,
	.find = find,
};
