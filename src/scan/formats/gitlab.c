#include "../formats.h"
#include "image_paths.h"

#include <string.h>

static const char *const globs[] = {
	".gitlab-ci.y*ml",
	"*.gitlab-ci.y*ml",
	"*-gitlab-ci.y*ml",
	"gitlab-ci*.y*ml",
	"**/.gitlab/ci/**/*.y*ml",
	"**/.gitlab-ci/**/*.y*ml",
	NULL,
};
static const char *const needles[] = { "image", "services", "sha256:", NULL };

/* What stands behind GitLab's proxy of Docker Hub is Docker Hub's, by its tags and its
 * digests. The prefix's letters are hidden, but as many as were written. */
static size_t proxy_size(struct slice text)
{
	static const char *const prefixes[] = {
		"${CI_DEPENDENCY_PROXY_GROUP_IMAGE_PREFIX}/",
		"$CI_DEPENDENCY_PROXY_GROUP_IMAGE_PREFIX/",
		"${CI_DEPENDENCY_PROXY_DIRECT_GROUP_IMAGE_PREFIX}/",
		"$CI_DEPENDENCY_PROXY_DIRECT_GROUP_IMAGE_PREFIX/",
	};

	for (size_t i = 0; i < sizeof(prefixes) / sizeof(*prefixes); i++)
		if (slice_starts(text, prefixes[i]))
			return strlen(prefixes[i]);
	return 0;
}

static void read_image(struct finder *finder, const struct place *place, const struct node *node)
{
	size_t size = node_is_filled(node) ? proxy_size(node_text(node)) : 0;

	if (!size) {
		place_whole(finder, place, node);
		return;
	}
	OWNED(traced) text = finder_letters(finder, node);
	struct letters letters = traced_letters(text);

	if (proxy_size(letters_slice(letters)) == size)
		finder_add_letters(finder, place->kind, letters_behind(letters, size), node->at.at,
				   IMAGE_SURE);
}

/* GitLab's own ci.json. Under "*" stand `default`, jobs and hidden jobs. */
static const struct place places[] = {
	{ "image", PIN_IMAGE, read_image },
	{ "image/name", PIN_IMAGE, read_image },
	{ "services/[]", PIN_IMAGE, read_image },
	{ "services/[]/name", PIN_IMAGE, read_image },
	{ "*/image", PIN_IMAGE, read_image },
	{ "*/image/name", PIN_IMAGE, read_image },
	{ "*/services/[]", PIN_IMAGE, read_image },
	{ "*/services/[]/name", PIN_IMAGE, read_image },
	{ "variables/*", PIN_IMAGE, place_pinned },
	{ "variables/*/value", PIN_IMAGE, place_pinned },
	{ "*/variables/*", PIN_IMAGE, place_pinned },
	{ "*/variables/*/value", PIN_IMAGE, place_pinned },
	{ "*/services/[]/variables/*", PIN_IMAGE, place_pinned },
	{ "*/parallel/matrix/**", PIN_IMAGE, place_pinned },
	{ "spec/inputs/*/default", PIN_IMAGE, place_pinned },
	{ "include/[]/inputs/*", PIN_IMAGE, place_pinned },
	{ NULL, PIN_IMAGE, NULL },
};

static const struct mark marks[] = { { "$[[", "]]" }, { NULL, NULL } };
static const struct dialect dialect = { .dollars = true, .marks = marks };

/* A job's variables go before those of all. */
static const struct binding bindings[] = {
	{ "variables/*", NULL, NULL },
	{ "variables/*/value", NULL, NULL },
	{ "*|/variables/*", NULL, NULL },
	{ "*|/variables/*/value", NULL, NULL },
	{ "*|/parallel/matrix/[]&/*", NULL, NULL },
	{ "*|/parallel/matrix/[]/*/[]&", NULL, NULL },
	{ "spec/inputs/*/default", "inputs.", NULL },
	{ NULL, NULL, NULL },
};
static const struct vocabulary vocabulary = { .dialect = &dialect, .bindings = bindings };

static struct error *find(const struct scan_file *file)
{
	return places_find_with(file, &format_gitlab, places, &vocabulary);
}

const struct format format_gitlab = {
	.name = "gitlab-ci",
	.summary = "images, services and variables of GitLab CI",
	.omits = "included files of other repositories, components, shell in script:",
	.globs = globs,
	.needles = needles,
	.find = find,
};
