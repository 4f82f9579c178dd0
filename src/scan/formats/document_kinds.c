#include "document_kinds.h"

#include "image_paths.h"

/* Talos (v1alpha1 machine configuration). */
static const struct image_path of_talos[] = {
	{ "machine/install/image", PIN_IMAGE, image_read_tagged },
	{ "machine/kubelet/image", PIN_IMAGE, image_read_tagged },
	{ "cluster/*/image", PIN_IMAGE, image_read_tagged },
	{ NULL, PIN_IMAGE, NULL },
};

/* Amazon ECS: task definitions as RegisterTaskDefinition takes them. */
static const struct image_path of_ecs[] = {
	{ "containerDefinitions/[]/image", PIN_IMAGE, image_read_whole },
	{ "taskDefinition/containerDefinitions/[]/image", PIN_IMAGE, image_read_whole },
	{ NULL, PIN_IMAGE, NULL },
};

/* CloudFormation and SAM: properties begin with capitals. */
static const struct image_path of_cloudformation[] = {
	{ "Resources/*/Properties/ContainerDefinitions/[]/Image", PIN_IMAGE, image_read_whole },
	{ "Resources/*/Properties/Code/ImageUri", PIN_IMAGE, image_read_tagged },
	{ "Resources/*/Properties/ImageUri", PIN_IMAGE, image_read_tagged },
	{ "Resources/*/Properties/Environment/Image", PIN_IMAGE, image_read_tagged },
	{ NULL, PIN_IMAGE, NULL },
};

static const struct image_path of_zarf[] = {
	{ "components/[]/images/[]", PIN_IMAGE, image_read_tagged },
	{ NULL, PIN_IMAGE, NULL },
};

/* Operator Framework's file-based catalogs. */
static const struct image_path of_catalog[] = {
	{ "image", PIN_IMAGE, image_read_whole },
	{ "relatedImages/[]/image", PIN_IMAGE, image_read_whole },
	{ NULL, PIN_IMAGE, NULL },
};

/* `fromImage` and an import's `image` name what is built here. */
static const struct image_path of_werf[] = {
	{ "from", PIN_BASE, image_read_whole },
	{ "import/[]/from", PIN_BASE, image_read_whole },
	{ "args/*", PIN_ARG, image_read_pinned },
	{ NULL, PIN_IMAGE, NULL },
};

static const struct image_path of_copilot[] = {
	{ "image/location", PIN_IMAGE, image_read_tagged },
	{ "sidecars/*/image", PIN_IMAGE, image_read_tagged },
	{ "environments/*/image/location", PIN_IMAGE, image_read_tagged },
	{ NULL, PIN_IMAGE, NULL },
};

static const struct image_path of_render[] = {
	{ "services/[]/image/url", PIN_IMAGE, image_read_whole },
	{ NULL, PIN_IMAGE, NULL },
};

/* Azure Container Apps and Container Instances, as `az ... --file` takes them. */
static const struct image_path of_azure[] = {
	{ "properties/template/containers/[]/image", PIN_IMAGE, image_read_whole },
	{ "properties/template/initContainers/[]/image", PIN_IMAGE, image_read_whole },
	{ "properties/configuration/**/containers/[]/image", PIN_IMAGE, image_read_whole },
	{ "properties/containers/[]/properties/image", PIN_IMAGE, image_read_whole },
	{ NULL, PIN_IMAGE, NULL },
};

static const struct image_path of_kind[] = {
	{ "nodes/[]/image", PIN_IMAGE, image_read_whole },
	{ NULL, PIN_IMAGE, NULL },
};

/* A document is of the first schema all of whose keys it has; `value` is what the first
 * of them says, NULL: anything. */
static const struct {
	const char *keys[3];
	const char *value;
	const struct image_path *image_paths;
} schemas[] = {
	{ { "machine", "cluster", NULL }, NULL, of_talos },
	{ { "machine", "version", NULL }, NULL, of_talos },
	{ { "containerDefinitions", NULL, NULL }, NULL, of_ecs },
	{ { "taskDefinition", NULL, NULL }, NULL, of_ecs },
	{ { "Resources", NULL, NULL }, NULL, of_cloudformation },
	{ { "kind", "components", NULL }, "ZarfPackageConfig", of_zarf },
	{ { "schema", "image", NULL }, "olm.bundle", of_catalog },
	{ { "image", "from", NULL }, NULL, of_werf },
	{ { "artifact", "from", NULL }, NULL, of_werf },
	{ { "image", "dockerfile", NULL }, NULL, of_werf },
	{ { "type", "name", "image" }, NULL, of_copilot },
	{ { "services", NULL, NULL }, NULL, of_render },
	{ { "properties", NULL, NULL }, NULL, of_azure },
	{ { "kind", "nodes", NULL }, "Cluster", of_kind },
};

/* Words that only such documents have; most others are not worth being parsed. */
const char *const document_kinds_needles[] = {
	"containerDefinitions", "ContainerDefinitions", "ImageUri", "olm.bundle", NULL,
};

static bool is_of(const struct node *root, size_t schema)
{
	const char *value = schemas[schema].value;

	for (size_t i = 0; i < 3 && schemas[schema].keys[i]; i++)
		if (!node_get(root, schemas[schema].keys[i]))
			return false;
	return !value || slice_is(node_text(node_get(root, schemas[schema].keys[0])), value);
}

void document_kinds_find(struct finder *finder, const struct node *root)
{
	for (size_t i = 0; i < sizeof(schemas) / sizeof(*schemas); i++)
		if (is_of(root, i)) {
			image_paths_read(finder, schemas[i].image_paths, root);
			return;
		}
}
