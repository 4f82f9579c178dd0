#include "../formats.h"
#include "dockerfile.h"
#include "image_paths.h"
#include "main_packages.h"

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

/* ---- what is built ---- */

static void read_targets(struct mains *mains, const struct node *targets)
{
	for (size_t i = 0; targets && targets->kind == NODE_MAPPING && i < targets->count / 2;
	     i++) {
		const struct node *target = node_target(targets->items[2 * i + 1]);

		if (target)
			packages_add_context(mains, target->at,
					     node_text(node_get(target, "context")),
					     node_text(node_get(target, "dockerfile")));
	}
}

static void read_mains(struct mains *mains, const struct scan_file *file, const struct node *root)
{
	const struct node *targets = node_get(root, "target");

	(void)file;
	read_targets(mains, targets);
	for (size_t i = 0; targets && targets->kind == NODE_SEQUENCE && i < targets->count; i++)
		read_targets(mains, node_target(targets->items[i]));
}

static void mains(struct mains *mains, const struct scan_file *file)
{
	packages_read(mains, file, read_mains);
}

const struct format format_bake_json = {
	.name = "bake-json",
	.summary = "contexts, args, variables, caches and inline Dockerfiles of bake files in JSON",
	.omits = "expressions are not evaluated; values given by --set or the environment",
	.globs = globs,
	.needles = needles,
	.find = find,
	.mains = mains,
};
