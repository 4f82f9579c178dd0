#include "tekton.h"
#include "../find/image_scalar.h"
#include "image_paths.h"
#include "kubernetes.h"

/* The resolver "bundles" takes the bundle as a parameter of that name. */
static void read_resolver(struct finder *finder, const struct image_path *image_path,
			  const struct node *node)
{
	if (slice_is(node_text(node_get(node, "name")), "bundle"))
		image_scalar_add(finder, image_path->kind, node_get(node, "value"), IMAGE_SURE);
}

/* taskRef and pipelineRef stand in tasks, runs and templates of triggers: at any depth.
 * `bundle` in them is the form of v1beta1. */
static const struct image_path image_paths[] = {
	{ "spec/image", PIN_IMAGE, image_read_whole }, /* StepAction */
	{ "**/taskRef/params/[]", PIN_IMAGE, read_resolver },
	{ "**/pipelineRef/params/[]", PIN_IMAGE, read_resolver },
	{ "**/taskRef/bundle", PIN_IMAGE, image_read_whole },
	{ "**/pipelineRef/bundle", PIN_IMAGE, image_read_whole },
	{ "**/params/[]/default", PIN_IMAGE, image_read_pinned },
	{ "**/params/[]/value", PIN_IMAGE, image_read_pinned },
	{ NULL, PIN_IMAGE, NULL },
};

static const struct variable_path bindings[] = {
	{ "spec/params/[]", "params.", "default" },
	{ "spec/taskSpec/params/[]", "params.", "default" },
	{ "spec/pipelineSpec/params/[]", "params.", "default" },
	{ "spec/tasks/[]|/taskSpec/params/[]", "params.", "default" },
	{ "spec/pipelineSpec/tasks/[]|/taskSpec/params/[]", "params.", "default" },
	{ NULL, NULL, NULL },
};
static const char *const prefixes[] = { "inputs.", NULL };
static const struct variable_paths variable_paths = {
	.dialect = &dialect_parentheses,
	.prefixes = prefixes,
	.bindings = bindings,
};

void tekton_find(struct finder *finder, const struct node *root)
{
	variable_paths_define_in(finder, &variable_paths, root);
	kubernetes_find_by_keys(finder, root);
	image_paths_read(finder, image_paths, root);
}
