#include "argo.h"
#include "document_kind.h"
#include "flux.h"
#include "kubernetes.h"
#include "kustomize.h"
#include "tekton.h"

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

/* A document is of the first schema that fits. */
const struct schema_kind schema_kinds[] = {
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
	{ { NULL }, NULL, NULL },
};

/* Words that only such documents have; most others are not worth being parsed. */
const char *const document_kind_needles[] = {
	"containerDefinitions", "ContainerDefinitions", "ImageUri", "olm.bundle", NULL,
};

/* What is no other kind is found by its keys. */
const struct manifest_kind manifest_kinds[] = {
	{ "v1", "ConfigMap", kubernetes_find_in_config_map },
	{ "admissionregistration.k8s.io", "MutatingAdmissionPolicy", kubernetes_find_in_mutations },
	{ "admissionregistration.k8s.io", "ValidatingAdmissionPolicy",
	  kubernetes_find_in_validations },
	{ "v1", "Secret", kubernetes_find_nothing },
	{ "apiextensions.k8s.io", NULL, kubernetes_find_nothing },
	{ "kyverno.io", NULL, kubernetes_find_in_policy },
	{ "policies.kyverno.io", NULL, kubernetes_find_in_policy },
	{ "pkg.crossplane.io", NULL, kubernetes_find_in_package },
	{ "helm.toolkit.fluxcd.io", "HelmRelease", flux_find_release },
	{ "kustomize.toolkit.fluxcd.io", "Kustomization", flux_find_kustomization },
	{ "source.toolkit.fluxcd.io", "OCIRepository", flux_find_repository },
	{ "kustomize.config.k8s.io", NULL, kustomize_find },
	{ "argoproj.io", "Application", argo_find_application },
	{ "argoproj.io", "ApplicationSet", argo_find_application },
	{ "argoproj.io", "Workflow", argo_find_workflow },
	{ "argoproj.io", "WorkflowTemplate", argo_find_workflow },
	{ "argoproj.io", "ClusterWorkflowTemplate", argo_find_workflow },
	{ "argoproj.io", "CronWorkflow", argo_find_workflow },
	{ "image.openshift.io", NULL, kubernetes_find_of_openshift },
	{ "build.openshift.io", NULL, kubernetes_find_of_openshift },
	{ "template.openshift.io", NULL, kubernetes_find_of_openshift },
	{ "v1", "ImageStream", kubernetes_find_of_openshift },
	{ "v1", "BuildConfig", kubernetes_find_of_openshift },
	{ "v1", "Template", kubernetes_find_of_openshift },
	{ "tekton.dev", NULL, tekton_find },
	{ "triggers.tekton.dev", NULL, tekton_find },
	{ "builtin", "ImageTagTransformer", kustomize_find_transformer },
	{ NULL, NULL, kubernetes_find_by_keys },
};
