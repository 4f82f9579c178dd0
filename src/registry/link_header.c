#include <ctype.h>
#include <digestbump/base/memory.h>
#include <digestbump/base/text.h>
#include <digestbump/limits.h>
#include <digestbump/registry/link_header.h>
#include <string.h>
#include <strings.h>

/* One link-value. */
struct link {
	struct slice target;
	bool has_rel;
	bool is_next;
};

static void skip(const char **at, const char *these)
{
	*at += strspn(*at, these);
}

/* A parameter's value, a token or a quoted string; moves *at behind it. */
static struct slice take_value(const char **at)
{
	struct slice value = { *at, 0 };

	if (**at != '"') {
		value.size = strcspn(*at, " \t;,");
		*at += value.size;
		return value;
	}
	value.at++;
	for (++*at; **at && **at != '"'; ++*at)
		if (**at == '\\' && (*at)[1])
			++*at;
	value.size = (size_t)(*at - value.at);
	*at += **at == '"';
	return value;
}

/* rel="prev next": words with blanks between them, in any case. */
static bool has_word(struct slice words, const char *word)
{
	size_t size = strlen(word);

	for (size_t i = 0; i + size <= words.size; i++) {
		bool begins = !i || isspace((unsigned char)words.at[i - 1]);
		bool ends = i + size == words.size || isspace((unsigned char)words.at[i + size]);

		if (begins && ends && strncasecmp(words.at + i, word, size) == 0)
			return true;
	}
	return false;
}

/* Section 3.3: of several rels the first counts. */
static void take_parameter(struct link *link, const char **at)
{
	struct slice name = { *at, strcspn(*at, " \t=;,") };

	*at += name.size;
	skip(at, " \t");
	if (**at != '=')
		return;
	++*at;
	skip(at, " \t");
	struct slice value = take_value(at);

	if (name.size != strlen("rel") || strncasecmp(name.at, "rel", name.size) != 0 ||
	    link->has_rel)
		return;
	link->has_rel = true;
	link->is_next = has_word(value, "next");
}

/* Reads the link at *at. False: there is none, or a broken one, and the rest of
 * the line is not to be trusted. */
static bool take_link(struct link *link, const char **at)
{
	*link = (struct link){ 0 };
	skip(at, " \t,");
	const char *end = **at == '<' ? strchr(*at, '>') : NULL;

	if (!end)
		return false;
	link->target = (struct slice){ *at + 1, (size_t)(end - *at) - 1 };
	*at = end + 1;
	for (skip(at, " \t"); **at == ';'; skip(at, " \t")) {
		skip(at, "; \t");
		take_parameter(link, at);
	}
	return **at == '\0' || **at == ',';
}

static struct error *query_of(char **out, struct slice target)
{
	const char *mark = memchr(target.at, '?', target.size);
	const char *hash = memchr(target.at, '#', target.size);
	const char *end = hash ? hash : target.at + target.size;

	if (!mark || mark + 1 >= end)
		return error_new(ERROR_UNTRUSTED, "the Link header names no next page");
	struct slice query = { mark + 1, (size_t)(end - mark) - 1 };

	for (size_t i = 0; i < query.size; i++)
		if (!isgraph((unsigned char)query.at[i]) || strchr("\"\\^`{|}", query.at[i]))
			return error_new(ERROR_UNTRUSTED,
					 "the Link header of the next page is not a valid URL");
	if (query.size > URL_BYTES_MOST / 2)
		return error_new(ERROR_LIMIT,
				 "the Link header of the next page has a query of %zu bytes",
				 query.size);
	*out = slice_copy(query);
	return NULL;
}

struct error *link_next(char **query, const struct strings *values)
{
	struct link only = { 0 };
	size_t count = 0;

	*query = NULL;
	for (size_t i = 0; i < values->count; i++) {
		const char *at = values->items[i];

		for (struct link link; take_link(&link, &at);) {
			if (link.is_next)
				return query_of(query, link.target);
			only = link;
			count++;
		}
	}
	return count == 1 && !only.has_rel ? query_of(query, only.target) : NULL;
}
