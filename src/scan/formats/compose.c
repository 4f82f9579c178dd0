#include "../find/documents.h"
#include "../find/image_scalar.h"
#include "../find/template.h"
#include "../formats.h"
#include "dockerfile.h"
#include "document_kind.h"
#include <digestbump/syntax/dotenv.h>
#include <digestbump/syntax/yaml_merge.h>

#include <digestbump/base/memory.h>
#include <digestbump/base/strings.h>
#include <digestbump/limits.h>
#include <string.h>

static const char *const globs[] = {
	"compose*.yaml",           "compose*.yml",           "docker-compose*.yaml",
	"docker-compose*.yml",     "*.compose.yaml",         "*.compose.yml",
	"*-compose.yaml",          "*-compose.yml",          "docker-stack*.yaml",
	"docker-stack*.yml",       "compose*.yaml.j2",       "compose*.yml.j2",
	"docker-compose*.yaml.j2", "docker-compose*.yml.j2", NULL
};
static const char *const needles[] = { "image", "build", "services", NULL };

struct compose {
	struct finder finder;
	struct expansion expansion;
	struct scan_file inline_file; /* the file, for inline Dockerfiles: lines are counted on */
	struct line_cache inline_mark;
	struct dotenv *env; /* NULL: there is no .env */
	bool listed;        /* what is read now are items of a list */
};

typedef void find_in_node(struct compose *compose, const struct node *node);

/* ---- variables ---- */

/* The environment may set what is not set here: until then defaults apply. */
static enum variable_state look_up(struct mapped_slice *value, const void *data, struct slice name)
{
	const struct compose *compose = data;

	return dotenv_get(value, compose->env, name) ? VARIABLE_SET : VARIABLE_DEFAULT_ONLY;
}

static void read_env(struct compose *compose)
{
	struct slice bytes;
	uint32_t base;

	if (!finder_read_adjacent(&bytes, &base, &compose->finder, ".env"))
		return;
	compose->env = dotenv_read(bytes, base);
	compose->expansion.most = expansion_most(compose->finder.file->bytes.size + bytes.size);
}

static void compose_begin(struct compose *compose, const struct scan_file *file)
{
	*compose = (struct compose){ .inline_file = *file };
	if (!file->mark)
		compose->inline_file.mark = &compose->inline_mark;
	finder_begin(&compose->finder, file, &format_compose);
	compose->expansion = (struct expansion){
		.dialect = &dialect_compose,
		.lookup = look_up,
		.data = compose,
		.most = expansion_most(file->bytes.size),
	};
	compose->finder.expansion = &compose->expansion;
	if (memchr(file->bytes.at, '$', file->bytes.size))
		read_env(compose);
}

static void compose_end(struct compose *compose)
{
	finder_end(&compose->finder);
	dotenv_free(compose->env);
}

/* ---- lists and mappings ---- */

/* An entry is read once, however many aliases lead to it; scalars cost little. */
static void find_entry(struct compose *compose, const struct node *entry, find_in_node *find)
{
	if (node_string(node_target(entry)) || finder_once(&compose->finder, entry))
		find(compose, entry);
}

/* Every value of a mapping, merged ones too, or item of a list. */
static void each(struct compose *compose, const struct node *node, find_in_node *find)
{
	node = finder_once(&compose->finder, node);
	if (!node)
		return;
	compose->listed = node->kind == NODE_SEQUENCE;
	for (size_t i = 0; compose->listed && i < node->count; i++)
		find_entry(compose, node->items[i], find);
	OWNED(map) index = yaml_merge_index(node);

	for (size_t i = 0; i < map_count(index); i++)
		if (strcmp(map_key(index, i), "<<") != 0)
			find_entry(compose, map_value(index, i), find);
}

/* A value whose text may hold a digest, in it or in a variable. */
static bool may_be_pinned(const struct node *node)
{
	struct slice text = node_text(node);

	return memchr(text.at, '@', text.size) || memchr(text.at, '$', text.size);
}

/* ---- where images stand ---- */

