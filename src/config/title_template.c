#include <digestbump/base/memory.h>
#include <digestbump/base/text.h>
#include <digestbump/config/title_template.h>
#include <digestbump/limits.h>
#include <string.h>

static const struct placeholder {
	const char *name;
	size_t offset;
} placeholders[] = {
	{ "verb", offsetof(struct title_values, verb) },
	{ "image", offsetof(struct title_values, image) },
	{ "short", offsetof(struct title_values, short_digest) },
	{ "count", offsetof(struct title_values, count) },
	{ "group", offsetof(struct title_values, group) },
	{ "tag", offsetof(struct title_values, tag) },
};

/* GitHub's five (docs.github.com, "Skipping workflow runs"), of which GitLab,
 * Bitbucket, CircleCI and Woodpecker know the first two; Azure Pipelines'. */
static const char *const skip_tokens[] = {
	"[skip ci]",      "[ci skip]",   "[no ci]",    "[skip actions]",
	"[actions skip]", "***NO_CI***", "[skip azp]", "skip-checks:",
};
enum { SKIP_TOKENS = sizeof(skip_tokens) / sizeof(*skip_tokens) };

const char *title_skip_token(const char *text)
{
	for (size_t i = 0; i < SKIP_TOKENS; i++)
		if (strcasestr(text, skip_tokens[i]))
			return skip_tokens[i];
	return NULL;
}

static const struct placeholder *placeholder_of(struct slice name)
{
	for (size_t i = 0; i < sizeof(placeholders) / sizeof(*placeholders); i++)
		if (slice_is(name, placeholders[i].name))
			return &placeholders[i];
	return NULL;
}

/* Reads the name between the braces at *at, and moves *at behind them. An empty
 * slice: the brace is not closed. */
static struct slice read_name(const char **at)
{
	const char *close = strchr(*at, '}');
	struct slice name = { *at + 1, close ? (size_t)(close - *at) - 1 : 0 };

	if (close)
		*at = close + 1;
	return name;
}

struct error *title_check(const char *pattern)
{
	const char *token = title_skip_token(pattern);

	if (token)
		return error_new(ERROR_SYNTAX, "'%s' stops forges from running CI", token);
	for (const char *at = pattern; (at = strpbrk(at, "{}"));) {
		struct slice name = *at == '{' ? read_name(&at) : slice_of("");

		if (!name.size)
			return error_new(ERROR_SYNTAX, "unmatched brace in '%s'", pattern);
		if (!placeholder_of(name))
			return error_new(ERROR_SYNTAX,
					 "unknown placeholder '{%.*s}'; allowed: {verb} {image} "
					 "{short} {count} {group} {tag}",
					 (int)name.size, name.at);
	}
	return NULL;
}

/* A tag or a group's name may complete a token that neither holds alone, as in
 * "[skip {tag}]": one changed byte takes its power away. */
static void defuse(char *title)
{
	for (size_t i = 0; i < SKIP_TOKENS; i++)
		for (char *at; (at = strcasestr(title, skip_tokens[i]));)
			*at = skip_tokens[i][0] == '[' ? '(' : '.';
}

static void cut(char *title)
{
	size_t size = strlen(title);

	if (size <= TITLE_BYTES_MOST)
		return;
	size = TITLE_BYTES_MOST;
	while (size && ((unsigned char)title[size] & 0xc0) == 0x80)
		size--;
	title[size] = '\0';
}

char *title_make(const char *pattern, const struct title_values *values)
{
	OWNED(text) title = text_new(0);

	for (const char *at = pattern; *at;) {
		size_t plain = strcspn(at, "{");

		text_add(title, at, plain);
		at += plain;
		if (!*at)
			break;
		const struct placeholder *found = placeholder_of(read_name(&at));

		text_add_string(title,
				*(const char *const *)((const char *)values + found->offset));
	}
	char *made = text_take(pass_on(&title));

	defuse(made);
	cut(made);
	return made;
}
