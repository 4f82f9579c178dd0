#include "../formats.h"
#include "image_paths.h"
#include "yaml_format.h"

static const char *const globs[] = { "helmfile*.y*ml", "helmfile*.y*ml.gotmpl",
				     "**/helmfile.d/**/*.y*ml", "**/helmfile.d/**/*.y*ml.gotmpl",
				     NULL };
static const char *const needles[] = { "image", "Image", "sha256:", NULL };

/* Values in place are mappings; the texts beside them are names of files. */
static const struct image_path image_paths[] = {
	{ "releases/[]/values/[]", PIN_IMAGE, image_read_chart_values },
	{ "releases/[]/set", PIN_IMAGE, image_read_dotted_values },
	{ "templates/*/values/[]", PIN_IMAGE, image_read_chart_values },
	{ "environments/*/values/[]", PIN_IMAGE, image_read_chart_values },
	{ "values/[]", PIN_IMAGE, image_read_chart_values },
	{ NULL, PIN_IMAGE, NULL },
};

static struct error *find(const struct scan_file *file)
{
	return yaml_format_find(file, &format_helmfile, image_paths);
}

const struct format format_helmfile = {
	.name = "helmfile",
	.summary = "values in place of Helmfile's releases and environments",
	.omits = "files of values (read by themselves), charts' versions",
	.globs = globs,
	.needles = needles,
	.find = find,
};
