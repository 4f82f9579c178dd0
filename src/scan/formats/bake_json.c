#include "../formats.h"
#include "dockerfile.h"
#include "image_paths.h"
#include "main_packages.h"
#include "yaml_format.h"
#include <digestbump/base/strings.h>
#include <digestbump/limits.h>
#include <digestbump/syntax/variable_expansion.h>

static const char *const globs[] = { "docker-bake*.json", "*.docker-bake.json", NULL };
static const char *const needles[] = { "target", "variable", NULL };

/* What bake replaces is not known here. */
static enum variable_state look_up(struct mapped_slice *value, const void *data, struct slice name)
{
	(void)value;
	(void)data;
	(void)name;
	return VARIABLE_UNKNOWN;
}

/* Bake expands its own "${X}" and "$${X}" first; what it does not touch is what the
 * Dockerfile says. */
static void find_inline(struct finder *finder, const struct node *node,
			const struct strings *contexts)
{
	OWNED(mapped_text) text = finder_text(finder, node);
	OWNED(mapped_text) expanded = mapped_text_new(FILE_BYTES_MOST);
	struct expansion expansion = {
		.dialect = &dialect_hcl,
		.lookup = look_up,
		.most = expansion_most(text->size),
	};
	OWNED(error) failed = expand(expanded, &expansion, mapped_text_slice(text));

	dockerfile_find_with_contexts(finder->file, finder->format,
				      mapped_text_slice(failed || expanded->over ? text : expanded),
				      contexts);
}

/* A target with a Dockerfile in it. */
static void read_target(struct finder *finder, const struct image_path *image_path,
			const struct node *target)
{
	const struct node *text = node_get(target, "dockerfile-inline");
	const struct node *contexts = node_get(target, "contexts");
	OWNED(strings) names = strings_new();

	(void)image_path;
	if (!node_string(text) || !finder_once(finder, text))
		return;
	for (size_t i = 0; contexts && contexts->kind == NODE_MAPPING && i < contexts->count / 2;
	     i++)
		if (node_string(contexts->items[2 * i]))
			strings_add(names, node_string(contexts->items[2 * i]));
	find_inline(finder, text, names);
}

/* Blocks with labels are mappings of mappings, or lists of those (HCL's JSON). */
static const struct image_path image_paths[] = {
	{ "variable/*/default", PIN_ARG, image_read_pinned },
	{ "variable/[]/*/default", PIN_ARG, image_read_pinned },
	{ "target/*/contexts/*", PIN_CONTEXT, image_read_scheme },
	{ "target/[]/*/contexts/*", PIN_CONTEXT, image_read_scheme },
	{ "target/*/args/*", PIN_ARG, image_read_pinned },
	{ "target/[]/*/args/*", PIN_ARG, image_read_pinned },
	{ "target/*/cache-from/[]", PIN_IMAGE, image_read_cache },
	{ "target/[]/*/cache-from/[]", PIN_IMAGE, image_read_cache },
	{ "target/*/matrix/**", PIN_ARG, image_read_pinned },
	{ "target/[]/*/matrix/**", PIN_ARG, image_read_pinned },
	{ "target/*", PIN_FROM, read_target },
	{ "target/[]/*", PIN_FROM, read_target },
	{ "target/*/tags", PIN_IMAGE, image_read_none },
	{ "target/*/output", PIN_IMAGE, image_read_none },
	{ "target/*/cache-to", PIN_IMAGE, image_read_none },
	{ NULL, PIN_IMAGE, NULL },
};

static struct error *find(const struct scan_file *file)
{
	return yaml_format_find(file, &format_bake_json, image_paths);
}

/* ---- what is built ---- */

static void read_targets(struct go_main_packages *main_packages, const struct node *targets)
{
	for (size_t i = 0; targets && targets->kind == NODE_MAPPING && i < targets->count / 2;
	     i++) {
		const struct node *target = node_target(targets->items[2 * i + 1]);

		if (target)
			main_packages_add_context(main_packages, target->at,
						  node_text(node_get(target, "context")),
						  node_text(node_get(target, "dockerfile")));
	}
}

static void read_mains(struct go_main_packages *main_packages, const struct scan_file *file,
		       const struct node *root)
{
	const struct node *targets = node_get(root, "target");

	(void)file;
	read_targets(main_packages, targets);
	for (size_t i = 0; targets && targets->kind == NODE_SEQUENCE && i < targets->count; i++)
		read_targets(main_packages, node_target(targets->items[i]));
}

static void main_packages(struct go_main_packages *main_packages, const struct scan_file *file)
{
	main_packages_read(main_packages, file, read_mains);
}

const struct format format_bake_json = {
	.name = "bake-json",
	.summary = "contexts, args, variables, caches and inline Dockerfiles of bake files in JSON",
	.omits = "expressions are not evaluated; values given by --set or the environment",
	.globs = globs,
	.needles = needles,
	.find = find,
	.main_packages = main_packages,
};
