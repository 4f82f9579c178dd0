#include "../formats.h"
#include "image_paths.h"
#include "yaml_format.h"

/* Drone and what came of it: Woodpecker, Crow, Vela. Their steps are lists or
 * mappings, and older versions call them "pipeline". */
static const struct image_path image_paths[] = {
	{ "steps/*/image", PIN_IMAGE, image_read_whole },
	{ "steps/[]/image", PIN_IMAGE, image_read_whole },
	{ "services/*/image", PIN_IMAGE, image_read_whole },
	{ "services/[]/image", PIN_IMAGE, image_read_whole },
	{ "clone/*/image", PIN_IMAGE, image_read_whole },
	{ "clone/[]/image", PIN_IMAGE, image_read_whole },
	{ "pipeline/*/image", PIN_IMAGE, image_read_whole },
	{ "pipeline/[]/image", PIN_IMAGE, image_read_whole },
	{ "stages/*/steps/[]/image", PIN_IMAGE, image_read_whole },
	{ "secrets/[]/origin/image", PIN_IMAGE, image_read_whole },
	{ "matrix/**", PIN_IMAGE, image_read_pinned },
	{ "*/*/settings/build_args/*", PIN_ARG, image_read_pinned },
	{ "*/*/settings/build_args/[]", PIN_ARG, image_read_argument },
	{ "*/[]/settings/build_args/*", PIN_ARG, image_read_pinned },
	{ "*/[]/settings/build_args/[]", PIN_ARG, image_read_argument },
	{ "environment/*", PIN_IMAGE, image_read_pinned },
	{ "*/*/environment/*", PIN_IMAGE, image_read_pinned },
	{ "*/[]/environment/*", PIN_IMAGE, image_read_pinned },
	{ NULL, PIN_IMAGE, NULL },
};

/* Entries of a matrix stand for one another; what stands in one belongs together. */
static const struct variable_path bindings[] = {
	{ "matrix/*/[]&", NULL, NULL },
	{ "matrix/include/[]&/*", NULL, NULL },
	{ "environment/*", NULL, NULL },
	{ NULL, NULL, NULL },
};
static const struct variable_paths variable_paths = { .dialect = &dialect_shell,
						      .bindings = bindings };

static const char *const needles[] = { "image", "sha256:", NULL };

static const char *const globs_of_drone[] = { ".drone.y*ml", "*.drone.y*ml", "**/.drone/**/*.y*ml",
					      NULL };

static struct error *find_drone(const struct scan_file *file)
{
	return yaml_format_find_with_variables(file, &format_drone, image_paths, &variable_paths);
}

const struct format format_drone = {
	.name = "drone",
	.summary = "steps and services of Drone",
	.omits = "Starlark and jsonnet pipelines, plugins' settings",
	.globs = globs_of_drone,
	.needles = needles,
	.find = find_drone,
};

static const char *const globs_of_woodpecker[] = {
	".woodpecker*.y*ml", "**/.woodpecker/**/*.y*ml", ".crow*.y*ml", "**/.crow/**/*.y*ml", NULL,
};

static struct error *find_woodpecker(const struct scan_file *file)
{
	return yaml_format_find_with_variables(file, &format_woodpecker, image_paths,
					       &variable_paths);
}

const struct format format_woodpecker = {
	.name = "woodpecker",
	.summary = "steps, services, clones and matrices of Woodpecker and Crow",
	.omits = "plugins' settings",
	.globs = globs_of_woodpecker,
	.needles = needles,
	.find = find_woodpecker,
};

static const char *const globs_of_vela[] = { ".vela.y*ml", "**/.vela/**/*.y*ml", NULL };

static struct error *find_vela(const struct scan_file *file)
{
	return yaml_format_find_with_variables(file, &format_vela, image_paths, &variable_paths);
}

const struct format format_vela = {
	.name = "vela",
	.summary = "steps, stages, services and secrets' origins of Vela",
	.omits = "plugins' parameters, templates",
	.globs = globs_of_vela,
	.needles = needles,
	.find = find_vela,
};
