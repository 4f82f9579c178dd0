#include "yaml_format.h"

#include "../find/documents.h"
#include "../find/template.h"
#include "document_kind.h"
#include "generic_yaml.h"
#include <digestbump/base/memory.h>
#include <string.h>

/* "skaffold/v4beta6" is Skaffold's own, "jib/v1alpha1" Jib's. */
static bool is_manifest_of_others(const struct node *root, const struct format *format)
{
	struct slice version = node_text(node_get(root, "apiVersion"));
	const char *slash = version.size ? memchr(version.at, '/', version.size) : NULL;
	OWNED_STRING group =
	    slash ? must_copy_bytes(version.at, (size_t)(slash - version.at)) : NULL;

	return document_is_manifest(root) &&
	       (!group || !slice_starts(slice_of(format->name), group));
}

/* Gives the documents that are the format's own: borrowed nodes. */
static struct documents own_documents(const struct documents *documents,
				      const struct format *format)
{
	struct documents own = { .roots = must_alloc((documents->count + 1) * sizeof(*own.roots)) };

	for (size_t i = 0; i < documents->count; i++)
		if (!is_manifest_of_others(documents->roots[i], format))
			own.roots[own.count++] = documents->roots[i];
	return own;
}

static void read_documents(struct finder *finder, const struct image_path *image_paths,
			   const struct variable_paths *variable_paths,
			   const struct documents *documents)
{
	struct documents own = own_documents(documents, finder->format);

	image_paths_read_all(finder, image_paths, variable_paths, &own);
	for (size_t i = 0; i < documents->count; i++)
		if (is_manifest_of_others(documents->roots[i], finder->format))
			document_find_manifest(finder, documents->roots[i]);
	finder->keep_existing = true;
	for (size_t i = 0; i < own.count; i++)
		generic_yaml_find(finder, own.roots[i]);
	finder->keep_existing = false;
	free(own.roots);
}

struct error *yaml_format_find_with_variables(const struct scan_file *file,
					      const struct format *format,
					      const struct image_path *image_paths,
					      const struct variable_paths *variable_paths)
{
	struct finder finder;
	struct yaml_file yaml;

	documents_read(&yaml, file);
	finder_begin(&finder, file, format);
	finder_use_text(&finder, yaml.text);
	if (yaml.documents)
		read_documents(&finder, image_paths, variable_paths, yaml.documents);
	if (yaml.unread)
		template_find(&finder, yaml.unread, TEMPLATE_ANY);
	finder_end(&finder);
	yaml_file_clear(&yaml);
	return NULL;
}

struct error *yaml_format_find(const struct scan_file *file, const struct format *format,
			       const struct image_path *image_paths)
{
	return yaml_format_find_with_variables(file, format, image_paths, NULL);
}