/* Cuts what stands in front of the value off: in a list, entries are NAME=value. */
static struct mapped_slice value_of(const struct compose *compose, struct mapped_slice mapped)
{
	const char *sign = mapped.size ? memchr(mapped.at, '=', mapped.size) : NULL;

	if (!compose->listed || !sign)
		return mapped;
	return mapped_tail(mapped, (size_t)(sign - mapped.at) + 1);
}

static void add_variable(struct compose *compose, const struct node *node, enum pin_kind kind)
{
	if (!may_be_pinned(node))
		return;
	OWNED(mapped_text) text = finder_letters(&compose->finder, node);

	finder_add_letters(&compose->finder, kind, value_of(compose, mapped_text_slice(text)),
			   node->at.at, IMAGE_PINNED);
}

static void find_variable(struct compose *compose, const struct node *node)
{
	add_variable(compose, node, PIN_IMAGE);
}

static void find_argument(struct compose *compose, const struct node *node)
{
	add_variable(compose, node, PIN_ARG);
}

/* Other contexts are paths, repositories and services. */
static void find_context(struct compose *compose, const struct node *node)
{
	static const char scheme[] = "docker-image://";
	OWNED(mapped_text) text = finder_letters(&compose->finder, node);
	struct mapped_slice value = value_of(compose, mapped_text_slice(text));

	if (slice_starts(mapped_bytes(value), scheme))
		finder_add_letters(&compose->finder, PIN_CONTEXT,
				   mapped_tail(value, strlen(scheme)), node->at.at, IMAGE_SURE);
}

/* NAME or type=registry,ref=NAME. Caches are overwritten by builds: only one that
 * is pinned was chosen as an image. */
static void find_cache(struct compose *compose, const struct node *node)
{
	OWNED(mapped_text) text = finder_letters(&compose->finder, node);
	struct mapped_slice value = mapped_text_slice(text);
	size_t at;

	if (slice_find(&at, mapped_bytes(value), ",ref="))
		value = mapped_tail(value, at + strlen(",ref="));
	finder_add_letters(&compose->finder, PIN_IMAGE, value, node->at.at, IMAGE_PINNED);
}

static void find_volume(struct compose *compose, const struct node *node)
{
	if (slice_is(node_text(node_get(node, "type")), "image"))
		image_scalar_add(&compose->finder, PIN_IMAGE, node_get(node, "source"), IMAGE_SURE);
}

static void find_hook(struct compose *compose, const struct node *node)
{
	image_scalar_add(&compose->finder, PIN_IMAGE, node_get(node, "image"), IMAGE_SURE);
}

static void find_model(struct compose *compose, const struct node *node)
{
	image_scalar_add(&compose->finder, PIN_IMAGE, node_get(node, "model"), IMAGE_PINNED);
}

/* What .env gives to an inline Dockerfile is edited nowhere: its places are the
 * compose file's. */
static void forget_env(struct mapped_text *text)
{
	for (size_t i = 0; i < text->size; i++)
		if (text->from[i] >= ORIGIN_ADJACENT && text->from[i] < ORIGIN_UNKNOWN)
			text->from[i] = ORIGIN_NONE;
}

/* Compose replaces its variables first: "$$" is what the Dockerfile sees as "$". */
static void find_inline(struct compose *compose, const struct node *node,
			const struct strings *contexts)
{
	const struct node *scalar = node_target(node);

	if (!node_is_filled(scalar) || !finder_once(&compose->finder, scalar))
		return;
	OWNED(mapped_text) text = finder_text(&compose->finder, scalar);
	OWNED(mapped_text) out = mapped_text_new(EXPANSION_BYTES_MOST);
	OWNED(error) failed = expand(out, &compose->expansion, mapped_text_slice(text));

	if (failed) {
		finder_skip(&compose->finder, scalar->at.at, "invalid", error_text(failed));
		return;
	}
	forget_env(out);
	dockerfile_find_with_contexts(&compose->inline_file, &format_compose,
				      mapped_text_slice(out), contexts);
}

/* Gives the names of contexts: keys of a mapping, or NAME=value in a list. */
static struct strings *names_of_contexts(const struct node *contexts)
{
	OWNED(strings) names = strings_new();
	const struct node *node = node_target(contexts);

