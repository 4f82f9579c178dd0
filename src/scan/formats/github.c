#include "../formats.h"
#include "image_paths.h"
#include "yaml_format.h"

static const char *const globs[] = {
	"**/.github/workflows/*.y*ml",
	"**/.github/actions/**/*.y*ml",
	"**/.github/workflow-templates/*.y*ml",
	"**/workflow-templates/*.y*ml",
	"**/.gitea/workflows/*.y*ml",
	"**/.gitea/actions/**/*.y*ml",
	"**/.forgejo/workflows/*.y*ml",
	"**/.forgejo/actions/**/*.y*ml",
	"action.yml",
	"action.yaml",
	NULL,
};
static const char *const needles[] = { "container", "image", "docker:", "sha256:", NULL };

/* SchemaStore's github-workflow.json and github-action.json. What an action or a
 * workflow gets as input is its own affair: an image only where it is pinned. */
static const struct image_path image_paths[] = {
	{ "jobs/*/container", PIN_IMAGE, image_read_whole },
	{ "jobs/*/container/image", PIN_IMAGE, image_read_whole },
	{ "jobs/*/services/*", PIN_IMAGE, image_read_pinned },
	{ "jobs/*/services/*/image", PIN_IMAGE, image_read_whole },
	{ "jobs/*/steps/[]/uses", PIN_ACTION, image_read_scheme },
	{ "jobs/*/with/*", PIN_IMAGE, image_read_pinned },
	{ "jobs/*/steps/[]/with/build-args", PIN_ARG, image_read_argument_lines },
	{ "jobs/*/steps/[]/with/build-contexts", PIN_CONTEXT, image_read_argument_lines },
	{ "jobs/*/steps/[]/with/driver-opts", PIN_IMAGE, image_read_argument_lines },
	{ "jobs/*/steps/[]/with/sbom", PIN_IMAGE, image_read_argument_lines },
	{ "jobs/*/steps/[]/with/attests", PIN_IMAGE, image_read_argument_lines },
	{ "jobs/*/steps/[]/with/*", PIN_IMAGE, image_read_pinned },
	{ "jobs/*/strategy/matrix/**", PIN_IMAGE, image_read_pinned },
	{ "env/*", PIN_IMAGE, image_read_pinned },
	{ "jobs/*/env/*", PIN_IMAGE, image_read_pinned },
	{ "jobs/*/steps/[]/env/*", PIN_IMAGE, image_read_pinned },
	{ "jobs/*/container/env/*", PIN_IMAGE, image_read_pinned },
	{ "jobs/*/services/*/env/*", PIN_IMAGE, image_read_pinned },
	{ "on/*/inputs/*/default", PIN_IMAGE, image_read_pinned },
	{ "inputs/*/default", PIN_IMAGE, image_read_pinned },
	{ "runs/image", PIN_ACTION, image_read_scheme },
	{ "runs/env/*", PIN_IMAGE, image_read_pinned },
	{ "runs/steps/[]/uses", PIN_ACTION, image_read_scheme },
	{ "runs/steps/[]/env/*", PIN_IMAGE, image_read_pinned },
	{ "runs/steps/[]/with/build-args", PIN_ARG, image_read_argument_lines },
	{ "runs/steps/[]/with/build-contexts", PIN_CONTEXT, image_read_argument_lines },
	{ "runs/steps/[]/with/driver-opts", PIN_IMAGE, image_read_argument_lines },
	{ "runs/steps/[]/with/sbom", PIN_IMAGE, image_read_argument_lines },
	{ "runs/steps/[]/with/*", PIN_IMAGE, image_read_pinned },
	{ NULL, PIN_IMAGE, NULL },
};

static const struct mark marks[] = { { "${{", "}}" }, { NULL, NULL } };
static const struct dialect dialect = { .marks = marks };

/* Entries of a matrix stand for one another; what stands in one belongs together. */
static const struct variable_path bindings[] = {
	{ "env/*", "env.", NULL },
	{ "jobs/*|/env/*", "env.", NULL },
	{ "jobs/*|/steps/[]|/env/*", "env.", NULL },
	{ "jobs/*|/strategy/matrix/*/[]&", "matrix.", NULL },
	{ "jobs/*|/strategy/matrix/*/[]&/*", "matrix.", NULL },
	{ "jobs/*|/strategy/matrix/include/[]&/*", "matrix.", NULL },
	{ "on/workflow_call/inputs/*/default", "inputs.", NULL },
	{ "on/workflow_dispatch/inputs/*/default", "inputs.", NULL },
	{ "inputs/*/default", "inputs.", NULL },
	{ "runs/env/*", "env.", NULL },
	{ "runs/steps/[]|/env/*", "env.", NULL },
	{ NULL, NULL, NULL },
};
static const char *const prefixes[] = { "github.event.", NULL };
static const struct variable_paths variable_paths = {
	.dialect = &dialect,
	.prefixes = prefixes,
	.bindings = bindings,
};

static struct error *find(const struct scan_file *file)
{
	return yaml_format_find_with_variables(file, &format_github, image_paths, &variable_paths);
}

const struct format format_github = {
	.name = "github-actions",
	.summary = "workflows and actions of GitHub, Gitea and Forgejo: containers, services, "
		   "docker:// actions, matrices, environments",
	.omits = "actions that are repositories (owner/name@commit)",
	.globs = globs,
	.needles = needles,
	.find = find,
};
