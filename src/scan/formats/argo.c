#include "argo.h"
#include "../find/embedded_yaml.h"
#include "document_kind.h"
#include "helm.h"
#include "image_paths.h"
#include "kubernetes.h"

/* Overrides are "[alias=]name[:tag][@digest]": what is behind the '='. */
static void read_override(struct finder *finder, const struct image_path *image_path,
			  const struct node *node)
{
	if (!node_is_filled(node))
		return;
	OWNED(mapped_text) text = finder_letters(finder, node);
	struct mapped_slice image = mapped_text_slice(text);
	size_t at;

	if (slice_find(&at, mapped_bytes(image), "="))
		image = mapped_tail(image, at + 1);
	finder_add_letters(finder, image_path->kind, image, node->at.at, IMAGE_TAGGED);
}

static void read_values(struct finder *finder, const struct image_path *image_path,
			const struct node *node)
{
	(void)image_path;
	embedded_yaml_find(finder, node, helm_find_values);
}

static const struct image_path places_of_application[] = {
	{ "**/list/elements/[]/*", PIN_IMAGE, image_read_pinned },
	{ "**/source/kustomize/images/[]", PIN_IMAGE, read_override },
	{ "**/source/helm/parameters", PIN_IMAGE, image_read_dotted_values },
	{ "**/source/helm/values", PIN_IMAGE, read_values },
	{ "**/source/helm/valuesObject", PIN_IMAGE, image_read_chart_values },
	{ "**/sources/[]/kustomize/images/[]", PIN_IMAGE, read_override },
	{ "**/sources/[]/helm/parameters", PIN_IMAGE, image_read_dotted_values },
	{ "**/sources/[]/helm/values", PIN_IMAGE, read_values },
	{ "**/sources/[]/helm/valuesObject", PIN_IMAGE, image_read_chart_values },
	{ NULL, PIN_IMAGE, NULL },
};

void argo_find_application(struct finder *finder, const struct node *root)
{
	image_paths_read(finder, places_of_application, root);
}

/* ---- workflows ---- */

static void read_manifest(struct finder *finder, const struct image_path *image_path,
			  const struct node *node)
{
	(void)image_path;
	embedded_yaml_find(finder, node, document_find_manifest);
}

static const struct image_path places_of_workflow[] = {
	{ "**/parameters/[]/value", PIN_IMAGE, image_read_pinned },
	{ "**/parameters/[]/default", PIN_IMAGE, image_read_pinned },
	{ "**/resource/manifest", PIN_IMAGE, read_manifest },
	{ NULL, PIN_IMAGE, NULL },
};

void argo_find_workflow(struct finder *finder, const struct node *root)
{
	kubernetes_find_by_keys(finder, root);
	image_paths_read(finder, places_of_workflow, root);
}
