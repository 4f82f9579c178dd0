#include "kustomize.h"

#include "../find/documents.h"
#include "../find/embedded_yaml.h"
#include "../find/image_parts.h"
#include "../find/template.h"
#include "../formats.h"
#include "document_kind.h"
#include "helm.h"
#include "image_paths.h"
#include "json_patch.h"

static const char *const globs[] = { "kustomization.yaml", "kustomization.yml", "Kustomization",
				     NULL };
static const char *const needles[] = { "image", "Image", "sha256:", NULL };

/* Kustomize takes the digest with the tag where both are given (api/internal/
 * image): name:newTag@digest. A name is an expression to match by; what is no
 * name of an image adds nothing. A tag alone is what will run, unpinned. */
void kustomize_find_image(struct finder *finder, const struct node *node)
{
	const struct node *item = finder_once(finder, node);
	const struct node *new_name = node_get(item, "newName");
	struct image_parts parts = {
		.name = node_is_filled(new_name) ? new_name : node_get(item, "name"),
		.tag = node_get(item, "newTag"),
		.digest = node_get(item, "digest"),
	};

	if (node_is_filled(new_name) || node_is_filled(parts.tag) || node_is_filled(parts.digest))
		image_parts_add(finder, &parts, IMAGE_TAGGED);
}

void kustomize_find_transformer(struct finder *finder, const struct node *root)
{
	kustomize_find_image(finder, node_get(root, "imageTag"));
}

void kustomize_find_images(struct finder *finder, const struct node *list)
{
	for (size_t i = 0; list && list->kind == NODE_SEQUENCE && i < list->count; i++)
		kustomize_find_image(finder, list->items[i]);
}

/* A list of operations (RFC 6902), or an object to be merged. */
static void find_in_patch(struct finder *finder, const struct node *root)
{
	if (!json_patch_find(finder, root))
		document_find_manifest(finder, root);
}

/* Literals are NAME=value. */
static const struct image_path generators[] = {
	{ "configMapGenerator/[]/literals/[]", PIN_IMAGE, image_read_argument },
	{ "secretGenerator/[]/literals/[]", PIN_IMAGE, image_read_argument },
	{ NULL, PIN_IMAGE, NULL },
};

static void find_in_patches(struct finder *finder, const struct node *list)
{
	for (size_t i = 0; list && list->kind == NODE_SEQUENCE && i < list->count; i++) {
		const struct node *item = node_target(list->items[i]);

		if (!node_string(item))
			item = node_get(finder_once(finder, item), "patch");
		embedded_yaml_find(finder, item, find_in_patch);
	}
}

static void find_in_charts(struct finder *finder, const struct node *list)
{
	for (size_t i = 0; list && list->kind == NODE_SEQUENCE && i < list->count; i++)
		helm_find_values(finder,
				 node_get(finder_once(finder, list->items[i]), "valuesInline"));
}

void kustomize_find(struct finder *finder, const struct node *root)
{
	kustomize_find_images(finder, node_get(root, "images"));
	find_in_patches(finder, node_get(root, "patches"));
	find_in_patches(finder, node_get(root, "patchesStrategicMerge"));
	find_in_patches(finder, node_get(root, "patchesJson6902"));
	image_paths_read(finder, generators, root);
	find_in_charts(finder, node_get(root, "helmCharts"));
}

static struct error *find(const struct scan_file *file)
{
	struct finder finder;
	struct yaml_file yaml;

	finder_begin(&finder, file, &format_kustomize);
	documents_read(&yaml, file);
	finder_use_text(&finder, yaml.text);
	for (size_t i = 0; yaml.documents && i < yaml.documents->count; i++)
		kustomize_find(&finder, yaml.documents->roots[i]);
	if (yaml.unread)
		template_find(&finder, yaml.unread, TEMPLATE_ANY);
	finder_end(&finder);
	yaml_file_clear(&yaml);
	return NULL;
}

const struct format format_kustomize = {
	.name = "kustomize",
	.summary =
	    "images, patches, charts and generators' literals of a Kustomization or Component",
	.omits = "remote bases, files of generators (read by themselves)",
	.globs = globs,
	.needles = needles,
	.find = find,
};
