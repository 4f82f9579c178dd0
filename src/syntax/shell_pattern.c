#include <digestbump/base/memory.h>
#include <digestbump/syntax/shell_pattern.h>

enum { ANY_LETTER = 256, ANY_LETTERS = 257 };

/* A run of tokens: bytes, ANY_LETTER, and between runs ANY_LETTERS. */
struct shell_pattern {
	int *tokens;
	size_t count;
	bool read_digest; /* a match hung on bytes of a digest */
};

enum {
	/* A run of as many hex digits is a digest's: it will be another one. */
	DIGEST_DIGITS_LEAST = 64,
};

void shell_pattern_free(struct shell_pattern *pattern)
{
	if (!pattern)
		return;
	free(pattern->tokens);
	free(pattern);
}

/* One token of the text at *i, which moves behind it. */
static struct error *read_token(int *token, struct mapped_slice text, size_t *i)
{
	char c = text.at[(*i)++];

	*token = c == '*' ? ANY_LETTERS : c == '?' ? ANY_LETTER : (unsigned char)c;
	if (c != '\\')
		return NULL;
	char next = '\0';

	if (*i < text.size)
		next = text.at[*i];

	/* '}' and '/' had to be escaped to get here, and mean themselves. */
	if (next != '*' && next != '?' && next != '\\' && next != '}' && next != '/')
		return error_new(ERROR_SYNTAX, "a '\\' in a pattern escapes only '*', '?', '\\', "
					       "'/' and '}'");
	*token = (unsigned char)next;
	++*i;
	return NULL;
}

struct error *shell_pattern_parse(struct shell_pattern **out, struct mapped_slice text)
{
	OWNED(shell_pattern) pattern = must_alloc(sizeof(*pattern));

	pattern->tokens = must_alloc(text.size * sizeof(*pattern->tokens));
	for (size_t i = 0; i < text.size;)
		TRY(read_token(&pattern->tokens[pattern->count++], text, &i));
	*out = pass_on(&pattern);
	return NULL;
}

/* ---- matching, forwards or backwards ---- */

/* The pattern and the value, both read from the end when `back`. */
struct match {
	struct shell_pattern *pattern;
	struct mapped_slice value;
	struct range digest; /* the digits of the value that will be others */
	bool back;
	bool most; /* as long as possible */
	size_t *steps;
};

static int token_at(const struct match *m, size_t i)
{
	return m->pattern->tokens[m->back ? m->pattern->count - 1 - i : i];
}

static bool is_digit(int c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

/* The first run of digits that is a digest's; length 0: there is none. */
static struct range digest_of(struct mapped_slice value)
{
	size_t begin = 0;

	for (size_t i = 0; i <= value.size; i++) {
		if (i < value.size && is_digit((unsigned char)value.at[i]))
			continue;
		if (i - begin >= DIGEST_DIGITS_LEAST)
			return (struct range){ begin, i - begin };
		begin = i + 1;
	}
	return (struct range){ 0 };
}

static bool letter_fits(const struct match *m, size_t token, size_t at)
{
	int wanted = token_at(m, token);
	size_t i = m->back ? m->value.size - 1 - at : at;

	++*m->steps;
	if (is_digit(wanted) && i >= m->digest.at && i - m->digest.at < m->digest.length)
		m->pattern->read_digest = true;
	return wanted == ANY_LETTER || wanted == (unsigned char)m->value.at[i];
}

/* Tokens of the run that begins at `token`: up to the next ANY_LETTERS. */
static size_t run_length(const struct match *m, size_t token)
{
	size_t end = token;

	while (end < m->pattern->count && token_at(m, end) != ANY_LETTERS)
		end++;
	return end - token;
}

static bool run_fits(const struct match *m, size_t token, size_t length, size_t at)
{
	if (length > m->value.size - at)
		return false;
	for (size_t i = 0; i < length; i++)
		if (!letter_fits(m, token + i, at + i))
			return false;
	return true;
}

/* Moves *at to where the run fits first at or behind it (or, when `last`, to
 * where it fits last). */
static bool find_run(const struct match *m, size_t token, size_t length, size_t *at, bool last)
{
	if (length > m->value.size - *at)
		return false;
	size_t end = m->value.size - length;

	for (size_t i = 0; i <= end - *at; i++) {
		size_t place = last ? end - i : *at + i;

		if (run_fits(m, token, length, place)) {
			*at = place;
			return true;
		}
	}
	return false;
}

/* Sets *end behind the match that begins at `begin`. Every run behind a star is
 * taken where it fits first; the last one where it fits last when as much as
 * possible is wanted. */
static bool match_from(const struct match *m, size_t begin, size_t *end)
{
	size_t length = run_length(m, 0);
	size_t at = begin;

	if (!run_fits(m, 0, length, at))
		return false;
	at += length;
	for (size_t token = length; token < m->pattern->count; token += 1 + length) {
		length = run_length(m, token + 1);
		bool is_last = token + 1 + length == m->pattern->count;

		if (!find_run(m, token + 1, length, &at, is_last && m->most))
			return false;
		at += length;
	}
	*end = at;
	return true;
}

bool shell_pattern_compared_digest(const struct shell_pattern *pattern)
{
	return pattern->read_digest;
}

struct mapped_slice shell_pattern_trim_start(struct shell_pattern *pattern,
					     struct mapped_slice value, bool most, size_t *steps)
{
	struct match m = { pattern, value, digest_of(value), false, most, steps };
	size_t end;

	return match_from(&m, 0, &end) ? mapped_tail(value, end) : value;
}

struct mapped_slice shell_pattern_trim_end(struct shell_pattern *pattern, struct mapped_slice value,
					   bool most, size_t *steps)
{
	struct match m = { pattern, value, digest_of(value), true, most, steps };
	size_t end;

	return match_from(&m, 0, &end) ? mapped_part(value, 0, value.size - end) : value;
}

/* The first match at or behind *begin. When the first place that the first run
 * fits does not lead to a match, no later one does. */
static bool find_match(const struct match *m, size_t *begin, size_t *end)
{
	return find_run(m, 0, run_length(m, 0), begin, false) && match_from(m, *begin, end);
}

void shell_pattern_replace(struct mapped_text *out, struct shell_pattern *pattern,
			   struct mapped_slice value, struct mapped_slice word, bool all,
			   size_t *steps)
{
	struct match m = { pattern, value, digest_of(value), false, true, steps };
	size_t at = 0; /* value is added up to here */
	size_t begin = 0;
	size_t end = 0;
	bool was_replaced = false;

	while (begin <= value.size && find_match(&m, &begin, &end)) {
		mapped_text_append(out, mapped_part(value, at, begin - at));
		/* An empty match directly behind another one does not count. */
		if (begin < end || begin != at || !was_replaced)
			mapped_text_append(out, word);
		was_replaced = true;
		at = end;
		if (!all)
			break;
		begin = begin < end ? end : end + 1;
	}
	mapped_text_append(out, mapped_tail(value, at));
}
