#include "../find/pinned_text.h"
#include "../formats.h"
#include "image_calls.h"
#include "setting_paths.h"

/* Languages of configuration, and TOML: no schema says where images stand, but what is
 * pinned and all of a value is one. */

static const struct entry anything[] = {
	{ "**/[dD]escription", PIN_IMAGE, ENTRY_OTHER },
	{ "**/[eE]xample*", PIN_IMAGE, ENTRY_OTHER },
	{ "**", PIN_IMAGE, ENTRY_PINNED },
	{ NULL, PIN_IMAGE, ENTRY_OTHER },
};

/* ---- CUE ---- */

static const struct language cue = { .tongue = &tongue_program };

/* Timoni's values: image: { repository: "...", tag: "...", digest: "..." }. */
static const char *const images[] = { "image", "**/image", "**/*Image", NULL };

static const struct calls fields = {
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
	entries_find(file, &format_cue, &cue, anything);
	calls_find(file, &format_cue, cue.tongue, &fields);
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

static const struct language jsonnet = { .tongue = &tongue_jsonnet };

static struct error *find_in_jsonnet(const struct scan_file *file)
{
	entries_find(file, &format_jsonnet, &jsonnet, anything);
	return NULL;
}

static const char *const jsonnet_globs[] = { "*.jsonnet", "*.libsonnet", NULL };

const struct format format_jsonnet = {
	.name = "jsonnet",
	.summary = "Jsonnet and Tanka: pinned images that are all of a string",
	.omits = "text blocks (three bars), values put together from several, what is not pinned",
	.globs = jsonnet_globs,
	.needles = pinned_needles,
	.find = find_in_jsonnet,
};

/* ---- Bicep ---- */

static const struct entry bicep_entries[] = {
	{ "**/[dD]escription", PIN_IMAGE, ENTRY_OTHER },
	{ "**/containers/image", PIN_IMAGE, ENTRY_IMAGE },
	{ "**/initContainers/image", PIN_IMAGE, ENTRY_IMAGE },
	{ "**", PIN_IMAGE, ENTRY_PINNED },
	{ NULL, PIN_IMAGE, ENTRY_OTHER },
};

static struct error *find_in_bicep(const struct scan_file *file)
{
	entries_find(file, &format_bicep, &cue, bicep_entries);
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

static const struct language toml = { .tongue = &tongue_toml };

static const struct entry fly_entries[] = {
	{ "build/image", PIN_IMAGE, ENTRY_IMAGE }, { "build/builder", PIN_BASE, ENTRY_IMAGE },
	{ "build/args/*", PIN_ARG, ENTRY_PINNED }, { "**", PIN_IMAGE, ENTRY_WORDS },
	{ NULL, PIN_IMAGE, ENTRY_OTHER },
};

static struct error *find_in_fly(const struct scan_file *file)
{
	entries_find(file, &format_fly, &toml, fly_entries);
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

static const struct entry toml_entries[] = {
	{ "**/[dD]escription", PIN_IMAGE, ENTRY_OTHER },
	{ "**", PIN_IMAGE, ENTRY_WORDS },
	{ NULL, PIN_IMAGE, ENTRY_OTHER },
};

static struct error *find_in_toml(const struct scan_file *file)
{
	entries_find(file, &format_toml, &toml, toml_entries);
	return NULL;
}

static const char *const toml_globs[] = { "*.toml", NULL };

const struct format format_toml = {
	.name = "toml",
	.summary = "any other TOML: pinned images in values and commands",
	.omits = "names that are not pinned, descriptions",
	.globs = toml_globs,
	.needles = pinned_needles,
	.find = find_in_toml,
};

/* ---- HCL of other programs ---- */

static const struct language hcl = { .tongue = &tongue_hcl };

static const struct entry hcl_entries[] = {
	{ "source/docker/*/image", PIN_IMAGE, ENTRY_IMAGE },
	{ "**/description", PIN_IMAGE, ENTRY_OTHER },
	{ "**", PIN_IMAGE, ENTRY_PINNED },
	{ NULL, PIN_IMAGE, ENTRY_OTHER },
};

static struct error *find_in_hcl(const struct scan_file *file)
{
	entries_find(file, &format_hcl, &hcl, hcl_entries);
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

static const struct language starlark = { .tongue = &tongue_starlark };

static const struct entry tilt_entries[] = {
	{ "**/blob", PIN_IMAGE, ENTRY_MANIFESTS }, { "**/print", PIN_IMAGE, ENTRY_OTHER },
	{ "**/fail", PIN_IMAGE, ENTRY_OTHER },     { "**", PIN_IMAGE, ENTRY_WORDS },
	{ NULL, PIN_IMAGE, ENTRY_OTHER },
};

static struct error *find_in_tilt(const struct scan_file *file)
{
	entries_find(file, &format_tilt, &starlark, tilt_entries);
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

static const struct language nix = { .tongue = &tongue_nix };

static const char *const pulls[] = { "pullImage", "**/pullImage", NULL };

static const struct calls pull_image = {
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

	calls_find(file, &format_nix, nix.tongue, &pull_image);
	for (size_t i = first; i < file->pins->count; i++)
		if (file->pins->items[i]->obstacle == PIN_FREE)
			file->pins->items[i]->obstacle = PIN_COUPLED;
	entries_find(file, &format_nix, &nix, anything);
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
