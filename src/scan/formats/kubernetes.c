#include "kubernetes.h"
#include "../find/documents.h"
#include "../find/finder.h"
#include "../find/image_scalar.h"
#include "../find/image_values.h"
#include "../find/template.h"
#include "../formats.h"
#include "argo.h"
#include "document_kinds.h"
#include "flux.h"
#include "generic_yaml.h"
#include "helm.h"
#include "image_paths.h"
#include "kustomize.h"
#include "tekton.h"

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

typedef void find_in_document(struct finder *finder, const struct node *root);

/* ---- what is no container image although it is called image ---- */

/* Ceph volumes (rbd.image), schemas, and what a server wrote: not ours to edit. */
static const char *const not_images[] = { "rbd", "openAPIV3Schema", "managedFields", NULL };

/* Kyverno's patterns and conditions describe images; they name none. */
static const char *const not_images_of_kyverno[] = {
	"pattern",       "anyPattern",   "match",           "exclude", "deny",
	"preconditions", "verifyImages", "imageReferences", "rbd",     NULL,
};

static void find_by_keys(struct finder *finder, const struct node *root, const char *const *skip)
{
	struct image_values values = { .finder = finder, .skip = skip, .image = IMAGE_LIKELY };

	for (size_t i = 0; i < root->count / 2; i++) {
		const struct node *key = root->items[2 * i];

		if (!slice_is(node_text(key), "status"))
			image_values_find(&values, root->items[2 * i + 1], node_string(key));
	}
}

static void find_anywhere(struct finder *finder, const struct node *root)
{
	find_by_keys(finder, root, not_images);
	generic_yaml_find_values(finder, root, not_images);
}

static void find_in_policy(struct finder *finder, const struct node *root)
{
	find_by_keys(finder, root, not_images_of_kyverno);
}

/* Data of ConfigMaps and Secrets is text of others; definitions hold schemas. */
static void find_nothing(struct finder *finder, const struct node *root)
{
	(void)finder;
	(void)root;
}

/* ---- kinds with rules of their own ---- */

static void find_in_package(struct finder *finder, const struct node *root)
{
	const struct node *spec = finder_once(finder, node_get(root, "spec"));

	image_scalar_add(finder, PIN_IMAGE, node_get(spec, "package"), IMAGE_SURE);
	find_anywhere(finder, root);
}

static void find_in_transformer(struct finder *finder, const struct node *root)
{
	kustomize_find_image(finder, node_get(root, "imageTag"));
}

static void find_in_workflow(struct finder *finder, const struct node *root)
{
	find_anywhere(finder, root);
	argo_find_workflow(finder, root);
}

static void find_of_tekton(struct finder *finder, const struct node *root)
{
	tekton_define(finder, root);
	find_anywhere(finder, root);
	tekton_find(finder, root);
}

/* OpenShift's streams and builds: from: {kind: DockerImage, name: IMAGE}. */
static void read_source(struct finder *finder, const struct image_path *image_path,
			const struct node *node)
{
	if (slice_is(node_text(node_get(node, "kind")), "DockerImage"))
		image_scalar_add(finder, image_path->kind, node_get(node, "name"), IMAGE_SURE);
}

static void find_of_openshift(struct finder *finder, const struct node *root)
{
	static const struct image_path sources[] = {
		{ "spec/**/from", PIN_IMAGE, read_source },
		{ "objects/[]/spec/**/from", PIN_IMAGE, read_source },
		{ NULL, PIN_IMAGE, NULL },
	};

	find_anywhere(finder, root);
	image_paths_read(finder, sources, root);
}

/* Kinds that are not found by their keys. The group is what stands in front of
 * the '/' of apiVersion; NULL: any. */
