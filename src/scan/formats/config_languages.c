#include "../find/pinned_text.h"
#include "../formats.h"
#include "image_calls.h"
#include "image_setting_paths.h"

/* Languages of configuration, and TOML: no schema says where images stand, but what is
 * pinned and all of a value is one. */

static const struct setting_path anything[] = {
	{ "**/[dD]escription", PIN_IMAGE, VALUE_NO_IMAGE },
	{ "**/[eE]xample*", PIN_IMAGE, VALUE_NO_IMAGE },
	{ "**", PIN_IMAGE, VALUE_PINNED },
	{ NULL, PIN_IMAGE, VALUE_NO_IMAGE },
};

/* ---- CUE ---- */

static const struct language cue = { .syntax = &syntax_program };

/* Timoni's values: image: { repository: "...", tag: "...", digest: "..." }. */
static const char *const images[] = { "image", "**/image", "**/*Image", NULL };

static const struct image_calls fields = {
	.paths = images,
	.names = {
		[CALL_REGISTRY] = "registry",
		[CALL_REPOSITORY] = "repository",
		[CALL_TAG] = "tag",
		[CALL_DIGEST] = "digest",
	},
	.certainty = IMAGE_PINNED,
};

static struct error *find_in_cue(const struct scan_file *file)
{
	setting_paths_find(file, &format_cue, &cue, anything);
	image_calls_find(file, &format_cue, cue.syntax, &fields);
	return NULL;
}

static const char *const cue_globs[] = { "*.cue", NULL };
static const char *const digest_needles[] = { "sha256:", "sha512:", NULL };

const struct format format_cue = {
	.name = "cue",
	.summary =
	    "CUE: pinned images that are all of a string, Timoni's repository, tag and digest",
	.omits = "defaults (*\"x\"), interpolation, names that are not pinned",
	.globs = cue_globs,
	.needles = digest_needles,
	.find = find_in_cue,
};

/* ---- Jsonnet ---- */

static const struct language jsonnet = { .syntax = &syntax_jsonnet };

static struct error *find_in_jsonnet(const struct scan_file *file)
{
	setting_paths_find(file, &format_jsonnet, &jsonnet, anything);
	return NULL;
}

static const char *const jsonnet_globs[] = { "*.jsonnet", "*.libsonnet", NULL };

const struct format format_jsonnet = {
	.name = "jsonnet",
	.summary = "Jsonnet and Tanka: pinned images that are all of a string",
	.omits = "text blocks (three bars), values put together from several, what is not pinned",
	.globs = jsonnet_globs,
	.needles = pinned_text_needles,
	.find = find_in_jsonnet,
};

/* ---- Bicep ---- */

static const struct setting_path bicep_entries[] = {
	{ "**/[dD]escription", PIN_IMAGE, VALUE_NO_IMAGE },
	{ "**/containers/image", PIN_IMAGE, VALUE_IMAGE },
	{ "**/initContainers/image", PIN_IMAGE, VALUE_IMAGE },
	{ "**", PIN_IMAGE, VALUE_PINNED },
	{ NULL, PIN_IMAGE, VALUE_NO_IMAGE },
};

static struct error *find_in_bicep(const struct scan_file *file)
{
	setting_paths_find(file, &format_bicep, &cue, bicep_entries);
	return NULL;
}

static const char *const bicep_globs[] = { "*.bicep", "*.bicepparam", NULL };
static const char *const bicep_needles[] = { "containers", "initContainers",
					     "@sha256:", "@sha512:", NULL };

const struct format format_bicep = {
	.name = "bicep",
	.summary = "Bicep: containers of Azure, pinned parameters and variables",
	.omits = "interpolated values, modules of registries",
	.globs = bicep_globs,
	.needles = bicep_needles,
	.find = find_in_bicep,
};

/* ---- TOML ---- */

static const struct language toml = { .syntax = &syntax_toml };

static const struct setting_path fly_entries[] = {
	{ "build/image", PIN_IMAGE, VALUE_IMAGE }, { "build/builder", PIN_BASE, VALUE_IMAGE },
	{ "build/args/*", PIN_ARG, VALUE_PINNED }, { "**", PIN_IMAGE, VALUE_WORDS },
	{ NULL, PIN_IMAGE, VALUE_NO_IMAGE },
};

static struct error *find_in_fly(const struct scan_file *file)
{
	setting_paths_find(file, &format_fly, &toml, fly_entries);
	return NULL;
}

static const char *const fly_globs[] = { "fly.toml", "fly.*.toml", NULL };
static const char *const fly_needles[] = { "image", "builder", "@sha256:", NULL };

const struct format format_fly = {
	.name = "fly",
	.summary = "fly.toml: the image, the builder and the arguments of the build",
	.omits = "Dockerfiles (read by themselves)",
	.globs = fly_globs,
	.needles = fly_needles,
	.find = find_in_fly,
};

