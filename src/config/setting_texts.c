#include "name_syntax.h"
#include "setting.h"
#include <ctype.h>
#include <digestbump/base/memory.h>
#include <digestbump/config/title_template.h>
#include <digestbump/limits.h>
#include <string.h>

static struct slice text_of(const struct node *node)
{
	return (struct slice){ node->value, node->size };
}

/* Puts a new string where a default or nothing stood. Takes string. */
static void replace(void *field, char *string)
{
	char **at = field;

	free(*at);
	*at = string;
}

/* Gives the error of something else as a complaint about value. Takes inner. */
static struct error *complain_of(const struct value *value, struct error *inner)
{
	if (!inner)
		return NULL;
	OWNED(error) owned = inner;

	return setting_error(value, "is refused: %s", error_text(owned));
}

static struct error *check_line(const struct value *value)
{
	if (has_control(text_of(value->node)))
		return setting_error(value, "contains a control character or a line end");
	if (!slice_trim(text_of(value->node)).size)
		return setting_error(value, "is empty; expected %s", value->setting->wants);
	return NULL;
}

struct error *set_text(const struct value *value, void *field)
{
	TRY(check_line(value));
	replace(field, must_copy(value->node->value));
	return NULL;
}

/* The grammar of tags is image/'s. */
struct error *set_tag(const struct value *value, void *field)
{
	if (!tag_is_valid(value->node->value))
		return setting_error(value,
				     "is '%.60s'; expected a tag: letters, digits, '_', '.', '-'",
				     value->node->value);
	return set_text(value, field);
}

/* Groups stand in titles, and titles must not switch CI off. */
struct error *set_group(const struct value *value, void *field)
{
	const char *token = title_skip_token(value->node->value);

	if (token)
		return setting_error(value, "holds '%s', which stops forges from running CI",
				     token);
	return set_text(value, field);
}

struct error *set_platform(const struct value *value, void *field)
{
	struct platform platform;

	TRY(check_line(value));
	TRY(complain_of(value, platform_parse(&platform, value->node->value)));
	replace(field, platform_text(&platform));
	return NULL;
}

struct error *set_endpoint(const struct value *value, void *field)
{
	OWNED_STRING endpoint = NULL;

	TRY(complain_of(value, endpoint_normalise(&endpoint, value->node->value)));
	TRY(check_line(value));
	replace(field, pass_on(&endpoint));
	return NULL;
}

/* The value is not repeated: who mistakes the name for the secret itself has
 * written the secret. */
struct error *set_variable(const struct value *value, void *field)
{
	struct slice name = text_of(value->node);

	for (size_t i = 0; i < name.size; i++) {
		unsigned char c = (unsigned char)name.at[i];

		if (c != '_' && !isalpha(c) && (i == 0 || !isdigit(c)))
			return setting_error(value, "is not the name of an environment variable "
						    "(letters, digits, '_', no digit first)");
	}
	return set_text(value, field);
}

struct error *set_title(const struct value *value, void *field)
{
	TRY(check_line(value));
	TRY(complain_of(value, title_check(value->node->value)));
	return set_text(value, field);
}

struct error *set_branch(const struct value *value, void *field)
{
	bool whole = value->setting->most > BRANCH_PREFIX_BYTES_MOST;

	TRY(check_line(value));
	const char *fault = branch_fault(value->node->value, whole);

	if (fault)
		return setting_error(value, "is '%.60s', which is not a valid branch name: %s",
				     value->node->value, fault);
	return set_text(value, field);
}

/* An address is not checked beyond what git's own format asks for: no blanks,
 * no angle brackets, not empty. */
struct error *set_author(const struct value *value, void *field)
{
	struct config *config = field;
	const char *text = value->node->value;

	TRY(check_line(value));
	const char *open = strchr(text, '<');
	const char *close = open ? strchr(open, '>') : NULL;

	if (!close || close[1] || close == open + 1)
		return setting_error(value, "is '%.60s'; expected %s", text, value->setting->wants);
	struct slice name = slice_trim((struct slice){ text, (size_t)(open - text) });
	struct slice mail = { open + 1, (size_t)(close - open - 1) };

	if (!name.size || memchr(name.at, '>', name.size) || memchr(mail.at, '<', mail.size) ||
	    memchr(mail.at, ' ', mail.size))
		return setting_error(value, "is '%.60s'; expected %s", text, value->setting->wants);
	replace(&config->author_name, slice_copy(name));
	replace(&config->author_email, slice_copy(mail));
	return NULL;
}

/* ---- lists ---- */

struct error *item_text(const char **out, const struct value *list, const struct node *item)
{
	TRY(check_plain(list->path, item));
	if (node_type(item) != TYPE_STRING)
		return setting_error_at(list->path, item, "an entry of '%s' must be text%s",
					list->setting->key,
					item->kind == NODE_SCALAR ? " (put it into quotes)" : "");
	if (!item->size || item->size > CONFIG_TEXT_BYTES_MOST)
		return setting_error_at(list->path, item, "expected a text of 1 to %d bytes",
					CONFIG_TEXT_BYTES_MOST);
	if (has_control(text_of(item)))
		return setting_error_at(list->path, item,
					"must not contain a control character or a line end");
	*out = item->value;
	return NULL;
}

/* Takes glob. */
static void add_pattern(struct patterns *patterns, char *glob, const struct node *item)
{
	patterns->items = must_grow(patterns->items, patterns->count, sizeof(*patterns->items));
	patterns->items[patterns->count++] = (struct pattern){ glob, item->line };
}

/* Paths are compared from the top of the tree: what climbs out matches nothing. */
struct error *set_paths(const struct value *value, void *field)
{
	for (size_t i = 0; i < value->node->count; i++) {
		const struct node *item = value->node->items[i];
		const char *glob = NULL;

		TRY(item_text(&glob, value, item));
		if (strncmp(glob, "./", 2) == 0 || strncmp(glob, "../", 3) == 0)
			return setting_error_at(value->path, item,
						"'%.60s' cannot match a path: write paths from the "
						"top of the repository, without './'",
						glob);
		if (item->value[item->size - 1] == '/')
			return setting_error_at(value->path, item,
						"'%.60s' cannot match a file: write '%.60s**' for "
						"everything in the directory",
						glob, glob);
		add_pattern(field, must_copy(glob), item);
	}
	return NULL;
}

struct error *set_images(const struct value *value, void *field)
{
	for (size_t i = 0; i < value->node->count; i++) {
		const struct node *item = value->node->items[i];
		const char *written = NULL;
		char *glob = NULL;

		TRY(item_text(&written, value, item));
		OWNED(error) refused = image_pattern_normalise(&glob, written);

		if (refused)
			return setting_error_at(value->path, item, "%s", error_text(refused));
		add_pattern(field, glob, item);
	}
	return NULL;
}
