#include "../formats.h"
#include "image_paths.h"

static const char *const globs[] = { "*-pipelines.y*ml", NULL };
static const char *const needles[] = { "image", "docker:", NULL };

/* A pipe without docker:// is a repository of Bitbucket and a tag of git; variables
 * given to a pipe are its own affair. */
static const struct place places[] = {
	{ "image", PIN_IMAGE, place_whole },
	{ "image/name", PIN_IMAGE, place_whole },
	{ "definitions/services/*/image", PIN_IMAGE, place_whole },
	{ "definitions/services/*/image/name", PIN_IMAGE, place_whole },
	{ "**/step/image", PIN_IMAGE, place_whole },
	{ "**/step/image/name", PIN_IMAGE, place_whole },
	{ "**/script/[]/pipe", PIN_ACTION, place_scheme },
	{ "**/after-script/[]/pipe", PIN_ACTION, place_scheme },
	{ NULL, PIN_IMAGE, NULL },
};

static struct error *find(const struct scan_file *file)
{
	return places_find(file, &format_bitbucket, places);
}

const struct format format_bitbucket = {
	.name = "bitbucket",
	.summary = "images, services and docker:// pipes of Bitbucket Pipelines",
	.omits = "pipes without docker://, their variables, shell in script:",
	.globs = globs,
	.needles = needles,
	.find = find,
};
