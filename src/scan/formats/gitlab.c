#include "../formats.h"
#include "places.h"

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

/* GitLab's own ci.json. Under "*" stand `default`, jobs and hidden jobs. */
static const struct place places[] = {
	{ "image", PIN_IMAGE, place_whole },
	{ "image/name", PIN_IMAGE, place_whole },
	{ "services/[]", PIN_IMAGE, place_whole },
	{ "services/[]/name", PIN_IMAGE, place_whole },
	{ "*/image", PIN_IMAGE, place_whole },
	{ "*/image/name", PIN_IMAGE, place_whole },
	{ "*/services/[]", PIN_IMAGE, place_whole },
	{ "*/services/[]/name", PIN_IMAGE, place_whole },
	{ "variables/*", PIN_IMAGE, place_pinned },
	{ "variables/*/value", PIN_IMAGE, place_pinned },
	{ "*/variables/*", PIN_IMAGE, place_pinned },
	{ "*/services/[]/variables/*", PIN_IMAGE, place_pinned },
	{ "*/parallel/matrix/**", PIN_IMAGE, place_pinned },
	{ "spec/inputs/*/default", PIN_IMAGE, place_pinned },
	{ "include/[]/inputs/*", PIN_IMAGE, place_pinned },
	{ NULL, PIN_IMAGE, NULL },
};

static struct error *find(const struct scan_file *file)
{
	return places_find(file, &format_gitlab, places);
}

const struct format format_gitlab = {
	.name = "gitlab-ci",
	.summary = "images, services and variables of GitLab CI",
	.omits = "included files of other repositories, components, shell in script:",
	.globs = globs,
	.needles = needles,
	.find = find,
};
