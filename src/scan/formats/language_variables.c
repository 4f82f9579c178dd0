#include "language_variables.h"

#include <digestbump/base/glob.h>
#include <digestbump/base/memory.h>
#include <digestbump/syntax/dotenv.h>
#include <string.h>

/* A definition whose brackets are still open. */
struct pending {
	char *name;
	struct traced *text;
	size_t scope; /* the number of the brackets; it counts up to their end */
	size_t at;    /* from here on */
};

/* One file that is read for what it defines. */
struct reading {
	struct variables *variables;
	const struct naming *namings;
	uint32_t base; /* of its origins */
	size_t group;

	struct pending *pending; /* those of inner brackets stand behind those of outer ones */
	size_t count;
};

static const struct naming *naming_of(const struct naming *namings, const char *path)
{
	for (; namings && namings->path; namings++)
		if (glob_match(namings->path, path))
			return namings;
	return NULL;
}

bool language_defines(const struct language *language, const struct setting *setting)
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
static char *name_of(const struct naming *naming, const char *path)
{
	OWNED(text) name = text_new(0);
	unsigned skipped = naming->skipped;

	text_add_string(name, naming->front ? naming->front : "");
	if (skipped == NAMING_LAST) {
		text_add_string(name, last_name(path));
		return text_take(pass_on(&name));
	}
	size_t front = name->size;

	for (unsigned i = 0; *path; i++) {
		size_t size = strcspn(path, "/");
		struct slice part = { path, size };

		if (i >= skipped && !slice_is(part, "default")) {
			text_add(name, ".", name->size > front ? 1 : 0);
			text_add(name, part.at, part.size);
		}
		path += size + (path[size] == '/');
	}
	return text_take(pass_on(&name));
}

/* ---- definitions ---- */

static struct traced *text_of(const struct reading *r, const struct setting *setting)
{
	struct traced *text = traced_copy(letters_trim(setting->value));

	for (size_t i = 0; i < text->size; i++)
		if (text->from[i] < ORIGIN_BESIDE)
			text->from[i] += r->base;
	return text;
}

/* Takes text. */
static void define(struct reading *r, const char *name, struct traced *text, struct range scope,
		   size_t group)
{
	struct validity validity = { scope, group };

	variables_define(r->variables, slice_of(name), traced_letters(text), &validity);
	traced_free(text);
}

/* A file's own group has an origin for its number; odd ones are brackets' and even ones
 * places'. */
static size_t group_of(const struct reading *r, const struct naming *naming,
		       const struct setting *setting)
{
	if (naming->reach == REACH_GROUP)
		return 2 * (r->base + setting->scope) + 1;
	return naming->reach == REACH_ALONE ? 2 * (r->base + setting->at) + 2 : r->group;
}

static void hold(struct reading *r, const char *name, struct traced *text,
		 const struct setting *setting, size_t scope)
{
	r->pending = must_grow(r->pending, r->count, sizeof(*r->pending));
	r->pending[r->count++] = (struct pending){
		.name = must_copy(name),
		.text = text,
		.scope = scope,
		.at = setting->at,
	};
}

/* Brackets end: what was defined in them counted up to here. */
static void release(struct reading *r, size_t scope, size_t end)
{
	while (r->count && r->pending[r->count - 1].scope == scope) {
		struct pending *last = &r->pending[--r->count];

		define(r, last->name, last->text, (struct range){ last->at, end - last->at },
		       r->group);
		free(last->name);
	}
}

static void take(void *data, const struct setting *setting)
{
	struct reading *r = data;
	const struct naming *naming =
	    setting->kind == SETTING_END ? NULL : naming_of(r->namings, setting->path);

	if (setting->kind == SETTING_END)
		release(r, setting->scope, setting->at);
	if (!naming || setting->kind == SETTING_HEREDOC)
		return;
	OWNED_STRING name = name_of(naming, setting->path);
	struct traced *text = text_of(r, setting);

	if (naming->reach == REACH_BLOCK && setting->scope)
		hold(r, name, text, setting, setting->scope);
	else if (naming->reach == REACH_OUTER && setting->outer)
		hold(r, name, text, setting, setting->outer);
	else
		define(r, name, text, validity_everywhere.scope, group_of(r, naming, setting));
}

static void read_settings(struct reading *r, struct slice bytes, const struct tongue *tongue)
{
	settings_read(bytes, tongue, take, r);
	while (r->count)
		release(r, r->pending[r->count - 1].scope, SIZE_MAX);
	free(r->pending);
}

static void read_lines(const struct reading *r, struct slice bytes)
{
	OWNED(dotenv) dotenv = dotenv_read(bytes, r->base);
	struct validity validity = { validity_everywhere.scope, r->group };

	for (size_t i = 0; i < dotenv_count(dotenv); i++) {
		struct letters value;
		const char *name = dotenv_at(&value, dotenv, i);

		variables_define(r->variables, slice_of(name), value, &validity);
	}
}

void language_define(struct finder *finder, const struct language *language)
{
	const struct neighbour *neighbour = language->neighbours;
	struct slice bytes = finder->file->bytes;
	struct reading own = { .namings = language->namings };

	if (!language->dialect)
		return;
	finder->variables = variables_new(language->dialect, language->fronts);
	own.variables = finder->variables;
	read_settings(&own, bytes, language->tongue);
	for (; neighbour && neighbour->path; neighbour++) {
		struct reading other = { .variables = finder->variables,
					 .namings = neighbour->namings };

		if (!slice_find(NULL, finder->file->bytes, neighbour->sign) ||
		    !finder_read_beside(&bytes, &other.base, finder, neighbour->path))
			continue;
		other.group = other.base;
		if (neighbour->namings)
			read_settings(&other, bytes, language->tongue);
		else
			read_lines(&other, bytes);
	}
}
