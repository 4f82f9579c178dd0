#include "../formats.h"
#include "image_setting_paths.h"
#include "main_packages.h"
#include <digestbump/base/glob.h>
#include <digestbump/base/memory.h>
#include <string.h>

static const struct setting_path entries[] = {
	{ "target/*/contexts/*", PIN_CONTEXT, VALUE_SCHEME },
	{ "target/*/args/*", PIN_ARG, VALUE_PINNED },
	{ "target/*/cache-from", PIN_CONTEXT, VALUE_CACHE },
	{ "target/*/dockerfile-inline", PIN_FROM, VALUE_DOCKERFILE },
	{ "variable/*/default", PIN_ARG, VALUE_PINNED },
	{ "target/*/matrix/**", PIN_ARG, VALUE_PINNED },
	{ "*", PIN_ARG, VALUE_PINNED },
	{ NULL, PIN_ARG, VALUE_NO_IMAGE },
};

/* Matrices have lists of texts, or of objects whose parts belong together. */
static const struct variable_naming namings[] = {
	{ "variable/*/default", NULL, 1, SCOPE_FILE },
	{ "target/*/matrix/*", NULL, 3, SCOPE_ALONE },
	{ "target/*/matrix/*/**", NULL, 3, SCOPE_GROUP },
	{ "*", NULL, 0, SCOPE_FILE },
	{ NULL, NULL, 0, SCOPE_FILE },
};
static const struct language language = {
	.syntax = &syntax_hcl,
	.dialect = &dialect_hcl,
	.namings = namings,
};

static struct error *find(const struct scan_file *file)
{
	setting_paths_find(file, &format_bake, &language, entries);
	return NULL;
}

static const char *const globs[] = {
	"docker-bake.hcl",
	"docker-bake.*.hcl",
	"docker-bake-*.hcl",
	"*.docker-bake.hcl",
	"*-bake.hcl",
	"bake.hcl",
	NULL,
};
static const char *const needles[] = { "docker-image:", "sha256:", "sha512:", "dockerfile-inline",
				       NULL };

/* ---- what is built ---- */

/* The target that is being read. */
struct target {
	struct go_main_packages *main_packages;
	size_t begin; /* of what was first met in it; SIZE_MAX: nothing yet */
	char *context;
	char *dockerfile;
};

static void forget(struct target *target)
{
	free(target->context);
	free(target->dockerfile);
	target->context = NULL;
	target->dockerfile = NULL;
	target->begin = SIZE_MAX;
}

static void set(char **field, const struct setting *setting)
{
	free(*field);
	*field = slice_copy(mapped_bytes(setting->value));
}

static void take(void *data, const struct setting *setting)
{
	struct target *target = data;
	bool ends = setting->kind == SETTING_END;

	if (!ends && setting->at < target->begin)
		target->begin = setting->at;
	if (glob_match("target/*/context", setting->path) && !ends)
		set(&target->context, setting);
	else if (glob_match("target/*/dockerfile", setting->path) && !ends)
		set(&target->dockerfile, setting);
	if (!ends || strchr(setting->path, '/') != strrchr(setting->path, '/'))
		return;
	if (glob_match("target/*", setting->path) && target->begin < setting->at)
		main_packages_add_context(target->main_packages,
					  (struct range){ target->begin,
							  setting->at - target->begin },
					  slice_of(target->context), slice_of(target->dockerfile));
	forget(target);
}

static void main_packages(struct go_main_packages *main_packages, const struct scan_file *file)
{
	struct target target = { .main_packages = main_packages, .begin = SIZE_MAX };

	if (!settings_read(file->bytes, &syntax_hcl, take, &target))
		go_main_packages_clear(main_packages);
	forget(&target);
}

const struct format format_bake = {
	.name = "bake",
	.summary = "docker buildx bake in HCL: contexts, arguments, caches, variables and "
		   "matrices, also in parts",
	.omits = "functions and conditionals are not evaluated; values given by --set or "
		 "the environment",
	.globs = globs,
	.needles = needles,
	.find = find,
	.main_packages = main_packages,
};
