#include "../formats.h"
#include "image_paths.h"

static const char *const globs[] = {
	"*azure-pipeline*.y*ml",         "**/.azuredevops/**/*.y*ml",
	"**/.azure-pipelines/**/*.y*ml", "**/azure-pipelines/**/*.y*ml",
	"**/.azure/pipelines/**/*.y*ml", NULL,
};
static const char *const needles[] = { "container", "image", "sha256:", NULL };

/* Jobs stand in stages, in templates and under "${{ if }}:" keys: at any depth. A
 * container may be the alias of a resource: a name alone is no image. */
static const struct place places[] = {
	{ "resources/containers/[]/image", PIN_IMAGE, place_whole },
	{ "**/container", PIN_IMAGE, place_tagged },
	{ "**/container/image", PIN_IMAGE, place_tagged },
	{ "**/services/*", PIN_IMAGE, place_pinned },
	{ "**/variables/*", PIN_IMAGE, place_pinned },
	{ "**/variables/[]/value", PIN_IMAGE, place_pinned },
	{ "**/parameters/*", PIN_IMAGE, place_pinned },
	{ "parameters/[]/default", PIN_IMAGE, place_pinned },
	{ "**/strategy/matrix/*/*", PIN_IMAGE, place_pinned },
	{ NULL, PIN_IMAGE, NULL },
};

static const struct mark marks[] = {
	{ "${{", "}}" }, { "$[", "]" }, { "$(", ")" }, { NULL, NULL }
};
static const struct dialect dialect = { .marks = marks };

/* Both of the forms that variables and parameters have. */
static const struct binding bindings[] = {
	{ "variables/*", NULL, NULL },
	{ "variables/[]", NULL, "value" },
	{ "stages/[]|/variables/*", NULL, NULL },
	{ "stages/[]|/variables/[]", NULL, "value" },
	{ "jobs/[]|/variables/*", NULL, NULL },
	{ "jobs/[]|/variables/[]", NULL, "value" },
	{ "stages/[]/jobs/[]|/variables/*", NULL, NULL },
	{ "stages/[]/jobs/[]|/variables/[]", NULL, "value" },
	{ "jobs/[]|/strategy/matrix/*&/*", NULL, NULL },
	{ "stages/[]/jobs/[]|/strategy/matrix/*&/*", NULL, NULL },
	{ "strategy/matrix/*&/*", NULL, NULL },
	{ "parameters/*", "parameters.", NULL },
	{ "parameters/[]", "parameters.", "default" },
	{ NULL, NULL, NULL },
};
static const char *const fronts[] = { "variables.", NULL };
static const struct vocabulary vocabulary = {
	.dialect = &dialect,
	.fronts = fronts,
	.bindings = bindings,
};

static struct error *find(const struct scan_file *file)
{
	return places_find_with(file, &format_azure, places, &vocabulary);
}

const struct format format_azure = {
	.name = "azure-pipelines",
	.summary = "container resources, job containers and variables of Azure Pipelines",
	.omits = "vmImage, tasks' inputs, templates of other repositories",
	.globs = globs,
	.needles = needles,
	.find = find,
};
