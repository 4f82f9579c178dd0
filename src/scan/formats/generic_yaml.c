#include "generic_yaml.h"

#include "../find/embedded_yaml.h"
#include "../find/image_keys.h"
#include "../find/image_values.h"
#include "../find/pinned_text.h"
#include "../find/shell_text.h"
#include "../find/template_expression.h"
#include "../formats.h"
#include "document_kind.h"
#include "json_patch.h"
#include <digestbump/base/glob.h>
#include <digestbump/syntax/template_markers.h>
#include <string.h>

struct walk {
	struct finder *finder;
	const char *const *skip; /* keys that are not looked into, besides prose; may be NULL */
	bool manifest;           /* text of many lines is others' */
	bool data;               /* JSON: only with a tag */
};

/* "name:tag@" or, where no program wrote it, "host/name@". */
static bool is_named(const struct walk *walk, struct slice text, struct slice key)
{
	const char *at = text.size ? memchr(text.at, '@', text.size) : NULL;
	size_t size = at ? (size_t)(at - text.at) : 0;
	const char *slash = size ? memrchr(text.at, '/', size) : NULL;
	size_t base = slash ? (size_t)(slash - text.at) : 0;

	if (size && memchr(text.at + base, ':', size - base))
		return true;
	return slash && (!walk->data || key_names_image(key));
}

static void find_document(struct finder *inner, const struct node *root)
{
	if (document_is_manifest(root))
		document_find_manifest(inner, root);
	else
		generic_yaml_find(inner, root);
}

/* Keys whose values are commands, or arguments of one. */
static const char *const command_keys[] = {
	"bash",         "cmd",        "cmds",         "command",    "commands",    "script",
	"scripts",      "run",        "runcmd",       "shell",      "sh",          "before_script",
	"after_script", "entrypoint", "inlineScript", "pre_script", "post_script", NULL,
};

static bool has_blank(struct slice text)
{
	return memchr(text.at, ' ', text.size) || memchr(text.at, '\n', text.size);
}

static void find_in_command(struct finder *finder, const struct node *scalar)
{
	OWNED(mapped_text) text = finder_text(finder, scalar);

	shell_text_add(finder, mapped_text_slice(text));
}

/* "quay.io/acme/x:1@sha256:..." is a whole reference, also where a tag is expected. */
static bool is_whole_reference(const struct walk *walk, struct slice text, struct slice key)
{
	const char *at = memchr(text.at, '@', text.size);
	size_t size = at ? (size_t)(at - text.at) : 0;

	if (key_parse(key).role != KEY_OTHER)
		return size && memchr(text.at, '/', size) && memchr(text.at, ':', size);
	return is_named(walk, text, key);
}

static void add_scalar(const struct walk *walk, const struct node *scalar, struct slice key,
		       bool is_listed)
{
	struct slice text = node_text(scalar);

	if (!pinned_text_is_possible(text))
		return;
	if (finder_is_template(walk->finder, scalar)) {
		template_expression_add(walk->finder, scalar->at);
		return;
	}
	if (memchr(text.at, '\n', text.size) && !walk->manifest)
		embedded_yaml_find(walk->finder, scalar, find_document);
	if (is_whole_reference(walk, text, key)) {
		OWNED(mapped_text) mapped = finder_letters(walk->finder, scalar);

		pinned_text_add(walk->finder, PIN_IMAGE, key, mapped_text_slice(mapped),
				scalar->at.at);
	}
	if (has_blank(text) &&
	    (slice_is_one_of(key, command_keys) || (is_listed && slice_is(key, "args"))))
		find_in_command(walk->finder, scalar);
}

/* Aliases lead to what is walked where its anchor stands. */
static void visit(const struct walk *walk, const struct node *node, struct slice key,
		  bool is_listed)
{
	if (node_set_has(walk->finder->excluded, finder_text_id(walk->finder), node))
		return;
	if (node->kind == NODE_SCALAR)
		add_scalar(walk, node, key, is_listed);
	for (size_t i = 0; node->kind == NODE_SEQUENCE && i < node->count; i++)
		visit(walk, node->items[i], key, true);
	for (size_t i = 0; node->kind == NODE_MAPPING && i < node->count / 2; i++) {
		struct slice below = node_text(node->items[2 * i]);

		if (!key_is_prose(below) && !slice_is_one_of(below, walk->skip))
			visit(walk, node->items[2 * i + 1], below, false);
	}
}

