#include "kubernetes.h"
#include "../find/documents.h"
#include "../find/embedded_yaml.h"
#include "../find/finder.h"
#include "../find/image_scalar.h"
#include "../find/image_values.h"
#include "../find/pinned_text.h"
#include "../find/template.h"
#include "../formats.h"
#include "document_kind.h"
#include "generic_yaml.h"
#include "image_paths.h"

#include <string.h>

static const char *const globs[] = { "*.yaml",
				     "*.yml",
				     "*.json",
				     "*.yaml.j2",
				     "*.yml.j2",
				     "*.yaml.tmpl",
				     "*.yml.tmpl",
				     "*.yaml.tpl",
				     "*.yml.tpl",
				     "*.yaml.gotmpl",
				     "**/templates/**/*.tpl",
				     NULL };
/* What names an image, and parts of one; and what is one by its kind alone. */
static const char *const needles[] = { "image",      "Image",  "IMAGE",  "repo",
				       "igest",      "sha256", "sha512", "OCIRepository",
				       "crossplane", "bundle", NULL };

/* ---- what is no container image although it is called image ---- */

/* Ceph volumes (rbd.image), schemas, and what a server wrote: not ours to edit. */
static const char *const not_images[] = { "rbd", "openAPIV3Schema", "managedFields", NULL };

/* Kyverno's patterns and conditions describe images; they name none. */
static const char *const not_images_of_kyverno[] = {
	"pattern",       "anyPattern",   "match",           "exclude", "deny",
	"preconditions", "verifyImages", "imageReferences", "rbd",     NULL,
};

static void find_values(struct finder *finder, const struct node *root, const char *const *skip)
{
	struct image_values values = { .finder = finder, .skip = skip, .image = IMAGE_LIKELY };

	for (size_t i = 0; i < root->count / 2; i++) {
		const struct node *key = root->items[2 * i];

		if (!slice_is(node_text(key), "status"))
			image_values_find(&values, root->items[2 * i + 1], node_string(key));
	}
}

void kubernetes_find_by_keys(struct finder *finder, const struct node *root)
{
	find_values(finder, root, not_images);
	generic_yaml_find_values(finder, root, not_images);
}

void kubernetes_find_in_policy(struct finder *finder, const struct node *root)
{
	find_values(finder, root, not_images_of_kyverno);
}

/* ---- policies of the API server ---- */

static void find_in_expression(struct finder *finder, const struct node *owner)
{
	const struct node *expression = node_target(node_get(owner, "expression"));

	if (!node_is_filled(expression))
		return;
	OWNED(mapped_text) text = finder_text(finder, expression);

	pinned_text_add_words(finder, mapped_text_slice(text));
}

/* What CEL sets is what runs; an operation on a list may be one on anything. */
void kubernetes_find_in_mutations(struct finder *finder, const struct node *root)
{
	const struct node *list = node_get(node_get(root, "spec"), "mutations");

	for (size_t i = 0; list && list->kind == NODE_SEQUENCE && i < list->count; i++) {
		find_in_expression(finder, node_get(list->items[i], "applyConfiguration"));
		finder->obstacle = PIN_LISTED;
		find_in_expression(finder, node_get(list->items[i], "jsonPatch"));
		finder->obstacle = PIN_FREE;
	}
}

/* What CEL compares with is only listed. */
void kubernetes_find_in_validations(struct finder *finder, const struct node *root)
{
	const struct node *list = node_get(node_get(root, "spec"), "validations");

	finder->obstacle = PIN_LISTED;
	for (size_t i = 0; list && list->kind == NODE_SEQUENCE && i < list->count; i++)
		find_in_expression(finder, list->items[i]);
	finder->obstacle = PIN_FREE;
}

/* ---- parts of pods in ConfigMaps ---- */

/* A container, as injectors and executors take it. */
static bool is_container(const struct node *node)
{
	return node_string(node_get(node, "image")) &&
	       (node_get(node, "name") || node_get(node, "command") || node_get(node, "args"));
}

static void find_in_pod_part(struct finder *finder, const struct node *root)
{
	const struct image_values values = { .finder = finder, .image = IMAGE_SURE };
	bool is_list = root->kind == NODE_SEQUENCE && root->count;

	if (!document_is_manifest(root) && is_container(is_list ? root->items[0] : root))
		image_values_find(&values, root, NULL);
}

/* Other data is text of others. */
void kubernetes_find_in_config_map(struct finder *finder, const struct node *root)
{
	const struct node *data = node_get(root, "data");

	for (size_t i = 0; data && data->kind == NODE_MAPPING && i < data->count / 2; i++) {
		const struct node *value = node_target(data->items[2 * i + 1]);

		if (slice_find(NULL, node_text(value), "image:"))
			embedded_yaml_find(finder, value, find_in_pod_part);
	}
}

