#include "../formats.h"
#include "image_calls.h"

/* rules_oci's oci.pull and oci_pull, rules_docker's container_pull, rules_img's pull. */
static const char *const paths[] = {
	"*/pull",          "**/*/pull",         "*oci_pull", "**/oci_pull",
	"*container_pull", "**/container_pull", "pull",      NULL
};

static const struct image_calls calls = {
	.paths = paths,
	.names = {
		[CALL_IMAGE] = "image",
		[CALL_REGISTRY] = "registry",
		[CALL_REPOSITORY] = "repository",
		[CALL_TAG] = "tag",
		[CALL_DIGEST] = "digest",
	},
	.certainty = IMAGE_SURE,
	.loads = true,
};

static struct error *find(const struct scan_file *file)
{
	image_calls_find(file, &format_bazel, &syntax_starlark, &calls);
	return NULL;
}

static const char *const globs[] = {
	"MODULE.bazel",     "*.MODULE.bazel", "WORKSPACE", "WORKSPACE.bazel",
	"WORKSPACE.bzlmod", "*.bzl",          NULL
};
static const char *const needles[] = { "pull", NULL };

/* Which rule takes which pulled image is said in files of other packages. */
static void main_packages(struct go_main_packages *main_packages, const struct scan_file *file)
{
	(void)main_packages;
	(void)file;
}

const struct format format_bazel = {
	.name = "bazel",
	.summary = "Bazel: oci.pull, oci_pull, container_pull and rules_img's pull",
	.omits = "MODULE.bazel.lock, expressions of several values, values loaded from other files",
	.globs = globs,
	.needles = needles,
	.find = find,
	.main_packages = main_packages,
};
