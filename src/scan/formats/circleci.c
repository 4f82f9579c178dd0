#include "../formats.h"
#include "image_paths.h"

static const char *const globs[] = { "**/.circleci/**/*.y*ml", NULL };
static const char *const needles[] = { "image", "sha256:", NULL };

/* What `machine` runs is a virtual machine's image. Orbs written in place have jobs
 * and executors of their own. */
static const struct place places[] = {
	{ "jobs/*/docker/[]/image", PIN_IMAGE, place_whole },
	{ "executors/*/docker/[]/image", PIN_IMAGE, place_whole },
	{ "orbs/*/jobs/*/docker/[]/image", PIN_IMAGE, place_whole },
	{ "orbs/*/executors/*/docker/[]/image", PIN_IMAGE, place_whole },
	{ "parameters/*/default", PIN_IMAGE, place_pinned },
	{ "*/*/parameters/*/default", PIN_IMAGE, place_pinned },
	{ "jobs/*/environment/*", PIN_IMAGE, place_pinned },
	{ "jobs/*/docker/[]/environment/*", PIN_IMAGE, place_pinned },
	{ "executors/*/environment/*", PIN_IMAGE, place_pinned },
	{ "workflows/*/jobs/[]/*/*", PIN_IMAGE, place_pinned },
	{ "workflows/*/jobs/[]/*/matrix/**", PIN_IMAGE, place_pinned },
	{ NULL, PIN_IMAGE, NULL },
};

static const struct mark marks[] = { { "<<", ">>" }, { NULL, NULL } };
static const struct dialect dialect = { .marks = marks };
static const struct binding bindings[] = {
	{ "parameters/*/default", "pipeline.parameters.", NULL },
	{ "jobs/*|/parameters/*/default", "parameters.", NULL },
	{ "executors/*|/parameters/*/default", "parameters.", NULL },
	{ "commands/*|/parameters/*/default", "parameters.", NULL },
	{ "orbs/*/jobs/*|/parameters/*/default", "parameters.", NULL },
	{ "orbs/*/executors/*|/parameters/*/default", "parameters.", NULL },
	{ NULL, NULL, NULL },
};
static const struct vocabulary vocabulary = { .dialect = &dialect, .bindings = bindings };

static struct error *find(const struct scan_file *file)
{
	return places_find_with(file, &format_circleci, places, &vocabulary);
}

const struct format format_circleci = {
	.name = "circleci",
	.summary = "docker executors, parameters and matrices of CircleCI",
	.omits = "machine images, orbs of the registry, shell in run:",
	.globs = globs,
	.needles = needles,
	.find = find,
};
