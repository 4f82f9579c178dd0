#include "../formats.h"
#include "places.h"

static const char *const globs[] = { ".goreleaser*.y*ml", "goreleaser*.y*ml", NULL };
static const char *const needles[] = { "base_image", "sha256:", "docker-image:", NULL };

/* What is built (image_templates, images, repositories) is nobody's base. */
static const struct place places[] = {
	{ "kos/[]/base_image", PIN_BASE, place_whole },
	{ "dockers/[]/build_flag_templates", PIN_ARG, place_flags },
	{ "dockers_v2/[]/build_args/*", PIN_ARG, place_pinned },
	{ "dockers_v2/[]/flags", PIN_ARG, place_flags },
	{ "env/[]", PIN_IMAGE, place_argument },
	{ NULL, PIN_IMAGE, NULL },
};

static struct error *find(const struct scan_file *file)
{
	return places_find(file, &format_goreleaser, places);
}

const struct format format_goreleaser = {
	.name = "goreleaser",
	.summary = "GoReleaser's base images of ko, build arguments and build contexts of docker",
	.omits = "images that are built (image_templates, images), templates are not filled in",
	.globs = globs,
	.needles = needles,
	.find = find,
};
