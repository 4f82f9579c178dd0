#include "../formats.h"
#include "image_paths.h"
#include "yaml_format.h"

static const char *const globs[] = {
	"*azure-pipeline*.y*ml",         "**/.azuredevops/**/*.y*ml",
	"**/.azure-pipelines/**/*.y*ml", "**/azure-pipelines/**/*.y*ml",
	"**/.azure/pipelines/**/*.y*ml", NULL,
};
static const char *const needles[] = { "container", "image", "sha256:", NULL };

/* Jobs stand in stages, in templates and under "${{ if }}:" keys: at any depth. A
 * container may be the alias of a resource: a name alone is no image. */
static const struct image_path image_paths[] = {
	{ "resources/containers/[]/image", PIN_IMAGE, image_read_whole },
	{ "**/container", PIN_IMAGE, image_read_tagged },
	{ "**/container/image", PIN_IMAGE, image_read_tagged },
	{ "**/services/*", PIN_IMAGE, image_read_pinned },
	{ "**/variables/*", PIN_IMAGE, image_read_pinned },
	{ "**/variables/[]/value", PIN_IMAGE, image_read_pinned },
	{ "**/parameters/*", PIN_IMAGE, image_read_pinned },
	{ "parameters/[]/default", PIN_IMAGE, image_read_pinned },
	{ "**/strategy/matrix/*/*", PIN_IMAGE, image_read_pinned },
	{ "**/vmImage", PIN_IMAGE, image_read_none },
	{ "**/displayName", PIN_IMAGE, image_read_none },
	{ NULL, PIN_IMAGE, NULL },
};

static const struct mark marks[] = {
	{ "${{", "}}" }, { "$[", "]" }, { "$(", ")" }, { NULL, NULL }
};
static const struct dialect dialect = { .marks = marks };

/* Both of the forms that variables and parameters have. */
static const struct variable_path bindings[] = {
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
static const char *const prefixes[] = { "variables.", NULL };
static const struct variable_paths variable_paths = {
	.dialect = &dialect,
	.prefixes = prefixes,
	.bindings = bindings,
};

static struct error *find(const struct scan_file *file)
{
	return yaml_format_find_with_variables(file, &format_azure, image_paths, &variable_paths);
}

const struct format format_azure = {
	.name = "azure-pipelines",
	.summary = "container resources, job containers and variables of Azure Pipelines",
	.omits = "vmImage, tasks' inputs, templates of other repositories",
	.globs = globs,
	.needles = needles,
	.find = find,
};
