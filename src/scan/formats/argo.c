#include "argo.h"
#include "../find/embedded_yaml.h"
#include "helm.h"
#include "image_paths.h"
#include "kubernetes.h"

/* Overrides are "[alias=]name[:tag][@digest]": what is behind the '='. */
static void read_override(struct finder *finder, const struct place *place, const struct node *node)
{
	if (!node_is_filled(node))
		return;
	OWNED(traced) text = finder_letters(finder, node);
	struct letters image = traced_letters(text);
	size_t at;

	if (slice_find(&at, letters_slice(image), "="))
		image = letters_behind(image, at + 1);
	finder_add_letters(finder, place->kind, image, node->at.at, IMAGE_TAGGED);
}

static void read_values(struct finder *finder, const struct place *place, const struct node *node)
{
	(void)place;
	embedded_find(finder, node, helm_find_values);
}

static const struct place places_of_application[] = {
	{ "**/source/kustomize/images/[]", PIN_IMAGE, read_override },
	{ "**/source/helm/parameters", PIN_IMAGE, place_dotted },
	{ "**/source/helm/values", PIN_IMAGE, read_values },
	{ "**/source/helm/valuesObject", PIN_IMAGE, place_values },
	{ "**/sources/[]/kustomize/images/[]", PIN_IMAGE, read_override },
	{ "**/sources/[]/helm/parameters", PIN_IMAGE, place_dotted },
	{ "**/sources/[]/helm/values", PIN_IMAGE, read_values },
	{ "**/sources/[]/helm/valuesObject", PIN_IMAGE, place_values },
	{ NULL, PIN_IMAGE, NULL },
};

void argo_find_application(struct finder *finder, const struct node *root)
{
	places_read(finder, places_of_application, root);
}

/* ---- workflows ---- */

static void read_manifest(struct finder *finder, const struct place *place, const struct node *node)
{
	(void)place;
	embedded_find(finder, node, kubernetes_find);
}

static const struct place places_of_workflow[] = {
	{ "**/parameters/[]/value", PIN_IMAGE, place_pinned },
	{ "**/parameters/[]/default", PIN_IMAGE, place_pinned },
	{ "**/resource/manifest", PIN_IMAGE, read_manifest },
	{ NULL, PIN_IMAGE, NULL },
};

void argo_find_workflow(struct finder *finder, const struct node *root)
{
	places_read(finder, places_of_workflow, root);
}
