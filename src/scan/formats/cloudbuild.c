#include "../formats.h"
#include "places.h"

static const char *const globs[] = { "cloudbuild*.y*ml", "*.cloudbuild.y*ml", "*-cloudbuild.y*ml",
				     "cloudbuild*.json", "*.cloudbuild.json", NULL };
static const char *const needles[] = { "steps", NULL };

/* A step's name is the image that it runs in; "images" are those that are built. */
static const struct place places[] = {
	{ "steps/[]/name", PIN_IMAGE, place_whole },
	{ "steps/[]/args", PIN_ARG, place_flags },
	{ "steps/[]/env/[]", PIN_IMAGE, place_argument },
	{ "options/env/[]", PIN_IMAGE, place_argument },
	{ "substitutions/*", PIN_IMAGE, place_pinned },
	{ NULL, PIN_IMAGE, NULL },
};

static struct error *find(const struct scan_file *file)
{
	return places_find(file, &format_cloudbuild, places);
}

const struct format format_cloudbuild = {
	.name = "cloudbuild",
	.summary = "steps, substitutions and build arguments of Cloud Build, YAML and JSON",
	.omits = "images that are built (images:), pools, shell in script:",
	.globs = globs,
	.needles = needles,
	.find = find,
};
