#include "../formats.h"
#include "image_paths.h"

static const char *const globs[] = { "batect.y*ml", "batect-bundle.y*ml", NULL };
static const char *const needles[] = { "image", "sha256:", NULL };

static const struct place places[] = {
	{ "containers/*/image", PIN_IMAGE, place_whole },
	{ "containers/*/build_args/*", PIN_ARG, place_pinned },
	{ "containers/*/environment/*", PIN_IMAGE, place_pinned },
	{ NULL, PIN_IMAGE, NULL },
};

static struct error *find(const struct scan_file *file)
{
	return places_find(file, &format_batect, places);
}

const struct format format_batect = {
	.name = "batect",
	.summary = "containers of Batect",
	.omits = "included bundles of other repositories, Dockerfiles are read by themselves",
	.globs = globs,
	.needles = needles,
	.find = find,
};
