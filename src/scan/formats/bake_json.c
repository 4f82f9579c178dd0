#include "../formats.h"
#include "dockerfile.h"
#include "places.h"

static const char *const globs[] = { "docker-bake*.json", "*.docker-bake.json", NULL };
static const char *const needles[] = { "target", "variable", NULL };

/* Bake expands its own "${X}" and "$${X}" first; what it does not touch is what the
 * Dockerfile says. */
static void read_inline(struct finder *finder, const struct place *place, const struct node *node)
{
	(void)place;
	if (node->kind != NODE_SCALAR || !finder_once(finder, node))
		return;
	OWNED(traced) text = finder_text(finder, node);

	dockerfile_find(finder->file, finder->format, traced_letters(text));
}

/* Blocks with labels are mappings of mappings, or lists of those (HCL's JSON). */
static const struct place places[] = {
	{ "variable/*/default", PIN_ARG, place_pinned },
	{ "variable/[]/*/default", PIN_ARG, place_pinned },
	{ "target/*/contexts/*", PIN_CONTEXT, place_scheme },
	{ "target/[]/*/contexts/*", PIN_CONTEXT, place_scheme },
	{ "target/*/args/*", PIN_ARG, place_pinned },
	{ "target/[]/*/args/*", PIN_ARG, place_pinned },
	{ "target/*/cache-from/[]", PIN_IMAGE, place_cache },
	{ "target/[]/*/cache-from/[]", PIN_IMAGE, place_cache },
	{ "target/*/matrix/**", PIN_ARG, place_pinned },
	{ "target/[]/*/matrix/**", PIN_ARG, place_pinned },
	{ "target/*/dockerfile-inline", PIN_FROM, read_inline },
	{ "target/[]/*/dockerfile-inline", PIN_FROM, read_inline },
	{ NULL, PIN_IMAGE, NULL },
};

static struct error *find(const struct scan_file *file)
{
	return places_find(file, &format_bake_json, places);
}

const struct format format_bake_json = {
	.name = "bake-json",
	.summary = "contexts, args, variables, caches and inline Dockerfiles of bake files in JSON",
	.omits = "expressions are not evaluated; values given by --set or the environment",
	.globs = globs,
	.needles = needles,
	.find = find,
};
