#include "formats/formats.h"
#include <digestbump/base/map.h>
#include <digestbump/base/memory.h>
#include <digestbump/image/digest.h>
#include <jansson.h>
#include <string.h>

const struct rebuild_format *const rebuild_formats[] = {
	&rebuild_format_text,   &rebuild_format_json, &rebuild_format_github,
	&rebuild_format_gitlab, &rebuild_format_make, &rebuild_format_tekton,
	&rebuild_format_argo,   &rebuild_format_list, &rebuild_format_mermaid,
	&rebuild_format_dot,    &rebuild_format_svg,  NULL,
};

const struct rebuild_format *rebuild_format_find(const char *name)
{
	for (size_t i = 0; rebuild_formats[i]; i++)
		if (strcmp(rebuild_formats[i]->name, name) == 0)
			return rebuild_formats[i];
	return NULL;
}

/* ---- what is built ---- */

const char *job_value_name(enum job_value value)
{
	static const char *const names[] = {
		[JOB_NAME] = "NAME",       [JOB_FILE] = "FILE",           [JOB_TARGET] = "TARGET",
		[JOB_CONTEXT] = "CONTEXT", [JOB_PLATFORMS] = "PLATFORMS", [JOB_TAGS] = "TAGS",
		[JOB_ARGS] = "ARGS",       [JOB_REVISION] = "REVISION",
	};

	return names[value];
}

/* What comes with the build itself (an argument without a value) is left to it. */
static char *arguments(const struct build *build)
{
	OWNED(text) out = text_new(0);

	for (size_t i = 0; i < build->arg_count; i++)
		if (build->args[i].value)
			text_add_format(out, "%s%s=%s", out->size ? "\n" : "", build->args[i].name,
					build->args[i].value);
	return text_take(pass_on(&out));
}

static char *or_empty(const char *string)
{
	return must_copy(string ? string : "");
}

static const char *revision(const struct rebuild_report *report, const struct rebuild *item)
{
	if (item->revision)
		return item->revision;
	return report->range && !report->directories ? report->range->to : NULL;
}

char *job_value(const struct rebuild_report *report, const struct rebuild *item,
		enum job_value value)
{
	const struct build *build = item->build;

	switch (value) {
	case JOB_NAME:
		return must_copy(build->name);
	case JOB_FILE:
		return must_copy(build->path);
	case JOB_TARGET:
		return or_empty(build->target);
	case JOB_CONTEXT:
		return or_empty(build->context);
	case JOB_PLATFORMS:
		return strings_join(&item->platforms, ",");
	case JOB_TAGS:
		return strings_join(&build->names, " ");
	case JOB_ARGS:
		return arguments(build);
	case JOB_REVISION:
		return or_empty(revision(report, item));
	case JOB_VALUES:
		break;
	}
	return must_copy("");
}

static bool is_plain(char letter)
{
	return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
}

static char lower(char letter)
{
	return letter >= 'A' && letter <= 'Z' ? (char)(letter - 'A' + 'a') : letter;
}

/* Gives the name with other letters as '-', each run of them once and none at the ends. */
static char *plain_name(const char *name, const char *also, size_t most)
{
	OWNED(text) out = text_new(0);

	for (; *name && out->size < most; name++) {
		char letter = lower(*name);

		if (is_plain(letter) || (strchr(also, letter) && out->size))
			text_add(out, &letter, 1);
		else if (out->size && out->bytes[out->size - 1] != '-')
			text_add_string(out, "-");
	}
	while (out->size && !is_plain(out->bytes[out->size - 1]))
		out->bytes[--out->size] = '\0';
	if (!out->size)
		text_add_string(out, "build");
	return text_take(pass_on(&out));
}

/* Gives `name`, or with a number behind it when that is used already. */
static char *unused_name(const struct map *used, const char *name)
{
	OWNED_STRING unused = must_copy(name);

	for (size_t i = 2; map_get(used, unused); i++) {
		free(unused);
		unused = must_format("%s-%zu", name, i);
	}
	return pass_on(&unused);
}

struct strings *short_names(const struct rebuild_plan *plan, const char *also, size_t most)
{
	enum { NUMBER_BYTES = 8 };
	struct strings *names = strings_new();
	OWNED(map) used = map_new();

	for (size_t i = 0; i < plan->count; i++) {
		OWNED_STRING name =
		    plain_name(plan->items[i].build->name, also, most - NUMBER_BYTES);
		char *unused = unused_name(used, name);

		map_set(used, unused, names);
		strings_take(names, unused);
	}
	return names;
}

char *short_version(const char *version)
{
	if (!version)
		return must_copy("none");
	return digest_is_valid(version) ? digest_short(version) : must_copy(version);
}

char *short_commit(const char *oid)
{
	enum { SHOWN = 12 };

	return oid ? must_format("%.*s", SHOWN, oid) : must_copy("");
}

bool is_in_own_wave(const struct rebuild_plan *plan, const struct rebuild *item, size_t need)
{
	return plan->items[need].wave == item->wave;
}

void add_needs_list(struct text *out, const struct rebuild_plan *plan, const struct rebuild *item,
		    const struct strings *names, const char *opening)
{
	const char *separator = opening;

	for (size_t i = 0; i < item->need_count; i++) {
		if (is_in_own_wave(plan, item, item->needs[i]))
			continue;
		text_add_format(out, "%s%s", separator, names->items[item->needs[i]]);
		separator = ", ";
	}
	if (separator != opening)
		text_add_string(out, "]\n");
}

/* ---- letters ---- */

static int add_bytes(const char *bytes, size_t size, void *out)
{
	text_add(out, bytes, size);
	return 0;
}

void add_json_string(struct text *out, const char *string)
{
	json_t *value = json_string(string);

	if (!value) {
		OWNED_STRING safe = text_safe(string);

		value = json_string(safe);
	}
	json_dump_callback(value, add_bytes, out, JSON_ENCODE_ANY);
	json_decref(value);
}

void add_shell_word(struct text *out, const char *string)
{
	text_add_string(out, "'");
	for (; *string; string++)
		if (*string == '\'')
			text_add_string(out, "'\\''");
		else
			text_add(out, string, 1);
	text_add_string(out, "'");
}

void add_xml(struct text *out, const char *string)
{
	OWNED_STRING safe = text_safe(string);

	for (const char *at = safe; *at; at++) {
		switch (*at) {
		case '&':
			text_add_string(out, "&amp;");
			break;
		case '<':
			text_add_string(out, "&lt;");
			break;
		case '>':
			text_add_string(out, "&gt;");
			break;
		case '"':
			text_add_string(out, "&quot;");
			break;
		default:
			text_add(out, at, 1);
		}
	}
}
