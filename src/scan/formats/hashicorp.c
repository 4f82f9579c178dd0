#include "../formats.h"
#include "entries.h"

/* ---- Nomad ---- */

static const struct entry nomad_entries[] = {
	{ "job/**/task/*/config/image", PIN_IMAGE, ENTRY_IMAGE },
	{ "group/**/task/*/config/image", PIN_IMAGE, ENTRY_IMAGE },
	{ "task/*/config/image", PIN_IMAGE, ENTRY_IMAGE },
	{ "job/**/config/sidecar_image", PIN_IMAGE, ENTRY_IMAGE },
	{ "variable/*/default", PIN_ARG, ENTRY_PINNED },
	{ "locals/**", PIN_ARG, ENTRY_PINNED },
	{ "job/**/env/*", PIN_ARG, ENTRY_PINNED },
	{ "job/**/meta/*", PIN_ARG, ENTRY_PINNED },
	{ NULL, PIN_ARG, ENTRY_OTHER },
};

static struct error *find_in_nomad(const struct scan_file *file)
{
	entries_find(file, &format_nomad, &tongue_hcl, nomad_entries);
	return NULL;
}

static const char *const nomad_globs[] = { "*.nomad",           "*.nomad.hcl",    "*.nomad.tpl",
					   "**/nomad/**/*.hcl", "**/nomad/*.hcl", NULL };
static const char *const nomad_needles[] = { "image", "@sha256:", NULL };

const struct format format_nomad = {
	.name = "nomad",
	.summary = "Nomad jobs: images of tasks, variables",
	.omits = "heredoc templates, expressions of several values, values of -var",
	.globs = nomad_globs,
	.needles = nomad_needles,
	.find = find_in_nomad,
};

/* ---- Terraform, OpenTofu ---- */

/* What is pinned is an image wherever it is all of a value: in variables, locals and
 * the arguments of modules. Only these say so of one that is not. */
static const struct entry terraform_entries[] = {
	{ "resource/docker_image/*/name", PIN_IMAGE, ENTRY_IMAGE },
	{ "data/docker_registry_image/*/name", PIN_IMAGE, ENTRY_IMAGE },
	{ "resource/docker_container/*/image", PIN_IMAGE, ENTRY_IMAGE },
	{ "resource/docker_service/*/task_spec/container_spec/image", PIN_IMAGE, ENTRY_IMAGE },
	{ "resource/kubernetes_*/**/container/image", PIN_IMAGE, ENTRY_IMAGE },
	{ "resource/kubernetes_*/**/init_container/image", PIN_IMAGE, ENTRY_IMAGE },
	{ "resource/google_cloud_run*/**/containers/image", PIN_IMAGE, ENTRY_IMAGE },
	{ "resource/docker_registry_image/**", PIN_IMAGE, ENTRY_OTHER },
	{ "variable/*/default", PIN_ARG, ENTRY_PINNED },
	{ "variable/*/default/*", PIN_ARG, ENTRY_PINNED },
	{ "variable/**", PIN_ARG, ENTRY_OTHER },
	{ "output/**", PIN_ARG, ENTRY_OTHER },
	{ "locals/**", PIN_ARG, ENTRY_PINNED },
	{ "**/image", PIN_IMAGE, ENTRY_PINNED },
	{ "**/*description", PIN_IMAGE, ENTRY_OTHER },
	{ "**", PIN_ARG, ENTRY_PINNED },
	{ NULL, PIN_ARG, ENTRY_OTHER },
};

static struct error *find_in_terraform(const struct scan_file *file)
{
	entries_find(file, &format_terraform, &tongue_hcl, terraform_entries);
	return NULL;
}

static const char *const terraform_globs[] = { "*.tf", "*.tofu", "*.tfvars", "terragrunt.hcl",
					       NULL };
static const char *const terraform_needles[] = { "docker_", "kubernetes_", "google_cloud_run",
						 "@sha256:", NULL };

const struct format format_terraform = {
	.name = "terraform",
	.summary = "Terraform: images of docker and kubernetes resources, variables, locals",
	.omits = "expressions of several values, heredocs, values of -var and modules of others",
	.globs = terraform_globs,
	.needles = terraform_needles,
	.find = find_in_terraform,
};
