#include "image_calls.h"

#include <digestbump/base/glob.h>
#include <digestbump/base/memory.h>
#include <digestbump/base/strings.h>
#include <string.h>

enum { NAMES_MOST = 100 };

/* The call that is being read. */
struct image_call {
	struct finder finder;
	const struct image_calls *calls;
	size_t scope;
	struct strings own_names;               /* rules that are loaded under other names */
	struct mapped_text *parts[CALL_FIELDS]; /* NULL: not given */
	size_t at;                              /* where the first of them stands */
};

static void clear(struct image_call *call)
{
	for (size_t i = 0; i < CALL_FIELDS; i++) {
		mapped_text_free(call->parts[i]);
		call->parts[i] = NULL;
	}
}

static bool names_call(const struct image_calls *calls, const char *name)
{
	for (size_t i = 0; calls->paths[i]; i++)
		if (glob_match(calls->paths[i], name))
			return true;
	return false;
}

static bool is_call(const struct image_call *call, const char *path, size_t size)
{
	OWNED_STRING name = slice_copy((struct slice){ path, size });

	for (size_t i = 0; i < call->own_names.count; i++)
		if (strcmp(call->own_names.items[i], name) == 0)
			return true;
	return names_call(call->calls, name);
}

/* load("...", own = "oci_pull") and own = use_repo_rule("...", "oci_pull"). */
static void take_name(struct image_call *call, const struct setting *setting)
{
	OWNED_STRING rule = slice_copy(mapped_bytes(setting->value));
	const char *slash = strchr(setting->path, '/');

	if (!slash || !call->calls->loads || setting->kind != SETTING_STRING ||
	    call->own_names.count == NAMES_MOST || !names_call(call->calls, rule))
		return;
	OWNED_STRING own = must_copy_bytes(setting->path, (size_t)(slash - setting->path));

	if (strcmp(own, "load") == 0)
		strings_add(&call->own_names, slash + 1);
	else if (strcmp(slash, "/use_repo_rule") == 0)
		strings_add(&call->own_names, own);
}

static bool holds(const struct mapped_text *part, char sign)
{
	return part && part->size && memchr(part->bytes, sign, part->size);
}

static void add_part(struct mapped_text *out, char sign, const struct mapped_text *part)
{
	if (!part || !part->size)
		return;
	if (out->size)
		mapped_text_add(out, sign, ORIGIN_NONE);
	mapped_text_append(out, mapped_text_slice(part));
}

/* True when the name has a tag: a ':' behind the last '/'. */
static bool has_tag(const struct mapped_text *image)
{
	const char *slash = image->size ? memrchr(image->bytes, '/', image->size) : NULL;
	size_t base = slash ? (size_t)(slash - image->bytes) : 0;

	return image->size && memchr(image->bytes + base, ':', image->size - base);
}

/* The digest wins over the tag, which then says what it follows. */
static void add_image(struct image_call *call)
{
	OWNED(mapped_text) text = mapped_text_new(0);
	struct mapped_text *const *parts = call->parts;
	bool whole = !parts[CALL_REPOSITORY] && !parts[CALL_TAG] && !parts[CALL_DIGEST];

	add_part(text, '/', parts[CALL_IMAGE]);
	if (!parts[CALL_IMAGE]) {
		add_part(text, '/', parts[CALL_REGISTRY]);
		add_part(text, '/', parts[CALL_REPOSITORY]);
	}
	if (!text->size || (whole && call->calls->split_only))
		return;
	if (!holds(text, '@') && !has_tag(text))
		add_part(text, ':', parts[CALL_TAG]);
	if (!holds(text, '@'))
		add_part(text, '@', parts[CALL_DIGEST]);
	finder_add_letters(&call->finder, whole ? PIN_BASE : PIN_SPLIT, mapped_text_slice(text),
			   call->at, call->calls->certainty);
}

/* The field of that name; CALL_FIELDS: it is none that counts. */
static size_t field_of(const struct image_calls *calls, const char *name)
{
	size_t i = 0;

	while (i < CALL_FIELDS && (!calls->names[i] || strcmp(name, calls->names[i]) != 0))
		i++;
	return i;
}

static void take_field(struct image_call *call, const struct setting *setting, size_t field)
{
	if (setting->scope != call->scope)
		clear(call);
	call->scope = setting->scope;
	if (call->parts[field])
		return;
	if (!call->parts[CALL_IMAGE] && !call->parts[CALL_REPOSITORY])
		call->at = setting->at;
	call->parts[field] = mapped_text_copy(setting->value);
}

static void take(void *data, const struct setting *setting)
{
	struct image_call *call = data;
	const char *slash = strrchr(setting->path, '/');

	size_t field = slash ? field_of(call->calls, slash + 1) : CALL_FIELDS;

	if (setting->kind == SETTING_END && setting->scope == call->scope) {
		add_image(call);
		clear(call);
	} else if (setting->kind == SETTING_STRING && field < CALL_FIELDS &&
		   is_call(call, setting->path, (size_t)(slash - setting->path))) {
		take_field(call, setting, field);
	} else {
		take_name(call, setting);
	}
}

void image_calls_find(const struct scan_file *file, const struct format *format,
		      const struct language_syntax *syntax, const struct image_calls *calls)
{
	struct image_call call = { .calls = calls };

	finder_begin(&call.finder, file, format);
	if (!settings_read(file->bytes, syntax, take, &call))
		finder_skip(&call.finder, 0, "syntax", "brackets are nested too deep to be read");
	clear(&call);
	strings_clear(&call.own_names);
	finder_end(&call.finder);
}
