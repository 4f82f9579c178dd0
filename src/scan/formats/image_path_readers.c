#include "../find/image_parts.h"
#include "helm.h"
#include "image_paths.h"
#include <ctype.h>
#include <digestbump/base/map.h>
#include <digestbump/base/memory.h>
#include <string.h>

/* Gives the bytes of a scalar that says something; of anything else, none. */
static struct mapped_text *text_of_part(struct finder *finder, const struct node *node)
{
	return finder_letters(finder, node_is_filled(node) ? node : NULL);
}

static void add_scalar(struct finder *finder, const struct image_path *image_path,
		       const struct node *node, enum certainty certainty)
{
	OWNED(mapped_text) text = text_of_part(finder, node);

	finder_add_letters(finder, image_path->kind, mapped_text_slice(text), node->at.at,
			   certainty);
}

void image_read_whole(struct finder *finder, const struct image_path *image_path,
		      const struct node *node)
{
	add_scalar(finder, image_path, node, IMAGE_SURE);
}

void image_read_tagged(struct finder *finder, const struct image_path *image_path,
		       const struct node *node)
{
	add_scalar(finder, image_path, node, IMAGE_TAGGED);
}

/* Most values are none, and have no '@'. */
static bool may_be_pinned(const struct finder *finder, const struct node *node)
{
	struct slice text = node_text(node);
	bool variables = finder->variables && variables_have_wanted(finder->variables);

	return text.size &&
	       (memchr(text.at, '@', text.size) ||
		(variables && (memchr(text.at, '$', text.size) || memchr(text.at, '{', text.size) ||
			       memchr(text.at, '<', text.size))));
}

/* "1.27@sha256:..." and "v2@sha256:..." are a tag and a digest whose image is named in
 * another value. */
static bool is_version(struct mapped_slice text)
{
	struct mapped_slice rest = text.size && text.at[0] == 'v' ? mapped_tail(text, 1) : text;

	if (!rest.size || !isdigit((unsigned char)rest.at[0]))
		return false;
	for (size_t i = 0; i < rest.size && rest.at[i] != '@'; i++)
		if (strchr(":/", rest.at[i]))
			return false;
	return true;
}

/* Bytes of the scheme in front of a reference; 0: there is none. */
static size_t scheme_size(struct mapped_slice text)
{
	static const char *const schemes[] = { "docker-image://", "docker://", "oci://",
					       "registry://", "docker:/" };

	for (size_t i = 0; i < sizeof(schemes) / sizeof(*schemes); i++)
		if (slice_starts(mapped_bytes(text), schemes[i]))
			return strlen(schemes[i]);
	return 0;
}

static void add_pinned(struct finder *finder, enum pin_kind kind, struct mapped_slice text,
		       size_t use)
{
	text = mapped_tail(text, scheme_size(text));
	if (!is_version(text))
		finder_add_letters(finder, kind, text, use, IMAGE_PINNED);
}

void image_read_pinned(struct finder *finder, const struct image_path *image_path,
		       const struct node *node)
{
	if (!may_be_pinned(finder, node))
		return;
	OWNED(mapped_text) text = text_of_part(finder, node);

	add_pinned(finder, image_path->kind, mapped_text_slice(text), node->at.at);
}

/* ---- what stands in front of a reference ---- */

static void add_behind_scheme(struct finder *finder, enum pin_kind kind, struct mapped_slice text,
			      size_t use)
{
	if (scheme_size(text))
		finder_add_letters(finder, kind, mapped_tail(text, scheme_size(text)), use,
				   IMAGE_SURE);
}

void image_read_scheme(struct finder *finder, const struct image_path *image_path,
		       const struct node *node)
{
	OWNED(mapped_text) text = text_of_part(finder, node);

	add_behind_scheme(finder, image_path->kind, mapped_text_slice(text), node->at.at);
}

void image_read_optional_scheme(struct finder *finder, const struct image_path *image_path,
				const struct node *node)
{
	OWNED(mapped_text) text = text_of_part(finder, node);
	struct mapped_slice mapped = mapped_text_slice(text);

	finder_add_letters(finder, image_path->kind, mapped_tail(mapped, scheme_size(mapped)),
			   node->at.at, IMAGE_SURE);
}

/* What stands behind the first sign; nothing when there is none. */
static struct mapped_slice behind_sign(struct mapped_slice text, const char *sign)
{
	size_t at;

	if (!text.size || !slice_find(&at, mapped_bytes(text), sign))
		return mapped_part(text, 0, 0);
	return mapped_tail(text, at + strlen(sign));
}

void image_read_argument(struct finder *finder, const struct image_path *image_path,
			 const struct node *node)
{
	if (!may_be_pinned(finder, node))
		return;
	OWNED(mapped_text) text = text_of_part(finder, node);

	add_pinned(finder, image_path->kind, behind_sign(mapped_text_slice(text), "="),
		   node->at.at);
}

void image_read_argument_lines(struct finder *finder, const struct image_path *image_path,
			       const struct node *node)
{
	if (!may_be_pinned(finder, node))
		return;
	OWNED(mapped_text) text = text_of_part(finder, node);

	for (struct mapped_slice rest = mapped_text_slice(text); rest.size;) {
		const char *end = memchr(rest.at, '\n', rest.size);
		size_t size = end ? (size_t)(end - rest.at) : rest.size;
		struct mapped_slice line = mapped_trim(mapped_part(rest, 0, size));

		add_pinned(finder, image_path->kind, behind_sign(line, "="), node->at.at);
		rest = mapped_tail(rest, end ? size + 1 : size);
	}
}

