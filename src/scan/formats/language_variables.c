#include "language_variables.h"
#include "../find/digest_values.h"

#include <digestbump/base/glob.h>
#include <digestbump/base/memory.h>
#include <digestbump/syntax/dotenv.h>
#include <string.h>

/* A definition whose brackets are still open. */
struct pending_definition {
	char *name;
	struct mapped_text *text;
	size_t scope; /* the number of the brackets; it counts up to their end */
	size_t at;    /* from here on */
};

/* One file that is read for what it defines. */
struct parser {
	struct variables *variables;
	const struct variable_naming *namings;
	uint32_t base; /* of its origins */
	size_t group;

	struct pending_definition
	    *pending; /* those of inner brackets stand behind those of outer ones */
	size_t count;
};

static const struct variable_naming *naming_of(const struct variable_naming *namings,
					       const char *path)
{
	for (; namings && namings->path; namings++)
		if (glob_match(namings->path, path))
			return namings;
	return NULL;
}

bool language_is_definition(const struct language *language, const struct setting *setting)
{
	return setting->kind != SETTING_END && naming_of(language->namings, setting->path);
}

/* ---- names ---- */

static const char *last_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* Gives the name in uses: "variable/image/default" is "var.image". */
static char *name_of(const struct variable_naming *naming, const char *path)
{
	OWNED(text) name = text_new(0);
	unsigned skipped = naming->skipped;

	text_add_string(name, naming->prefix ? naming->prefix : "");
	if (skipped == NAME_IS_LAST_SEGMENT) {
		text_add_string(name, last_name(path));
		return text_take(pass_on(&name));
	}
	size_t prefix = name->size;

	for (unsigned i = 0; *path; i++) {
		size_t size = strcspn(path, "/");
		struct slice part = { path, size };

		if (i >= skipped && !slice_is(part, "default")) {
			text_add(name, ".", name->size > prefix ? 1 : 0);
			text_add(name, part.at, part.size);
		}
		path += size + (path[size] == '/');
	}
	return text_take(pass_on(&name));
}

/* ---- definitions ---- */

static struct mapped_text *text_of(const struct parser *r, const struct setting *setting)
{
	struct mapped_text *text = mapped_text_copy(mapped_trim(setting->value));

	for (size_t i = 0; i < text->size; i++)
		if (text->from[i] < ORIGIN_ADJACENT)
			text->from[i] += r->base;
	return text;
}

/* Takes text. */
static void define(struct parser *r, const char *name, struct mapped_text *text, struct range scope,
		   size_t group)
{
	struct definition_scope where = { scope, group };

	variables_define(r->variables, slice_of(name), mapped_text_slice(text), &where);
	mapped_text_free(text);
}

/* A file's own group has an origin for its number; odd ones are brackets' and even ones
 * places'. */
static size_t group_of(const struct parser *r, const struct variable_naming *naming,
		       const struct setting *setting)
{
	if (naming->scope == SCOPE_GROUP)
		return 2 * (r->base + setting->scope) + 1;
	return naming->scope == SCOPE_ALONE ? 2 * (r->base + setting->at) + 2 : r->group;
}

static void hold(struct parser *r, const char *name, struct mapped_text *text,
		 const struct setting *setting, size_t scope)
{
	r->pending = must_grow(r->pending, r->count, sizeof(*r->pending));
	r->pending[r->count++] = (struct pending_definition){
		.name = must_copy(name),
		.text = text,
		.scope = scope,
		.at = setting->at,
	};
}

/* Brackets end: what was defined in them counted up to here. */
static void release(struct parser *r, size_t scope, size_t end)
{
	while (r->count && r->pending[r->count - 1].scope == scope) {
		struct pending_definition *last = &r->pending[--r->count];

		define(r, last->name, last->text, (struct range){ last->at, end - last->at },
		       r->group);
		free(last->name);
	}
}

static void take(void *data, const struct setting *setting)
{
	struct parser *r = data;
	const struct variable_naming *naming =
	    setting->kind == SETTING_END ? NULL : naming_of(r->namings, setting->path);

	if (setting->kind == SETTING_END)
		release(r, setting->scope, setting->at);
	if (!naming || setting->kind == SETTING_HEREDOC)
		return;
	OWNED_STRING name = name_of(naming, setting->path);
	struct mapped_text *text = text_of(r, setting);

	if (naming->scope == SCOPE_BLOCK && setting->scope)
		hold(r, name, text, setting, setting->scope);
	else if (naming->scope == SCOPE_OUTER_BLOCK && setting->outer)
		hold(r, name, text, setting, setting->outer);
	else
		define(r, name, text, definition_scope_file.scope, group_of(r, naming, setting));
}

static void read_settings(struct parser *r, struct slice bytes,
			  const struct language_syntax *syntax)
{
	settings_read(bytes, syntax, take, r);
	while (r->count)
		release(r, r->pending[r->count - 1].scope, SIZE_MAX);
	free(r->pending);
}

static void read_lines(const struct parser *r, struct slice bytes)
{
	OWNED(dotenv) dotenv = dotenv_read(bytes, r->base);
	struct definition_scope where = { definition_scope_file.scope, r->group };

	for (size_t i = 0; i < dotenv_count(dotenv); i++) {
		struct mapped_slice value;
		const char *name = dotenv_at(&value, dotenv, i);

		variables_define(r->variables, slice_of(name), value, &where);
	}
}

void language_define(struct finder *finder, const struct language *language)
{
	const struct sibling_definitions *adjacent = language->sibling_files;
	struct slice bytes = finder->file->bytes;
	struct parser own = { .namings = language->namings };

	if (!language->dialect)
		return;
	finder->variables = variables_new(language->dialect, language->prefixes, &digest_values);
	own.variables = finder->variables;
	read_settings(&own, bytes, language->syntax);
	for (; adjacent && adjacent->path; adjacent++) {
		struct parser other = { .variables = finder->variables,
					.namings = adjacent->namings };

		if (!slice_find(NULL, finder->file->bytes, adjacent->sign) ||
		    !finder_read_adjacent(&bytes, &other.base, finder, adjacent->path))
			continue;
		other.group = other.base;
		if (adjacent->namings)
			read_settings(&other, bytes, language->syntax);
		else
			read_lines(&other, bytes);
	}
}