	for (size_t i = 0; node && node->kind == NODE_MAPPING && i < node->count / 2; i++)
		if (node_string(node_target(node->items[2 * i])))
			strings_add(names, node_string(node_target(node->items[2 * i])));
	for (size_t i = 0; node && node->kind == NODE_SEQUENCE && i < node->count; i++) {
		struct slice pair = node_text(node->items[i]);
		size_t size;

		if (!slice_find(&size, pair, "="))
			continue;
		OWNED_STRING name = must_copy_bytes(pair.at, size);

		strings_add(names, name);
	}
	return pass_on(&names);
}

static void find_build(struct compose *compose, const struct node *build)
{
	OWNED(map) keys = yaml_merge_index(finder_once(&compose->finder, build));
	OWNED(strings) contexts = names_of_contexts(map_get(keys, "additional_contexts"));

	find_inline(compose, map_get(keys, "dockerfile_inline"), contexts);
	each(compose, map_get(keys, "additional_contexts"), find_context);
	each(compose, map_get(keys, "args"), find_argument);
	each(compose, map_get(keys, "cache_from"), find_cache);
}

static bool is_given(const struct node *node)
{
	const struct node *target = node_target(node);

	return target && (target->kind == NODE_MAPPING || node_is_filled(target));
}

/* With `build` beside it, the image is what the result is called; a result cannot be
 * called by a digest, so one that is pinned is pulled all the same. */
static void find_service(struct compose *compose, const struct node *service)
{
	OWNED(map) keys = yaml_merge_index(service);
	const struct node *target = node_target(service);
	enum certainty certainty = is_given(map_get(keys, "build")) ? IMAGE_PINNED : IMAGE_SURE;

	image_scalar_add(&compose->finder, PIN_IMAGE, map_get(keys, "image"), certainty);
	/* The branches of a template's condition leave the same key twice. */
	for (size_t i = 0; target && target->kind == NODE_MAPPING && i < target->count / 2; i++)
		if (slice_is(node_text(target->items[2 * i]), "image"))
			image_scalar_add(&compose->finder, PIN_IMAGE, target->items[2 * i + 1],
					 certainty);
	find_build(compose, map_get(keys, "build"));
	each(compose, map_get(keys, "volumes"), find_volume);
	each(compose, map_get(keys, "environment"), find_variable);
	each(compose, map_get(keys, "pre_start"), find_hook);
	each(compose, map_get(keys, "post_start"), find_hook);
}

/* Version 1 of the format had its services at the top. */
static void find_old_service(struct compose *compose, const struct node *service)
{
	if (node_get(service, "image") || node_get(service, "build"))
		find_service(compose, service);
}

static void find_project(struct compose *compose, const struct node *root)
{
	const struct node *services = node_get(root, "services");

	if (node_get(root, "apiVersion") && node_get(root, "kind")) {
		compose->finder.expansion = NULL;
		document_find_manifest(&compose->finder, root);
		compose->finder.expansion = &compose->expansion;
	} else if (services || node_get(root, "version")) {
		each(compose, services, find_service);
		each(compose, node_get(root, "models"), find_model);
	} else {
		each(compose, root, find_old_service);
	}
}

static struct error *find(const struct scan_file *file)
{
	struct compose compose;
	struct yaml_file yaml;

	documents_read(&yaml, file);
	compose_begin(&compose, file);
	finder_use_text(&compose.finder, yaml.text);
	for (size_t i = 0; yaml.documents && i < yaml.documents->count; i++)
		find_project(&compose, yaml.documents->roots[i]);
	if (yaml.unread)
		template_find(&compose.finder, yaml.unread, TEMPLATE_ANY);
	compose_end(&compose);
	yaml_file_clear(&yaml);
	return NULL;
}

const struct format format_compose = {
	.name = "compose",
	.summary = "services, builds and inline Dockerfiles of Compose, with the .env beside them",
	.omits =
	    "include: and extends: of other projects, values of env_file and the shell, build tags",
	.globs = globs,
	.needles = needles,
	.find = find,
};
