#include "flux.h"

#include "../find/image_parts.h"
#include "helm.h"
#include "image_paths.h"
#include "kustomize.h"

/* What Kustomize does to the chart's manifests before they are applied. */
static void find_in_renderers(struct finder *finder, const struct node *list)
{
	for (size_t i = 0; list && list->kind == NODE_SEQUENCE && i < list->count; i++) {
		const struct node *kustomize = node_get(list->items[i], "kustomize");

		if (kustomize)
			kustomize_find(finder, kustomize);
	}
}

void flux_find_release(struct finder *finder, const struct node *root)
{
	const struct node *spec = finder_once(finder, node_get(root, "spec"));

	helm_find_values(finder, node_get(spec, "values"));
	find_in_renderers(finder, node_get(spec, "postRenderers"));
}

/* Other files have ${NAME} where these values go. */
static const struct image_path substitutes[] = {
	{ "spec/postBuild/substitute/*", PIN_IMAGE, image_read_pinned },
	{ NULL, PIN_IMAGE, NULL },
};

void flux_find_kustomization(struct finder *finder, const struct node *root)
{
	const struct node *spec = finder_once(finder, node_get(root, "spec"));

	if (spec)
		kustomize_find(finder, spec);
	flux_substitute(finder, root);
	finder->keep_existing = true;
	image_paths_read(finder, substitutes, root);
	finder->keep_existing = false;
}

/* The digest wins over a semver range, which wins over the tag (source-controller):
 * beside a range, the tag is not what is followed. */
void flux_find_repository(struct finder *finder, const struct node *root)
{
	const struct node *spec = finder_once(finder, node_get(root, "spec"));
	const struct node *ref = finder_once(finder, node_get(spec, "ref"));
	bool range = node_is_filled(node_get(ref, "semver"));
	struct image_parts parts = {
		.scheme = "oci://",
		.name = node_get(spec, "url"),
		.tag = range ? NULL : node_get(ref, "tag"),
		.digest = node_get(ref, "digest"),
	};

	image_parts_add(finder, &parts, IMAGE_TAGGED);
}