void generic_yaml_find_values(struct finder *finder, const struct node *root,
			      const char *const *skip)
{
	const struct walk walk = { .finder = finder, .skip = skip, .manifest = true };

	visit(&walk, root, slice_of(""), false);
}

/* Schemas of interfaces describe, and a ConfigMap holds text of others, also where a template
 * has taken its apiVersion away. */
static bool describes(const struct node *root)
{
	static const char *const keys[] = { "openapi", "swagger", "asyncapi", NULL };

	for (size_t i = 0; keys[i]; i++)
		if (node_get(root, keys[i]))
			return true;
	return slice_is(node_text(node_get(root, "kind")), "ConfigMap") ||
	       slice_find(NULL, node_text(node_get(root, "$schema")), "json-schema.org/");
}

void generic_yaml_find(struct finder *finder, const struct node *root)
{
	/* An annotation counts where its key says that it is an image. */
	static const char *const by_keys_not[] = { "labels", "example", "examples", "status",
						   NULL };
	static const char *const leave[] = { "annotations", "labels", NULL };
	const struct image_values by_keys = { .finder = finder,
					      .skip = by_keys_not,
					      .pinned = true };
	const struct walk walk = {
		.finder = finder,
		.skip = leave,
		.data = slice_ends(slice_of(finder->file->path), ".json"),
	};
	struct slice own = { finder->text.at + root->at.at, root->at.length };

	if (describes(root) || json_patch_find(finder, root))
		return;
	document_find_schema(finder, root);
	if (!slice_find(NULL, own, "sha256:") && !slice_find(NULL, own, "sha512:"))
		return;
	image_values_find(&by_keys, root, NULL);
	visit(&walk, root, slice_of(""), false);
}

bool generic_yaml_is_record(const char *path)
{
	static const char *const globs[] = { "*-lock.json",
					     "*.lock.json",
					     "*.spdx.json",
					     "*.cdx.json",
					     "*sbom*.json",
					     "*.lock.yaml",
					     "*-lock.yaml",
					     "*-lock.yml",
					     "*.lock.yml",
					     "renovate.json",
					     ".renovaterc.json",
					     "package.json",
					     "tsconfig*.json",
					     "*.schema.json",
					     "*.schema.yaml",
					     "**/.github/ISSUE_TEMPLATE/*",
					     NULL };

	for (size_t i = 0; globs[i]; i++)
		if (glob_match_path(globs[i], path))
			return true;
	return false;
}

void generic_yaml_find_other_documents(const struct scan_file *file, const struct yaml_file *yaml)
{
	struct finder finder;

	if (generic_yaml_is_record(file->path))
		return;
	finder_begin(&finder, file, &format_yaml);
	finder_use_text(&finder, yaml->text);
	for (size_t i = 0; i < yaml->documents->count; i++)
		if (!document_is_manifest(yaml->documents->roots[i]))
			generic_yaml_find(&finder, yaml->documents->roots[i]);
	finder_end(&finder);
}

/* Only what kubernetes.c leaves comes here: it claims the same files. */
static struct error *find(const struct scan_file *file)
{
	return format_kubernetes.find(file);
}

static const char *const globs[] = { "*.yaml", "*.yml", "*.json", NULL };

const struct format format_yaml = {
	.name = "yaml",
	.summary = "any other YAML and JSON: pinned images that are all of a value or stand in "
		   "fields of their own; Talos, Werf, Zarf, OLM catalogs, ECS, CloudFormation, "
		   "Copilot, Render, Azure: unpinned ones, too",
	.omits = "annotations, labels, examples and descriptions, interfaces' schemas, lock files "
		 "and bills of materials",
	.globs = globs,
	.find = find,
};
