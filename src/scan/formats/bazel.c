#include "../formats.h"
#include "../readers/finder.h"
#include "../readers/settings.h"
#include <digestbump/base/glob.h>
#include <string.h>

/* rules_oci's oci.pull and oci_pull, rules_docker's container_pull, rules_img's pull. */
static const char *const calls[] = {
	"*/pull",          "**/*/pull",         "*oci_pull", "**/oci_pull",
	"*container_pull", "**/container_pull", "pull",      NULL
};

enum field { IMAGE, REGISTRY, REPOSITORY, TAG, DIGEST, FIELDS };

static const char *const fields[FIELDS] = {
	[IMAGE] = "image", [REGISTRY] = "registry", [REPOSITORY] = "repository",
	[TAG] = "tag",     [DIGEST] = "digest",
};

/* The call that is being read. */
struct call {
	struct finder finder;
	size_t scope;
	struct traced *parts[FIELDS]; /* NULL: not given */
	size_t at;                    /* where the first of them stands */
};

static void clear(struct call *call)
{
	for (size_t i = 0; i < FIELDS; i++) {
		traced_free(call->parts[i]);
		call->parts[i] = NULL;
	}
}

static bool is_call(const char *path, size_t size)
{
	OWNED_STRING name = slice_copy((struct slice){ path, size });

	for (size_t i = 0; calls[i]; i++)
		if (glob_match(calls[i], name))
			return true;
	return false;
}

static bool holds(const struct traced *part, char sign)
{
	return part && part->size && memchr(part->bytes, sign, part->size);
}

static void add_part(struct traced *out, char sign, const struct traced *part)
{
	if (!part || !part->size)
		return;
	if (out->size)
		traced_add(out, sign, ORIGIN_NONE);
	traced_add_letters(out, traced_letters(part));
}

/* True when the name has a tag: a ':' behind the last '/'. */
static bool has_tag(const struct traced *image)
{
	const char *slash = image->size ? memrchr(image->bytes, '/', image->size) : NULL;
	size_t base = slash ? (size_t)(slash - image->bytes) : 0;

	return image->size && memchr(image->bytes + base, ':', image->size - base);
}

/* The digest wins over the tag, which then says what it follows. */
static void add_image(struct call *call)
{
	OWNED(traced) text = traced_new(0);
	struct traced *const *parts = call->parts;
	bool whole = !parts[REPOSITORY] && !parts[TAG] && !parts[DIGEST];

	add_part(text, '/', parts[IMAGE]);
	if (!parts[IMAGE]) {
		add_part(text, '/', parts[REGISTRY]);
		add_part(text, '/', parts[REPOSITORY]);
	}
	if (!text->size)
		return;
	if (!holds(text, '@') && !has_tag(text))
		add_part(text, ':', parts[TAG]);
	if (!holds(text, '@'))
		add_part(text, '@', parts[DIGEST]);
	finder_add_letters(&call->finder, whole ? PIN_BASE : PIN_SPLIT, traced_letters(text),
			   call->at, IMAGE_SURE);
}

/* The field of that name; FIELDS: it is none that counts. */
static size_t field_of(const char *name)
{
	size_t i = 0;

	while (i < FIELDS && strcmp(name, fields[i]) != 0)
		i++;
	return i;
}

static void take_field(struct call *call, const struct setting *setting, size_t field)
{
	if (setting->scope != call->scope)
		clear(call);
	call->scope = setting->scope;
	if (call->parts[field])
		return;
	if (!call->parts[IMAGE] && !call->parts[REPOSITORY])
		call->at = setting->at;
	call->parts[field] = traced_copy(setting->value);
}

static void take(void *data, const struct setting *setting)
{
	struct call *call = data;
	const char *slash = strrchr(setting->path, '/');

	size_t field = slash ? field_of(slash + 1) : FIELDS;

	if (setting->kind == SETTING_END && setting->scope == call->scope) {
		add_image(call);
		clear(call);
	} else if (setting->kind == SETTING_STRING && field < FIELDS &&
		   is_call(setting->path, (size_t)(slash - setting->path))) {
		take_field(call, setting, field);
	}
}

static struct error *find(const struct scan_file *file)
{
	struct call call = { .scope = 0 };

	finder_begin(&call.finder, file, &format_bazel);
	if (!settings_read(file->bytes, &tongue_starlark, take, &call))
		finder_skip(&call.finder, 0, "syntax", "brackets are nested too deep to be read");
	clear(&call);
	finder_end(&call.finder);
	return NULL;
}

static const char *const globs[] = {
	"MODULE.bazel",     "*.MODULE.bazel", "WORKSPACE", "WORKSPACE.bazel",
	"WORKSPACE.bzlmod", "*.bzl",          NULL
};
static const char *const needles[] = { "pull", NULL };

/* Which rule takes which pulled image is said in files of other packages. */
static void mains(struct mains *mains, const struct scan_file *file)
{
	(void)mains;
	(void)file;
}

const struct format format_bazel = {
	.name = "bazel",
	.summary = "Bazel: oci.pull, oci_pull, container_pull and rules_img's pull",
	.omits = "MODULE.bazel.lock, expressions of several values, values loaded from other files",
	.globs = globs,
	.needles = needles,
	.find = find,
	.mains = mains,
};