static const struct {
	const char *group;
	const char *kind; /* NULL: any */
	find_in_document *find;
} kinds[] = {
	{ "v1", "ConfigMap", find_nothing },
	{ "v1", "Secret", find_nothing },
	{ "apiextensions.k8s.io", NULL, find_nothing },
	{ "kyverno.io", NULL, find_in_policy },
	{ "policies.kyverno.io", NULL, find_in_policy },
	{ "pkg.crossplane.io", NULL, find_in_package },
	{ "helm.toolkit.fluxcd.io", "HelmRelease", flux_find_release },
	{ "kustomize.toolkit.fluxcd.io", "Kustomization", flux_find_kustomization },
	{ "source.toolkit.fluxcd.io", "OCIRepository", flux_find_repository },
	{ "kustomize.config.k8s.io", NULL, kustomize_find },
	{ "argoproj.io", "Application", argo_find_application },
	{ "argoproj.io", "ApplicationSet", argo_find_application },
	{ "argoproj.io", "Workflow", find_in_workflow },
	{ "argoproj.io", "WorkflowTemplate", find_in_workflow },
	{ "argoproj.io", "ClusterWorkflowTemplate", find_in_workflow },
	{ "argoproj.io", "CronWorkflow", find_in_workflow },
	{ "image.openshift.io", NULL, find_of_openshift },
	{ "build.openshift.io", NULL, find_of_openshift },
	{ "template.openshift.io", NULL, find_of_openshift },
	{ "v1", "ImageStream", find_of_openshift },
	{ "v1", "BuildConfig", find_of_openshift },
	{ "v1", "Template", find_of_openshift },
	{ "tekton.dev", NULL, find_of_tekton },
	{ "triggers.tekton.dev", NULL, find_of_tekton },
	{ "builtin", "ImageTagTransformer", find_in_transformer },
};

static find_in_document *find_of(struct slice version, struct slice kind)
{
	const char *slash = version.size ? memchr(version.at, '/', version.size) : NULL;
	struct slice group = { version.at, slash ? (size_t)(slash - version.at) : version.size };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (slice_is(group, kinds[i].group) &&
		    (!kinds[i].kind || slice_is(kind, kinds[i].kind)))
			return kinds[i].find;
	return find_anywhere;
}

bool kubernetes_is_manifest(const struct node *root)
{
	return node_text(node_get(root, "apiVersion")).size &&
	       node_text(node_get(root, "kind")).size;
}

/* The items of a PodList may leave out what they are. */
void kubernetes_find(struct finder *finder, const struct node *root)
{
	struct slice version = node_text(node_get(root, "apiVersion"));
	struct slice kind = node_text(node_get(root, "kind"));
	const struct node *items = node_get(root, "items");

	if (!kubernetes_is_manifest(root))
		return;
	if (!slice_ends(kind, "List") || !items || items->kind != NODE_SEQUENCE) {
		find_of(version, kind)(finder, root);
		return;
	}
	for (size_t i = 0; i < items->count; i++) {
		const struct node *item = items->items[i];

		if (item->kind == NODE_MAPPING && node_get(item, "kind"))
			find_of(node_text(node_get(item, "apiVersion")),
				node_text(node_get(item, "kind")))(finder, item);
		else if (item->kind == NODE_MAPPING)
			find_anywhere(finder, item);
	}
}

/* Most JSON is data of others, and not always valid: nobody wants to hear of it. */
static bool is_other_json(const struct scan_file *file)
{
	if (!slice_ends(slice_of(file->path), ".json") ||
	    slice_find(NULL, file->bytes, "apiVersion") || slice_find(NULL, file->bytes, "sha256:"))
		return false;
	for (size_t i = 0; document_kinds_needles[i]; i++)
		if (slice_find(NULL, file->bytes, document_kinds_needles[i]))
			return false;
	return true;
}

/* Nothing in it would be taken: it need not be parsed. */
static bool is_only_record(const struct scan_file *file)
{
	return generic_yaml_is_record(file->path) && !slice_find(NULL, file->bytes, "apiVersion");
}

static struct error *find(const struct scan_file *file)
{
	struct finder finder;
	OWNED(documents) documents = NULL;
	bool chart = slice_find(NULL, slice_of(file->path), "templates/");

	if (is_other_json(file) || is_only_record(file))
		return NULL;
	finder_begin(&finder, file, &format_kubernetes);
	switch (documents_read(&documents, file)) {
	case CONTENT_TEMPLATE:
		template_find(&finder, chart ? TEMPLATE_ANY : TEMPLATE_MANIFEST);
		break;
	case CONTENT_DOCUMENTS:
		for (size_t i = 0; i < documents->count; i++)
			kubernetes_find(&finder, documents->roots[i]);
		break;
	case CONTENT_UNREADABLE:
		break;
	}
	finder_end(&finder);
	if (documents)
		generic_yaml_find_other_documents(file, documents);
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