/* Data of Secrets is text of others; definitions hold schemas. */
void kubernetes_find_nothing(struct finder *finder, const struct node *root)
{
	(void)finder;
	(void)root;
}

/* ---- kinds with rules of their own ---- */

void kubernetes_find_in_package(struct finder *finder, const struct node *root)
{
	const struct node *spec = finder_once(finder, node_get(root, "spec"));

	image_scalar_add(finder, PIN_IMAGE, node_get(spec, "package"), IMAGE_SURE);
	kubernetes_find_by_keys(finder, root);
}

/* OpenShift's streams and builds: from: {kind: DockerImage, name: IMAGE}. */
static void read_source(struct finder *finder, const struct image_path *image_path,
			const struct node *node)
{
	if (slice_is(node_text(node_get(node, "kind")), "DockerImage"))
		image_scalar_add(finder, image_path->kind, node_get(node, "name"), IMAGE_SURE);
}

void kubernetes_find_of_openshift(struct finder *finder, const struct node *root)
{
	static const struct image_path sources[] = {
		{ "spec/**/from", PIN_IMAGE, read_source },
		{ "objects/[]/spec/**/from", PIN_IMAGE, read_source },
		{ NULL, PIN_IMAGE, NULL },
	};

	kubernetes_find_by_keys(finder, root);
	image_paths_read(finder, sources, root);
}

/* Most JSON is unrelated data, and not always valid: its errors are not reported. */
static bool is_other_json(const struct scan_file *file)
{
	if (!slice_ends(slice_of(file->path), ".json") ||
	    slice_find(NULL, file->bytes, "apiVersion") || slice_find(NULL, file->bytes, "sha256:"))
		return false;
	for (size_t i = 0; document_kind_needles[i]; i++)
		if (slice_find(NULL, file->bytes, document_kind_needles[i]))
			return false;
	return true;
}

/* Nothing in it would be taken: it need not be parsed. */
static bool is_only_record(const struct scan_file *file)
{
	return generic_yaml_is_record(file->path) && !slice_find(NULL, file->bytes, "apiVersion");
}

/* What stands in a chart's templates and is no manifest is a part of one. */
static void find_in_part(struct finder *finder, const struct node *root)
{
	static const char *const no_images[] = { "ConfigMap", "Secret", "CustomResourceDefinition",
						 NULL };
	const struct image_values values = {
		.finder = finder,
		.skip = not_images,
		.image = IMAGE_SURE,
	};

	if (slice_is_one_of(node_text(node_get(root, "kind")), no_images))
		return;
	image_values_find(&values, root, NULL);
	generic_yaml_find_values(finder, root, not_images);
}

static bool is_in_chart(const struct scan_file *file, const struct yaml_file *yaml)
{
	return yaml->text && slice_find(NULL, slice_of(file->path), "templates/");
}

static void find_in_file(struct finder *finder, const struct yaml_file *yaml)
{
	bool chart = slice_find(NULL, slice_of(finder->file->path), "templates/");

	finder_use_text(finder, yaml->text);
	for (size_t i = 0; yaml->documents && i < yaml->documents->count; i++) {
		const struct node *root = yaml->documents->roots[i];

		if (document_is_manifest(root))
			document_find_manifest(finder, root);
		else if (is_in_chart(finder->file, yaml))
			find_in_part(finder, root);
	}
	if (yaml->unread)
		template_find(finder, yaml->unread, chart ? TEMPLATE_ANY : TEMPLATE_MANIFEST);
}

static struct error *find(const struct scan_file *file)
{
	struct finder finder;
	struct yaml_file yaml;

	if (is_other_json(file) || is_only_record(file))
		return NULL;
	finder_begin(&finder, file, &format_kubernetes);
	documents_read(&yaml, file);
	find_in_file(&finder, &yaml);
	finder_end(&finder);
	if (yaml.documents && !is_in_chart(file, &yaml))
		generic_yaml_find_other_documents(file, &yaml);
	yaml_file_clear(&yaml);
	return NULL;
}

const struct format format_kubernetes = {
	.name = "kubernetes",
	.summary = "manifests in YAML and JSON, custom resources, templates of Helm charts; whole "
		   "pinned references under any key",
	.omits = "data of ConfigMaps and Secrets, status, schemas, Kyverno's patterns, what "
		 "template expressions make",
	.globs = globs,
	.needles = needles,
	.find = find,
};
