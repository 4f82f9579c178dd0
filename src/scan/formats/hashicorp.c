#include "../formats.h"
#include "image_calls.h"
#include "image_setting_paths.h"

/* Variables and locals of all of HashiCorp's programs that have them. */
static const struct variable_naming namings[] = {
	{ "variable/*/default", "var.", 1, SCOPE_FILE },
	{ "variable/*/default/**", "var.", 1, SCOPE_FILE },
	{ "locals/**", "local.", 1, SCOPE_FILE },
	{ "local/*/expression", "local.", 1, SCOPE_FILE },
	{ NULL, NULL, 0, SCOPE_FILE },
};

/* Files of values: names at the top are variables. */
static const struct variable_naming values[] = {
	{ "*", "var.", 0, SCOPE_FILE },
	{ "*/**", "var.", 0, SCOPE_FILE },
	{ NULL, NULL, 0, SCOPE_FILE },
};

/* ---- Nomad ---- */

static const struct setting_path nomad_entries[] = {
	{ "job/**/task/*/config/image", PIN_IMAGE, VALUE_IMAGE },
	{ "group/**/task/*/config/image", PIN_IMAGE, VALUE_IMAGE },
	{ "task/*/config/image", PIN_IMAGE, VALUE_IMAGE },
	{ "job/**/config/sidecar_image", PIN_IMAGE, VALUE_IMAGE },
	{ "variable/*/default", PIN_ARG, VALUE_PINNED },
	{ "locals/**", PIN_ARG, VALUE_PINNED },
	{ "job/**/env/*", PIN_ARG, VALUE_PINNED },
	{ "job/**/meta/*", PIN_ARG, VALUE_PINNED },
	{ NULL, PIN_ARG, VALUE_NO_IMAGE },
};

static const struct language nomad = {
	.syntax = &syntax_hcl,
	.dialect = &dialect_hcl,
	.namings = namings,
};

static struct error *find_in_nomad(const struct scan_file *file)
{
	setting_paths_find(file, &format_nomad, &nomad, nomad_entries);
	return NULL;
}

static const char *const nomad_globs[] = { "*.nomad",           "*.nomad.hcl",    "*.nomad.tpl",
					   "**/nomad/**/*.hcl", "**/nomad/*.hcl", NULL };
static const char *const nomad_needles[] = { "image", "sha256:", NULL };

const struct format format_nomad = {
	.name = "nomad",
	.summary = "Nomad jobs: images of tasks, variables and locals, also in parts",
	.omits = "heredoc templates, functions, values of -var and of files for them",
	.globs = nomad_globs,
	.needles = nomad_needles,
	.find = find_in_nomad,
};

/* ---- Terraform, OpenTofu ---- */

/* What is pinned is an image wherever it is all of a value: in variables, locals and
 * the arguments of modules. Only these say so of one that is not. */
static const struct setting_path terraform_entries[] = {
	{ "resource/docker_image/*/name", PIN_IMAGE, VALUE_IMAGE },
	{ "data/docker_registry_image/*/name", PIN_IMAGE, VALUE_IMAGE },
	{ "resource/docker_container/*/image", PIN_IMAGE, VALUE_IMAGE },
	{ "resource/docker_service/*/task_spec/container_spec/image", PIN_IMAGE, VALUE_IMAGE },
	{ "resource/kubernetes_*/**/container/image", PIN_IMAGE, VALUE_IMAGE },
	{ "resource/kubernetes_*/**/init_container/image", PIN_IMAGE, VALUE_IMAGE },
	{ "resource/google_cloud_run*/**/containers/image", PIN_IMAGE, VALUE_IMAGE },
	{ "resource/docker_registry_image/**", PIN_IMAGE, VALUE_NO_IMAGE },
	{ "resource/helm_release/*/set**value", PIN_ARG, VALUE_TAGGED },
	{ "variable/*/default", PIN_ARG, VALUE_PINNED },
	{ "variable/*/default/*", PIN_ARG, VALUE_PINNED },
	{ "variable/**", PIN_ARG, VALUE_NO_IMAGE },
	{ "output/**", PIN_ARG, VALUE_NO_IMAGE },
	{ "locals/**", PIN_ARG, VALUE_PINNED },
	{ "**/image", PIN_IMAGE, VALUE_PINNED },
	{ "**/*description", PIN_IMAGE, VALUE_NO_IMAGE },
	{ "**", PIN_ARG, VALUE_PINNED },
	{ NULL, PIN_ARG, VALUE_NO_IMAGE },
};

/* A module is all files of a directory: these are the names that its definitions are
 * usually found under. */
static const struct sibling_definitions sibling_files[] = {
	{ "variables.tf", "var.", namings },  { "vars.tf", "var.", namings },
	{ "locals.tf", "local.", namings },   { "images.tf", "local.", namings },
	{ "main.tf", "local.", namings },     { "terraform.tfvars", "var.", values },
	{ "versions.tf", "local.", namings }, { "variables.tofu", "var.", namings },
	{ "locals.tofu", "local.", namings }, { NULL, NULL, NULL },
};
static const struct language terraform = {
	.syntax = &syntax_hcl,
	.dialect = &dialect_hcl,
	.namings = namings,
	.sibling_files = sibling_files,
};

/* An object of repository, tag and digest, in whatever it stands. */
static const char *const object_paths[] = { "**", NULL };
static const struct image_calls objects = {
	.paths = object_paths,
	.names = {
		[CALL_IMAGE] = "image",
		[CALL_REGISTRY] = "registry",
		[CALL_REPOSITORY] = "repository",
		[CALL_TAG] = "tag",
		[CALL_DIGEST] = "digest",
	},
	.certainty = IMAGE_PINNED,
	.split_only = true,
};

static struct error *find_in_terraform(const struct scan_file *file)
{
	setting_paths_find(file, &format_terraform, &terraform, terraform_entries);
	image_calls_find(file, &format_terraform, &syntax_hcl, &objects);
	return NULL;
}

static const char *const terraform_globs[] = { "*.tf", "*.tofu", "*.tfvars", "terragrunt.hcl",
					       NULL };
static const char *const terraform_needles[] = { "docker_", "kubernetes_", "google_cloud_run",
						 "sha256:", "}@${",        NULL };

const struct format format_terraform = {
	.name = "terraform",
	.summary = "Terraform: images of docker and kubernetes resources, variables and locals, "
		   "also in parts and in files beside",
	.omits = "functions, heredocs, a chart's image in several set blocks, values of -var, "
		 "modules of others, definitions in files "
		 "beside with other names than variables.tf, vars.tf, locals.tf, images.tf, "
		 "main.tf, versions.tf, terraform.tfvars",
	.globs = terraform_globs,
	.needles = terraform_needles,
	.find = find_in_terraform,
};
