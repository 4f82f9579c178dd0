#include "../formats.h"
#include "image_paths.h"
#include "yaml_format.h"

static const char *const globs[] = { "**/.circleci/**/*.y*ml", NULL };
static const char *const needles[] = { "image", "sha256:", NULL };

/* What `machine` runs is a virtual machine's image. Orbs written in place have jobs
 * and executors of their own. */
static const struct image_path image_paths[] = {
	{ "jobs/*/docker/[]/image", PIN_IMAGE, image_read_whole },
	{ "executors/*/docker/[]/image", PIN_IMAGE, image_read_whole },
	{ "orbs/*/jobs/*/docker/[]/image", PIN_IMAGE, image_read_whole },
	{ "orbs/*/executors/*/docker/[]/image", PIN_IMAGE, image_read_whole },
	{ "parameters/*/default", PIN_IMAGE, image_read_pinned },
	{ "*/*/parameters/*/default", PIN_IMAGE, image_read_pinned },
	{ "jobs/*/environment/*", PIN_IMAGE, image_read_pinned },
	{ "jobs/*/docker/[]/environment/*", PIN_IMAGE, image_read_pinned },
	{ "executors/*/environment/*", PIN_IMAGE, image_read_pinned },
	{ "workflows/*/jobs/[]/*/*", PIN_IMAGE, image_read_pinned },
	{ "workflows/*/jobs/[]/*/matrix/**", PIN_IMAGE, image_read_pinned },
	{ "**/machine", PIN_IMAGE, image_read_none },
	{ NULL, PIN_IMAGE, NULL },
};

static const struct mark marks[] = { { "<<", ">>" }, { NULL, NULL } };
static const struct dialect dialect = { .marks = marks };
static const struct variable_path bindings[] = {
	{ "parameters/*/default", "pipeline.parameters.", NULL },
	{ "jobs/*|/parameters/*/default", "parameters.", NULL },
	{ "executors/*|/parameters/*/default", "parameters.", NULL },
	{ "commands/*|/parameters/*/default", "parameters.", NULL },
	{ "orbs/*/jobs/*|/parameters/*/default", "parameters.", NULL },
	{ "orbs/*/executors/*|/parameters/*/default", "parameters.", NULL },
	{ NULL, NULL, NULL },
};
static const struct variable_paths variable_paths = { .dialect = &dialect, .bindings = bindings };

static struct error *find(const struct scan_file *file)
{
	return yaml_format_find_with_variables(file, &format_circleci, image_paths,
					       &variable_paths);
}

const struct format format_circleci = {
	.name = "circleci",
	.summary = "docker executors, parameters and matrices of CircleCI",
	.omits = "machine images, orbs of the registry",
	.globs = globs,
	.needles = needles,
	.find = find,
};