static const struct setting_path toml_entries[] = {
	{ "**/[dD]escription", PIN_IMAGE, VALUE_NO_IMAGE },
	{ "**", PIN_IMAGE, VALUE_WORDS },
	{ NULL, PIN_IMAGE, VALUE_NO_IMAGE },
};

static struct error *find_in_toml(const struct scan_file *file)
{
	setting_paths_find(file, &format_toml, &toml, toml_entries);
	return NULL;
}

static const char *const toml_globs[] = { "*.toml", NULL };

const struct format format_toml = {
	.name = "toml",
	.summary = "any other TOML: pinned images in values and commands",
	.omits = "names that are not pinned, descriptions",
	.globs = toml_globs,
	.needles = pinned_text_needles,
	.find = find_in_toml,
};

/* ---- HCL of other programs ---- */

static const struct language hcl = { .syntax = &syntax_hcl };

static const struct setting_path hcl_entries[] = {
	{ "source/docker/*/image", PIN_IMAGE, VALUE_IMAGE },
	{ "**/description", PIN_IMAGE, VALUE_NO_IMAGE },
	{ "**", PIN_IMAGE, VALUE_PINNED },
	{ NULL, PIN_IMAGE, VALUE_NO_IMAGE },
};

static struct error *find_in_hcl(const struct scan_file *file)
{
	setting_paths_find(file, &format_hcl, &hcl, hcl_entries);
	return NULL;
}

static const char *const hcl_globs[] = { "*.hcl", NULL };
static const char *const hcl_except[] = { ".terraform.lock.hcl", NULL };
static const char *const hcl_needles[] = { "docker", "@sha256:", "@sha512:", NULL };

const struct format format_hcl = {
	.name = "hcl",
	.summary = "any other HCL: Packer's docker sources, pinned images that are all of a value",
	.omits = "heredocs, expressions of several values, names that are not pinned",
	.globs = hcl_globs,
	.except = hcl_except,
	.needles = hcl_needles,
	.find = find_in_hcl,
};

/* ---- Tilt ---- */

static const struct language starlark = { .syntax = &syntax_starlark };

static const struct setting_path tilt_entries[] = {
	{ "**/blob", PIN_IMAGE, VALUE_MANIFESTS }, { "**/print", PIN_IMAGE, VALUE_NO_IMAGE },
	{ "**/fail", PIN_IMAGE, VALUE_NO_IMAGE },  { "**", PIN_IMAGE, VALUE_WORDS },
	{ NULL, PIN_IMAGE, VALUE_NO_IMAGE },
};

static struct error *find_in_tilt(const struct scan_file *file)
{
	setting_paths_find(file, &format_tilt, &starlark, tilt_entries);
	return NULL;
}

static const char *const tilt_globs[] = { "Tiltfile", "Tiltfile.*", "*.tiltfile", "*.Tiltfile",
					  NULL };
static const char *const tilt_needles[] = { "blob", "@sha256:", "@sha512:", NULL };

const struct format format_tilt = {
	.name = "tilt",
	.summary = "Tiltfile: build arguments, commands, manifests in blob(), variables",
	.omits = "files that it loads (read by themselves), values put together from several",
	.globs = tilt_globs,
	.needles = tilt_needles,
	.find = find_in_tilt,
};

/* ---- Nix ---- */

static const struct language nix = { .syntax = &syntax_nix };

static const char *const pulls[] = { "pullImage", "**/pullImage", NULL };

static const struct image_calls pull_image = {
	.paths = pulls,
	.names = {
		[CALL_IMAGE] = "imageName",
		[CALL_TAG] = "finalImageTag",
		[CALL_DIGEST] = "imageDigest",
	},
	.certainty = IMAGE_PINNED,
};

/* Its `sha256` (or `hash`) is of what was pulled: with another digest alone, no build
 * would pass. */
static struct error *find_in_nix(const struct scan_file *file)
{
	size_t first = file->pins->count;

	image_calls_find(file, &format_nix, nix.syntax, &pull_image);
	for (size_t i = first; i < file->pins->count; i++)
		if (file->pins->items[i]->obstacle == PIN_FREE)
			file->pins->items[i]->obstacle = PIN_COUPLED;
	setting_paths_find(file, &format_nix, &nix, anything);
	return NULL;
}

static const char *const nix_globs[] = { "*.nix", NULL };

const struct format format_nix = {
	.name = "nix",
	.summary = "Nix: images of oci-containers; dockerTools.pullImage is listed, not changed",
	.omits = "text of many lines, values put together from several",
	.globs = nix_globs,
	.needles = digest_needles,
	.find = find_in_nix,
};
