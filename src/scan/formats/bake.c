#include "../formats.h"
#include "entries.h"

static const struct entry entries[] = {
	{ "target/*/contexts/*", PIN_CONTEXT, ENTRY_SCHEME },
	{ "target/*/args/*", PIN_ARG, ENTRY_PINNED },
	{ "target/*/cache-from", PIN_CONTEXT, ENTRY_CACHE },
	{ "target/*/dockerfile-inline", PIN_FROM, ENTRY_DOCKERFILE },
	{ "variable/*/default", PIN_ARG, ENTRY_PINNED },
	{ NULL, PIN_ARG, ENTRY_OTHER },
};

static struct error *find(const struct scan_file *file)
{
	entries_find(file, &format_bake, &tongue_hcl, entries);
	return NULL;
}

static const char *const globs[] = {
	"docker-bake.hcl",
	"docker-bake.*.hcl",
	"docker-bake-*.hcl",
	"*.docker-bake.hcl",
	"*-bake.hcl",
	"bake.hcl",
	NULL,
};
static const char *const needles[] = { "docker-image:", "@sha256:", "@sha512:", "dockerfile-inline",
				       NULL };

const struct format format_bake = {
	.name = "bake",
	.summary = "docker buildx bake in HCL: contexts, arguments, variables, caches",
	.omits = "functions, conditionals and matrices are not evaluated; values given by --set or "
		 "the environment",
	.globs = globs,
	.needles = needles,
	.find = find,
};
