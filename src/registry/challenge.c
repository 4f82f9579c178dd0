#include <ctype.h>
#include <digestbump/base/memory.h>
#include <digestbump/base/text.h>
#include <digestbump/registry/challenge.h>
#include <string.h>
#include <strings.h>

enum scheme { SCHEME_BEARER, SCHEME_BASIC, SCHEME_OTHER };

struct candidate {
	enum scheme scheme;
	struct challenge *challenge;
};

/* All challenges of all lines, in order. */
struct candidates {
	struct candidate *items;
	size_t count;
};

void challenge_free(struct challenge *challenge)
{
	if (!challenge)
		return;
	free(challenge->realm);
	free(challenge->service);
	free(challenge->scope);
	free(challenge->error);
	free(challenge);
}

/* Forgets what stands behind the first `count`. */
static void cut(struct candidates *candidates, size_t count)
{
	while (candidates->count > count)
		challenge_free(candidates->items[--candidates->count].challenge);
}

static void candidates_free(struct candidates *candidates)
{
	if (!candidates)
		return;
	cut(candidates, 0);
	free(candidates->items);
	free(candidates);
}
DEFINE_OWNED(candidates)

/* RFC 9110's tchar, and '/', which occurs in the token68 of schemes that are
 * passed over. */
static bool is_word(char c)
{
	return isalnum((unsigned char)c) || (c && strchr("!#$%&'*+-.^_`|~/", c));
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static void skip_blanks(const char **at)
{
	while (is_blank(**at))
		++*at;
}

static struct slice take_word(const char **at)
{
	const char *start = *at;

	while (is_word(**at))
		++*at;
	return (struct slice){ start, (size_t)(*at - start) };
}

static enum scheme scheme_of(struct slice word)
{
	if (word.size == 6 && strncasecmp(word.at, "bearer", 6) == 0)
		return SCHEME_BEARER;
	if (word.size == 5 && strncasecmp(word.at, "basic", 5) == 0)
		return SCHEME_BASIC;
	return SCHEME_OTHER;
}

static void begin(struct candidates *candidates, struct slice word)
{
	enum scheme scheme = scheme_of(word);
	struct challenge *challenge = must_alloc(sizeof(*challenge));

	challenge->bearer = scheme == SCHEME_BEARER;
	candidates->items =
	    must_grow(candidates->items, candidates->count, sizeof(*candidates->items));
	candidates->items[candidates->count++] = (struct candidate){ scheme, challenge };
}

/* Gives what stands between quotes, `\x` being x; NULL: the quote stays open.
 * *at stands on the first quote. */
static char *take_quoted(const char **at)
{
	OWNED(text) value = text_new(0);

	for (++*at; **at != '"'; ++*at) {
		if (**at == '\\' && (*at)[1])
			++*at;
		if (!**at)
			return NULL;
		text_add(value, *at, 1);
	}
	++*at;
	return text_take(pass_on(&value));
}

/* Wider than a token: realms are also written as bare URLs. */
static char *take_bare(const char **at)
{
	const char *start = *at;

	while (**at && **at != ',' && **at != '"' && !is_blank(**at))
		++*at;
	return must_copy_bytes(start, (size_t)(*at - start));
}

static char **place_of(struct challenge *challenge, struct slice name)
{
	const struct {
		const char *name;
		char **place;
	} places[] = {
		{ "realm", &challenge->realm },
		{ "service", &challenge->service },
		{ "scope", &challenge->scope },
		{ "error", &challenge->error },
	};

	for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++)
		if (strlen(places[i].name) == name.size &&
		    strncasecmp(places[i].name, name.at, name.size) == 0)
			return places[i].place;
	return NULL;
}

/* Reads the value behind '='. False: an open quote, no scheme before it, or a
 * parameter that was given already: which of the two holds would be anybody's
 * guess, and realm says where credentials go. */
static bool take_parameter(struct candidates *candidates, size_t from, struct slice name,
			   const char **at)
{
	skip_blanks(at);
	OWNED_STRING value = **at == '"' ? take_quoted(at) : take_bare(at);

	if (!value || candidates->count == from)
		return false;
	char **place = place_of(candidates->items[candidates->count - 1].challenge, name);

	if (!place)
		return true;
	if (*place)
		return false;
	*place = pass_on(&value);
	return true;
}

/* One header line. A word with '=' behind it is a parameter of the challenge
 * before it; any other word begins the next challenge (RFC 9110 11.6.1 leaves
 * no other way to tell the two commas apart). */
static bool read_line(struct candidates *candidates, const char *at)
{
	size_t from = candidates->count;

	for (;;) {
		while (is_blank(*at) || *at == ',')
			at++;
		if (!*at)
			return true;
		struct slice word = take_word(&at);

		if (!word.size)
			return false;
		skip_blanks(&at);
		if (*at != '=') {
			begin(candidates, word);
			continue;
		}
		at++;
		if (!take_parameter(candidates, from, word, &at))
			return false;
	}
}

/* A Bearer challenge says where tokens are; Basic's realm is only a name. */
static bool is_usable(const struct candidate *candidate, enum scheme scheme)
{
	if (candidate->scheme != scheme)
		return false;
	const char *realm = candidate->challenge->realm;

	return scheme != SCHEME_BEARER || (realm && *realm);
}

static struct challenge *take_first(struct candidates *candidates, enum scheme scheme)
{
	for (size_t i = 0; i < candidates->count; i++)
		if (is_usable(&candidates->items[i], scheme))
			return pass_on(&candidates->items[i].challenge);
	return NULL;
}

/* Empty values say as much as missing ones. */
static void drop_empty(char **value)
{
	if (*value && !**value) {
		free(*value);
		*value = NULL;
	}
}

static struct challenge *best(struct candidates *candidates)
{
	struct challenge *challenge = take_first(candidates, SCHEME_BEARER);

	if (!challenge)
		challenge = take_first(candidates, SCHEME_BASIC);
	if (!challenge)
		return NULL;
	drop_empty(&challenge->realm);
	drop_empty(&challenge->service);
	drop_empty(&challenge->scope);
	drop_empty(&challenge->error);
	return challenge;
}

struct error *challenge_parse(struct challenge **out, const char *const *lines, size_t count)
{
	OWNED(candidates) candidates = must_alloc(sizeof(*candidates));
	bool broken = false;

	for (size_t i = 0; i < count; i++) {
		size_t before = candidates->count;

		if (read_line(candidates, lines[i]))
			continue;
		cut(candidates, before);
		broken = true;
	}
	OWNED(challenge) challenge = best(candidates);

	if (challenge) {
		*out = pass_on(&challenge);
		return NULL;
	}
	for (size_t i = 0; i < candidates->count; i++)
		broken |= candidates->items[i].scheme == SCHEME_BEARER;
	if (broken)
		return error_new(ERROR_SYNTAX, "the WWW-Authenticate header is malformed");
	return error_new(ERROR_UNSUPPORTED, "neither Bearer nor Basic authentication is offered");
}
