#include "../formats.h"
#include "image_paths.h"
#include "main_packages.h"
#include "yaml_format.h"
#include <digestbump/base/memory.h>
#include <string.h>

static const char *const globs[] = { "cloudbuild*.y*ml", "*.cloudbuild.y*ml", "*-cloudbuild.y*ml",
				     "cloudbuild*.json", "*.cloudbuild.json", NULL };
static const char *const needles[] = { "steps", NULL };

/* A step's name is the image that it runs in; "images" are those that are built. */
static const struct image_path image_paths[] = {
	{ "steps/[]/name", PIN_IMAGE, image_read_whole },
	{ "steps/[]/args", PIN_ARG, image_read_build_flags },
	{ "steps/[]/env/[]", PIN_IMAGE, image_read_argument },
	{ "options/env/[]", PIN_IMAGE, image_read_argument },
	{ "substitutions/*", PIN_IMAGE, image_read_pinned },
	{ "images", PIN_IMAGE, image_read_none },
	{ "artifacts", PIN_IMAGE, image_read_none },
	{ "options/pool", PIN_IMAGE, image_read_none },
	{ NULL, PIN_IMAGE, NULL },
};

static const struct dialect dialect = { .dollars = true, .doubled = true };
static const struct variable_path bindings[] = {
	{ "substitutions/*", NULL, NULL },
	{ NULL, NULL, NULL },
};
static const struct variable_paths variable_paths = { .dialect = &dialect, .bindings = bindings };

static struct error *find(const struct scan_file *file)
{
	return yaml_format_find_with_variables(file, &format_cloudbuild, image_paths,
					       &variable_paths);
}

/* ---- what is built ---- */

/* A builder is called as what it runs: ".../ko-build/ko:v1@sha256:..." is ko. */
static struct slice program_of(struct slice image)
{
	const char *at = image.size ? memchr(image.at, '@', image.size) : NULL;
	size_t end = at ? (size_t)(at - image.at) : image.size;
	const char *slash = end ? memrchr(image.at, '/', end) : NULL;
	size_t begin = slash ? (size_t)(slash - image.at) + 1 : 0;
	const char *colon = end > begin ? memchr(image.at + begin, ':', end - begin) : NULL;

	end = colon ? (size_t)(colon - image.at) : end;
	return (struct slice){ image.at + begin, end - begin };
}

static void add_words(struct text *command, struct slice words)
{
	text_add(command, words.at, words.size);
	text_add(command, " ", 1);
}

static void read_step(struct go_main_packages *main_packages, const struct node *step)
{
	const struct node *arguments = node_get(step, "args");
	const struct node *entrypoint = node_get(step, "entrypoint");
	const struct node *script = node_get(step, "script");
	OWNED(text) command = text_new(0);

	if (script)
		add_words(command, node_text(script));
	else if (entrypoint)
		add_words(command, node_text(entrypoint));
	else
		add_words(command, program_of(node_text(node_get(step, "name"))));
	for (size_t i = 0; arguments && arguments->kind == NODE_SEQUENCE && i < arguments->count;
	     i++)
		add_words(command, node_text(arguments->items[i]));
	go_main_packages_add_command(main_packages, step->at, node_text(node_get(step, "dir")),
				     text_slice(command));
}

static void read_mains(struct go_main_packages *main_packages, const struct scan_file *file,
		       const struct node *root)
{
	const struct node *steps = node_get(root, "steps");

	(void)file;
	for (size_t i = 0; steps && steps->kind == NODE_SEQUENCE && i < steps->count; i++)
		if (node_target(steps->items[i]))
			read_step(main_packages, node_target(steps->items[i]));
}

static void main_packages(struct go_main_packages *main_packages, const struct scan_file *file)
{
	main_packages_read(main_packages, file, read_mains);
}

const struct format format_cloudbuild = {
	.name = "cloudbuild",
	.summary = "steps, substitutions and build arguments of Cloud Build, YAML and JSON",
	.omits = "images that are built (images:), pools",
	.globs = globs,
	.needles = needles,
	.find = find,
	.main_packages = main_packages,
};
