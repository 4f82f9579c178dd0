#include "helm.h"
#include "image_paths.h"
#include <ctype.h>
#include <digestbump/base/map.h>
#include <digestbump/base/memory.h>
#include <string.h>

/* Gives the letters of a scalar that says something; of anything else, none. */
static struct traced *letters_of(struct finder *finder, const struct node *node)
{
	return finder_letters(finder, node_is_filled(node) ? node : NULL);
}

static void add_scalar(struct finder *finder, const struct place *place, const struct node *node,
		       enum certainty certainty)
{
	OWNED(traced) text = letters_of(finder, node);

	finder_add_letters(finder, place->kind, traced_letters(text), node->at.at, certainty);
}

void place_whole(struct finder *finder, const struct place *place, const struct node *node)
{
	add_scalar(finder, place, node, IMAGE_SURE);
}

void place_tagged(struct finder *finder, const struct place *place, const struct node *node)
{
	add_scalar(finder, place, node, IMAGE_TAGGED);
}

/* Most values are none, and have no '@'. */
static bool may_be_pinned(const struct finder *finder, const struct node *node)
{
	struct slice text = node_text(node);
	bool variables = finder->variables && variables_have_digest(finder->variables);

	return text.size &&
	       (memchr(text.at, '@', text.size) ||
		(variables && (memchr(text.at, '$', text.size) || memchr(text.at, '{', text.size) ||
			       memchr(text.at, '<', text.size))));
}

/* "1.27@sha256:..." and "v2@sha256:..." are a tag and a digest whose image is named in
 * another value. */
static bool is_version(struct letters text)
{
	struct letters rest = text.size && text.at[0] == 'v' ? letters_behind(text, 1) : text;

	if (!rest.size || !isdigit((unsigned char)rest.at[0]))
		return false;
	for (size_t i = 0; i < rest.size && rest.at[i] != '@'; i++)
		if (strchr(":/", rest.at[i]))
			return false;
	return true;
}

/* Bytes of the scheme in front of a reference; 0: there is none. */
static size_t scheme_size(struct letters text)
{
	static const char *const schemes[] = { "docker-image://", "docker://", "oci://",
					       "registry://", "docker:/" };

	for (size_t i = 0; i < sizeof(schemes) / sizeof(*schemes); i++)
		if (slice_starts(letters_slice(text), schemes[i]))
			return strlen(schemes[i]);
	return 0;
}

static void add_pinned(struct finder *finder, enum pin_kind kind, struct letters text, size_t use)
{
	text = letters_behind(text, scheme_size(text));
	if (!is_version(text))
		finder_add_letters(finder, kind, text, use, IMAGE_PINNED);
}

void place_pinned(struct finder *finder, const struct place *place, const struct node *node)
{
	if (!may_be_pinned(finder, node))
		return;
	OWNED(traced) text = letters_of(finder, node);

	add_pinned(finder, place->kind, traced_letters(text), node->at.at);
}

/* ---- what stands in front of a reference ---- */

static void add_behind_scheme(struct finder *finder, enum pin_kind kind, struct letters text,
			      size_t use)
{
	if (scheme_size(text))
		finder_add_letters(finder, kind, letters_behind(text, scheme_size(text)), use,
				   IMAGE_SURE);
}

void place_scheme(struct finder *finder, const struct place *place, const struct node *node)
{
	OWNED(traced) text = letters_of(finder, node);

	add_behind_scheme(finder, place->kind, traced_letters(text), node->at.at);
}

void place_maybe_scheme(struct finder *finder, const struct place *place, const struct node *node)
{
	OWNED(traced) text = letters_of(finder, node);
	struct letters letters = traced_letters(text);

	finder_add_letters(finder, place->kind, letters_behind(letters, scheme_size(letters)),
			   node->at.at, IMAGE_SURE);
}

/* What stands behind the first sign; nothing when there is none. */
static struct letters behind_sign(struct letters text, const char *sign)
{
	size_t at;

	if (!text.size || !slice_find(&at, letters_slice(text), sign))
		return letters_part(text, 0, 0);
	return letters_behind(text, at + strlen(sign));
}

void place_argument(struct finder *finder, const struct place *place, const struct node *node)
{
	if (!may_be_pinned(finder, node))
		return;
	OWNED(traced) text = letters_of(finder, node);

	add_pinned(finder, place->kind, behind_sign(traced_letters(text), "="), node->at.at);
}

