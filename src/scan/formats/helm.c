#include "helm.h"

#include "../find/documents.h"
#include "../find/embedded_yaml.h"
#include "../find/image_scalar.h"
#include "../find/image_values.h"
#include "../find/template.h"
#include "../formats.h"
#include "generic_yaml.h"

static const char *const globs[] = { "values*.yaml",        "values*.yml",
				     "*values.yaml",        "*values.yml",
				     "values*.yaml.gotmpl", "*values.yaml.gotmpl",
				     "Chart.yaml",          NULL };
static const char *const needles[] = { "image", "Image", "IMAGE", "repository", NULL };

void helm_find_values(struct finder *finder, const struct node *values)
{
	struct image_values in_values = { .finder = finder, .image = IMAGE_TAGGED };

	image_values_find(&in_values, values, NULL);
	if (values)
		generic_yaml_find_values(finder, values, NULL);
}

/* Artifact Hub's list of what a chart runs: YAML in a block scalar. */
static void find_in_annotation(struct finder *inner, const struct node *list)
{
	for (size_t i = 0; list->kind == NODE_SEQUENCE && i < list->count; i++)
		image_scalar_add(inner, PIN_IMAGE, node_get(list->items[i], "image"), IMAGE_SURE);
}

/* A chart's dependencies are charts, and are versioned, not pinned. */
static bool find_in_chart(struct finder *finder, const struct node *root)
{
	static const char *const path[] = { "annotations", "artifacthub.io/images", NULL };

	if (!slice_ends(slice_of(finder->file->path), "Chart.yaml"))
		return false;
	embedded_yaml_find(finder, node_get_path(root, path), find_in_annotation);
	return true;
}

static struct error *find(const struct scan_file *file)
{
	struct finder finder;
	struct yaml_file yaml;

	finder_begin(&finder, file, &format_helm);
	documents_read(&yaml, file);
	finder_use_text(&finder, yaml.text);
	for (size_t i = 0; yaml.documents && i < yaml.documents->count; i++)
		if (!find_in_chart(&finder, yaml.documents->roots[i]))
			helm_find_values(&finder, yaml.documents->roots[i]);
	if (yaml.unread)
		template_find(&finder, yaml.unread, TEMPLATE_ANY);
	finder_end(&finder);
	yaml_file_clear(&yaml);
	return NULL;
}

const struct format format_helm = {
	.name = "helm",
	.summary = "charts' values, and the list of images in Chart.yaml",
	.omits = "charts' versions and Chart.lock, what templates put together from several values",
	.globs = globs,
	.needles = needles,
	.find = find,
};
