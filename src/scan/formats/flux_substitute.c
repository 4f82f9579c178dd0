#include "../find/digest_values.h"
#include "../find/sibling_files.h"
#include "document_kind.h"
#include "flux.h"

#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <string.h>

/* What is built from spec.path, and has ${NAME} where the substitutes go. */
struct kustomize_build {
	struct finder *finder;
	size_t files; /* read so far */
	unsigned depth;
};

static void read_path(struct kustomize_build *build, const char *path);

static struct documents *documents_of(struct kustomize_build *build, struct text **bytes,
				      const char *path)
{
	struct documents *documents = NULL;

	if (build->files == SUBSTITUTED_FILES_MOST)
		return NULL;
	OWNED(error) failed = tree_read(bytes, build->finder->file->tree, path);

	if (failed)
		return NULL;
	build->files++;
	OWNED(error) broken = yaml_read(&documents, text_slice(*bytes));

	return broken ? NULL : documents;
}

/* ---- manifests ---- */

static void read_manifest(struct kustomize_build *build, const char *path)
{
	struct finder *finder = build->finder;
	struct finder own = *finder;
	OWNED(text) bytes = NULL;
	OWNED(documents) documents = documents_of(build, &bytes, path);
	OWNED(node_set) seen = node_set_new();

	if (!documents)
		return;
	OWNED(node_map) nowhere = node_map_new(NULL, slice_of(""));

	finder->text = text_slice(bytes);
	finder->map = nowhere;
	finder->seen = seen;
	finder->foreign = true;
	for (size_t i = 0; i < documents->count; i++)
		document_find_manifest(finder, documents->roots[i]);
	finder->text = own.text;
	finder->map = own.map;
	finder->seen = own.seen;
	finder->foreign = false;
}

/* ---- the way there ---- */

static const char *const kustomization_names[] = { "kustomization.yaml", "kustomization.yml",
						   "Kustomization" };

/* Without one, Flux takes all files; these are the names that manifests with images
 * usually have. */
static const char *const manifest_names[] = {
	"deployment.yaml",   "statefulset.yaml", "daemonset.yaml", "cronjob.yaml",
	"job.yaml",          "pod.yaml",         "release.yaml",   "helmrelease.yaml",
	"helm-release.yaml", "app.yaml",         "manifest.yaml",
};

static bool is_file(const char *path)
{
	return slice_ends(slice_of(path), ".yaml") || slice_ends(slice_of(path), ".yml");
}

static void read_list(struct kustomize_build *build, const char *from, const struct node *list)
{
	for (size_t i = 0; list && list->kind == NODE_SEQUENCE && i < list->count; i++) {
		const char *name = node_string(node_target(list->items[i]));
		const char *patch = node_string(node_get(list->items[i], "path"));
		OWNED_STRING path =
		    name || patch ? path_relative_to(from, name ? name : patch) : NULL;

		if (path)
			read_path(build, path);
	}
}

static void read_kustomization(struct kustomize_build *build, const char *path,
			       const struct documents *documents)
{
	static const char *const lists[] = { "resources", "bases", "components", "patches" };

	for (size_t i = 0; documents->count && i < sizeof(lists) / sizeof(*lists); i++)
		read_list(build, path, node_get(documents->roots[0], lists[i]));
}

static void read_directory(struct kustomize_build *build, const char *path)
{
	for (size_t i = 0; i < sizeof(kustomization_names) / sizeof(char *); i++) {
		OWNED_STRING file = must_format("%s/%s", path, kustomization_names[i]);
		OWNED(text) bytes = NULL;
		OWNED(documents) documents = documents_of(build, &bytes, file);

		if (!documents)
			continue;
		read_kustomization(build, file, documents);
		return;
	}
	for (size_t i = 0; i < sizeof(manifest_names) / sizeof(char *); i++) {
		OWNED_STRING file = must_format("%s/%s", path, manifest_names[i]);

		read_manifest(build, file);
	}
}

static void read_path(struct kustomize_build *build, const char *path)
{
	if (build->depth == EXPANSION_DEPTH_MOST)
		return;
	build->depth++;
	if (is_file(path))
		read_manifest(build, path);
	else
		read_directory(build, path);
	build->depth--;
}

/* ---- substitutes ---- */

static void define(struct finder *finder, struct variables *variables, const struct node *map)
{
	for (size_t i = 0; i + 1 < map->count; i += 2) {
		OWNED(mapped_text) value = finder_text(finder, map->items[i + 1]);

		variables_define(variables, node_text(map->items[i]), mapped_text_slice(value),
				 &definition_scope_file);
	}
}

void flux_substitute(struct finder *finder, const struct node *root)
{
	static const char *const way[] = { "spec", "postBuild", "substitute", NULL };
	struct kustomize_build build = { .finder = finder };
	struct variables *own = finder->variables;
	const struct node *map = node_get_path(root, way);
	const char *path = node_string(node_get(node_get(root, "spec"), "path"));
	OWNED(variables) variables = variables_new(&dialect_flux, NULL, &digest_values);

	if (finder->foreign || !finder->file->tree || !path || !map || map->kind != NODE_MAPPING)
		return;
	OWNED_STRING whole = path_relative_to("top", path + strspn(path, "/"));

	define(finder, variables, map);
	if (!whole || !variables_have_wanted(variables))
		return;
	finder->variables = variables;
	read_path(&build, whole);
	finder->variables = own;
}
