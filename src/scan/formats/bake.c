#include "../formats.h"
#include "entries.h"
#include "places.h"

/* ---- HCL ---- */

static const struct entry entries[] = {
	{ "target/*/contexts/*", PIN_CONTEXT, ENTRY_SCHEME },
	{ "target/*/args/*", PIN_ARG, ENTRY_PINNED },
	{ "target/*/cache-from", PIN_CONTEXT, ENTRY_CACHE },
	{ "target/*/dockerfile-inline", PIN_FROM, ENTRY_DOCKERFILE },
	{ "variable/*/default", PIN_ARG, ENTRY_PINNED },
	{ NULL, PIN_ARG, ENTRY_OTHER },
};

/* ---- JSON: the same keys ---- */

static const struct place places[] = {
	{ "target/*/contexts/*", PIN_CONTEXT, place_scheme },
	{ "target/*/args/*", PIN_ARG, place_pinned },
	{ "target/*/cache-from/[]", PIN_CONTEXT, place_cache },
	{ "variable/*/default", PIN_ARG, place_pinned },
	{ NULL, PIN_ARG, NULL },
};

static struct error *find(const struct scan_file *file)
{
	if (slice_ends(slice_of(file->path), ".json"))
		return places_find(file, &format_bake, places);
	entries_find(file, &format_bake, &tongue_hcl, entries);
	return NULL;
}

static const char *const globs[] = {
	"docker-bake.hcl",    "docker-bake.*.hcl",  "docker-bake-*.hcl", "*.docker-bake.hcl",
	"*-bake.hcl",         "bake.hcl",           "docker-bake.json",  "docker-bake.*.json",
	"docker-bake-*.json", "*.docker-bake.json", "bake.json",         NULL,
};
static const char *const needles[] = { "docker-image:", "@sha256:", "@sha512:", "dockerfile-inline",
				       NULL };

const struct format format_bake = {
	.name = "bake",
	.summary = "docker buildx bake, HCL and JSON: contexts, arguments, variables, caches",
	.globs = globs,
	.needles = needles,
	.find = find,
};
