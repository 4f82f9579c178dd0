#include "../formats.h"
#include "image_paths.h"
#include "yaml_format.h"

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
 * digests. The prefix's bytes are hidden, but as many as were written. */
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

static void read_image(struct finder *finder, const struct image_path *image_path,
		       const struct node *node)
{
	size_t size = node_is_filled(node) ? proxy_size(node_text(node)) : 0;

	if (!size) {
		image_read_whole(finder, image_path, node);
		return;
	}
	OWNED(mapped_text) text = finder_letters(finder, node);
	struct mapped_slice mapped = mapped_text_slice(text);

	if (proxy_size(mapped_bytes(mapped)) == size)
		finder_add_letters(finder, image_path->kind, mapped_tail(mapped, size), node->at.at,
				   IMAGE_SURE);
}

/* GitLab's own ci.json. Under "*" stand `default`, jobs and hidden jobs. */
static const struct image_path image_paths[] = {
	{ "image", PIN_IMAGE, read_image },
	{ "image/name", PIN_IMAGE, read_image },
	{ "services/[]", PIN_IMAGE, read_image },
	{ "services/[]/name", PIN_IMAGE, read_image },
	{ "*/image", PIN_IMAGE, read_image },
	{ "*/image/name", PIN_IMAGE, read_image },
	{ "*/services/[]", PIN_IMAGE, read_image },
	{ "*/services/[]/name", PIN_IMAGE, read_image },
	{ "variables/*", PIN_IMAGE, image_read_pinned },
	{ "variables/*/value", PIN_IMAGE, image_read_pinned },
	{ "*/variables/*", PIN_IMAGE, image_read_pinned },
	{ "*/variables/*/value", PIN_IMAGE, image_read_pinned },
	{ "*/services/[]/variables/*", PIN_IMAGE, image_read_pinned },
	{ "*/parallel/matrix/**", PIN_IMAGE, image_read_pinned },
	{ "spec/inputs/*/default", PIN_IMAGE, image_read_pinned },
	{ "include/[]/inputs/*", PIN_IMAGE, image_read_pinned },
	{ NULL, PIN_IMAGE, NULL },
};

static const struct mark marks[] = { { "$[[", "]]" }, { NULL, NULL } };
static const struct dialect dialect = { .dollars = true, .marks = marks };

/* A job's variables go before those of all. */
static const struct variable_path bindings[] = {
	{ "variables/*", NULL, NULL },
	{ "variables/*/value", NULL, NULL },
	{ "*|/variables/*", NULL, NULL },
	{ "*|/variables/*/value", NULL, NULL },
	{ "*|/parallel/matrix/[]&/*", NULL, NULL },
	{ "*|/parallel/matrix/[]/*/[]&", NULL, NULL },
	{ "spec/inputs/*/default", "inputs.", NULL },
	{ NULL, NULL, NULL },
};
static const struct variable_paths variable_paths = { .dialect = &dialect, .bindings = bindings };

static struct error *find(const struct scan_file *file)
{
	return yaml_format_find_with_variables(file, &format_gitlab, image_paths, &variable_paths);
}

const struct format format_gitlab = {
	.name = "gitlab-ci",
	.summary = "images, services and variables of GitLab CI",
	.omits = "included files of other repositories, components",
	.globs = globs,
	.needles = needles,
	.find = find,
};