void place_argument_lines(struct finder *finder, const struct place *place, const struct node *node)
{
	if (!may_be_pinned(finder, node))
		return;
	OWNED(traced) text = letters_of(finder, node);

	for (struct letters rest = traced_letters(text); rest.size;) {
		const char *end = memchr(rest.at, '\n', rest.size);
		size_t size = end ? (size_t)(end - rest.at) : rest.size;
		struct letters line = letters_trim(letters_part(rest, 0, size));

		add_pinned(finder, place->kind, behind_sign(line, "="), node->at.at);
		rest = letters_behind(rest, end ? size + 1 : size);
	}
}

void place_cache(struct finder *finder, const struct place *place, const struct node *node)
{
	if (!may_be_pinned(finder, node))
		return;
	OWNED(traced) text = letters_of(finder, node);
	struct letters letters = traced_letters(text);
	struct letters behind = behind_sign(letters, "ref=");

	finder_add_letters(finder, place->kind, behind.size ? behind : letters, node->at.at,
			   IMAGE_PINNED);
}

/* ---- flags of a build ---- */

static void add_flag(struct finder *finder, const char *flag, struct letters pair, size_t use)
{
	struct letters value = behind_sign(pair, "=");

	if (strcmp(flag, "--build-context") == 0)
		add_behind_scheme(finder, PIN_CONTEXT, value, use);
	else
		add_pinned(finder, PIN_ARG, value, use);
}

static void read_flag(struct finder *finder, const char *flag, const struct node *item,
		      const struct node *next)
{
	if (slice_is(node_text(item), flag) && next) {
		OWNED(traced) pair = letters_of(finder, next);

		add_flag(finder, flag, traced_letters(pair), next->at.at);
		return;
	}
	if (!slice_starts(node_text(item), flag))
		return;
	OWNED(traced) text = letters_of(finder, item);
	struct letters rest = letters_behind(traced_letters(text), strlen(flag));

	if (slice_starts(letters_slice(rest), "=") || slice_starts(letters_slice(rest), " "))
		add_flag(finder, flag, letters_behind(rest, 1), item->at.at);
}

void place_flags(struct finder *finder, const struct place *place, const struct node *node)
{
	static const char *const flags[] = { "--build-arg", "--build-context" };

	(void)place;
	for (size_t i = 0; node->kind == NODE_SEQUENCE && i < node->count; i++) {
		const struct node *next =
		    i + 1 < node->count ? node_target(node->items[i + 1]) : NULL;

		for (size_t k = 0; k < sizeof(flags) / sizeof(*flags); k++)
			if (node_target(node->items[i]))
				read_flag(finder, flags[k], node_target(node->items[i]), next);
	}
}

/* ---- mappings ---- */

void place_keys(struct finder *finder, const struct place *place, const struct node *node)
{
	for (size_t i = 0; node->kind == NODE_MAPPING && i < node->count / 2; i++)
		if (node_target(node->items[2 * i]))
			place_pinned(finder, place, node_target(node->items[2 * i]));
}

void place_values(struct finder *finder, const struct place *place, const struct node *node)
{
	(void)place;
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

static const struct node *beside(const struct map *index, struct slice prefix, const char *word)
{
	OWNED_STRING name = must_format("%.*s%s", (int)prefix.size, prefix.at, word);

	return map_get(index, name);
}

/* "image.repository" and its kin are one image, as in a chart's values. */
static void add_repository(struct finder *finder, const struct map *index, size_t i)
{
	struct slice name = slice_of(map_key(index, i));
	struct slice prefix = { name.at, name.size - strlen("repository") };
	const struct parts parts = {
		.registry = beside(index, prefix, "registry"),
		.name = map_value(index, i),
		.tag = beside(index, prefix, "tag"),
		.digest = beside(index, prefix, "digest"),
	};

	finder_add_parts(finder, &parts, IMAGE_TAGGED);
}

void place_dotted(struct finder *finder, const struct place *place, const struct node *node)
{
	if (node->kind == NODE_SCALAR || !finder_once(finder, node))
		return;
	OWNED(map) index = index_of(node);

	for (size_t i = 0; i < map_count(index); i++) {
		struct slice name = slice_of(map_key(index, i));

		if (slice_ends(name, ".repository"))
			add_repository(finder, index, i);
		else if (!slice_ends(name, ".tag"))
			place_pinned(finder, place, map_value(index, i));
	}
}