void image_read_cache(struct finder *finder, const struct image_path *image_path,
		      const struct node *node)
{
	if (!may_be_pinned(finder, node))
		return;
	OWNED(mapped_text) text = text_of_part(finder, node);
	struct mapped_slice mapped = mapped_text_slice(text);
	struct mapped_slice behind = behind_sign(mapped, "ref=");

	finder_add_letters(finder, image_path->kind, behind.size ? behind : mapped, node->at.at,
			   IMAGE_PINNED);
}

/* ---- flags of a build ---- */

static void add_flag(struct finder *finder, const char *flag, struct mapped_slice pair, size_t use)
{
	struct mapped_slice value = behind_sign(pair, "=");

	if (strcmp(flag, "--build-context") == 0)
		add_behind_scheme(finder, PIN_CONTEXT, value, use);
	else
		add_pinned(finder, PIN_ARG, value, use);
}

static void read_flag(struct finder *finder, const char *flag, const struct node *item,
		      const struct node *next)
{
	if (slice_is(node_text(item), flag) && next) {
		OWNED(mapped_text) pair = text_of_part(finder, next);

		add_flag(finder, flag, mapped_text_slice(pair), next->at.at);
		return;
	}
	if (!slice_starts(node_text(item), flag))
		return;
	OWNED(mapped_text) text = text_of_part(finder, item);
	struct mapped_slice rest = mapped_tail(mapped_text_slice(text), strlen(flag));

	if (slice_starts(mapped_bytes(rest), "=") || slice_starts(mapped_bytes(rest), " "))
		add_flag(finder, flag, mapped_tail(rest, 1), item->at.at);
}

void image_read_build_flags(struct finder *finder, const struct image_path *image_path,
			    const struct node *node)
{
	static const char *const flags[] = { "--build-arg", "--build-context" };

	(void)image_path;
	for (size_t i = 0; node->kind == NODE_SEQUENCE && i < node->count; i++) {
		const struct node *next =
		    i + 1 < node->count ? node_target(node->items[i + 1]) : NULL;

		for (size_t k = 0; k < sizeof(flags) / sizeof(*flags); k++)
			if (node_target(node->items[i]))
				read_flag(finder, flags[k], node_target(node->items[i]), next);
	}
}

/* ---- no images ---- */

void image_read_none(struct finder *finder, const struct image_path *image_path,
		     const struct node *node)
{
	(void)image_path;
	node_set_add(finder->excluded, finder_text_id(finder), node);
}

/* ---- mappings ---- */

void image_read_keys(struct finder *finder, const struct image_path *image_path,
		     const struct node *node)
{
	for (size_t i = 0; node->kind == NODE_MAPPING && i < node->count / 2; i++)
		if (node_target(node->items[2 * i]))
			image_read_pinned(finder, image_path, node_target(node->items[2 * i]));
}

void image_read_chart_values(struct finder *finder, const struct image_path *image_path,
			     const struct node *node)
{
	(void)image_path;
	if (node->kind == NODE_MAPPING)
		helm_find_values(finder, node);
}

/* ---- dotted names ---- */

static void index_pair(struct map *index, const struct node *name, const struct node *value)
{
	const char *key = node_string(node_target(name));

	if (key && node_string(node_target(value)))
		map_set(index, key, (void *)node_target(value));
}

static struct map *index_of(const struct node *node)
{
	OWNED(map) index = map_new();

	for (size_t i = 0; node->kind == NODE_SEQUENCE && i < node->count; i++)
		index_pair(index, node_get(node->items[i], "name"),
			   node_get(node->items[i], "value"));
	for (size_t i = 0; node->kind == NODE_MAPPING && i < node->count / 2; i++)
		index_pair(index, node->items[2 * i], node->items[2 * i + 1]);
	return pass_on(&index);
}

static const struct node *adjacent(const struct map *index, struct slice prefix, const char *word)
{
	OWNED_STRING name = must_format("%.*s%s", (int)prefix.size, prefix.at, word);

	return map_get(index, name);
}

/* "image.repository", "image.tag" and so on are one image, as in a chart's values. */
static void add_repository(struct finder *finder, const struct map *index, size_t i)
{
	struct slice name = slice_of(map_key(index, i));
	struct slice prefix = { name.at, name.size - strlen("repository") };
	const struct image_parts parts = {
		.registry = adjacent(index, prefix, "registry"),
		.name = map_value(index, i),
		.tag = adjacent(index, prefix, "tag"),
		.digest = adjacent(index, prefix, "digest"),
	};

	image_parts_add(finder, &parts, IMAGE_TAGGED);
}

void image_read_dotted_values(struct finder *finder, const struct image_path *image_path,
			      const struct node *node)
{
	if (node->kind == NODE_SCALAR || !finder_once(finder, node))
		return;
	OWNED(map) index = index_of(node);

	for (size_t i = 0; i < map_count(index); i++) {
		struct slice name = slice_of(map_key(index, i));

		if (slice_ends(name, ".repository"))
			add_repository(finder, index, i);
		else if (!slice_ends(name, ".tag"))
			image_read_pinned(finder, image_path, map_value(index, i));
	}
}
