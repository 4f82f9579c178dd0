#include "version.h"
#include <ctype.h>
#include <digestbump/base/memory.h>
#include <string.h>

/* One end of an interval. */
struct bound {
	struct version version;
	bool is_upper;
	bool is_inclusive;
	bool is_made; /* by ^, ~ or x: what is below it but a pre-release of it is not meant */
};

struct version_range {
	char *text; /* pre-releases of bounds borrow from it */
	struct bound *bounds;
	size_t count;
	size_t *ends; /* of each alternative: the bounds in front of it are its own */
	size_t alternatives;
};

void version_range_free(struct version_range *range)
{
	if (!range)
		return;
	free(range->text);
	free(range->bounds);
	free(range->ends);
	free(range);
}

static void add(struct version_range *range, struct bound bound)
{
	range->bounds = must_grow(range->bounds, range->count, sizeof(*range->bounds));
	range->bounds[range->count++] = bound;
}

/* ---- one comparator ---- */

/* "1.2.x", "1.2", "*": how many numbers are fixed is what `written` says. */
static bool read_partial(struct version *out, struct slice text)
{
	size_t size = text.size;

	/* ".x" and ".*" at the end stand for nothing. */
	while (size && strchr("xX*", text.at[size - 1]) && (size == 1 || text.at[size - 2] == '.'))
		size -= size > 1 ? 2 : 1;
	if (size == text.size)
		return version_read(out, text);
	*out = (struct version){ 0 };
	return !size || (version_read(out, (struct slice){ text.at, size }) && !out->before.size);
}

/* The first version in which number `index` is one more. */
static struct version above(const struct version *version, unsigned index)
{
	struct version next = *version;

	next.numbers[index]++;
	for (unsigned i = index + 1; i < VERSION_NUMBERS; i++)
		next.numbers[i] = 0;
	next.before = (struct slice){ NULL, 0 };
	return next;
}

static void add_from(struct version_range *range, const struct version *version)
{
	add(range, (struct bound){ .version = *version, .is_inclusive = true });
}

static void add_below(struct version_range *range, const struct version *version, unsigned index)
{
	add(range,
	    (struct bound){ .version = above(version, index), .is_upper = true, .is_made = true });
}

/* ^: up to the first number that is not 0. Of those that are written, the last
 * one counts as such. */
static unsigned caret_index(const struct version *version)
{
	unsigned index = 0;

	while (index + 1 < version->written && !version->numbers[index])
		index++;
	return index;
}

/* What is left open behind the last written number is part of it. */
static void add_equal(struct version_range *range, const struct version *version)
{
	add_from(range, version);
	if (version->written < VERSION_NUMBERS)
		add_below(range, version, version->written - 1);
	else
		add(range, (struct bound){ *version, .is_upper = true, .is_inclusive = true });
}

/* ">1.2" is from 1.3.0 on. */
static void add_greater(struct version_range *range, const struct version *version)
{
	if (version->written < VERSION_NUMBERS) {
		const struct version next = above(version, version->written - 1);

		add_from(range, &next);
	} else {
		add(range, (struct bound){ .version = *version });
	}
}

/* "<=1.2" is below 1.3.0. */
static void add_at_most(struct version_range *range, const struct version *version)
{
	if (version->written < VERSION_NUMBERS)
		add_below(range, version, version->written - 1);
	else
		add(range, (struct bound){ *version, .is_upper = true, .is_inclusive = true });
}

static void add_less(struct version_range *range, const struct version *version)
{
	add(range, (struct bound){ .version = *version, .is_upper = true });
}

static void add_caret(struct version_range *range, const struct version *version)
{
	add_from(range, version);
	add_below(range, version, caret_index(version));
}

static void add_tilde(struct version_range *range, const struct version *version)
{
	add_from(range, version);
	add_below(range, version, version->written > 1 ? 1 : 0);
}

/* Longer ones first. */
static const struct operator
{
	const char *sign;
	void (*add)(struct version_range * range, const struct version *version);
}
operators[] = {
	{ ">=", add_from }, { "<=", add_at_most }, { ">", add_greater }, { "<", add_less },
	{ "^", add_caret }, { "~", add_tilde },    { "=", add_equal },   { "", add_equal },
};

static const struct operator* operator_of(struct slice word)
{
	const struct operator* operator= operators;

	while (!slice_starts(word, operator->sign))
		operator++;
	return operator;
}

static struct error *refuse(const struct version_range *range, struct slice word)
{
	return error_new(ERROR_SYNTAX, "'%.*s' is no version in the range '%.100s'",
			 (int)(word.size < 100 ? word.size : 100), word.at, range->text);
}

static struct slice cut(struct slice text, size_t size)
{
	return (struct slice){ text.at + size, text.size - size };
}

/* "*" alone is any version, and needs no bound. */
static struct error *add_comparator(struct version_range *range, struct slice word)
{
	const struct operator* operator= operator_of(word);
	struct version version;

	if (!read_partial(&version, slice_trim(cut(word, strlen(operator->sign)))))
		return refuse(range, word);
	if (version.written)
		operator->add(range, &version);
	return NULL;
}

/* ---- comparators in a row ---- */

static struct slice next_word(struct slice *rest)
{
	*rest = slice_trim(*rest);
	size_t size = 0;

	while (size < rest->size && !isspace((unsigned char)rest->at[size]))
		size++;
	struct slice word = { rest->at, size };

	*rest = slice_trim(cut(*rest, size));
	return word;
}

/* A sign and its version may stand apart: "> 1.2". */
static struct slice next_comparator(struct slice *rest)
{
	struct slice word = next_word(rest);

	if (word.size && word.size == strlen(operator_of(word)->sign)) {
		struct slice version = next_word(rest);

		word.size = (size_t)(version.at - word.at) + version.size;
	}
	return word;
}

/* "1.2 - 1.4": from the first one on, and all that the second one is. */
static struct error *add_hyphen_range(struct version_range *range, struct slice low,
				      struct slice high)
{
	struct version from;
	struct version to;

	if (!read_partial(&from, low))
		return refuse(range, low);
	if (!read_partial(&to, high))
		return refuse(range, high);
	if (from.written)
		add_from(range, &from);
	if (to.written)
		add_at_most(range, &to);
	return NULL;
}

static struct error *add_alternative(struct version_range *range, struct slice text)
{
	struct slice rest = text;

	for (struct slice word; (word = next_comparator(&rest)).size;) {
		struct slice after = rest;

		if (slice_is(next_word(&after), "-")) {
			TRY(add_hyphen_range(range, word, next_word(&after)));
			rest = after;
		} else {
			TRY(add_comparator(range, word));
		}
	}
	range->ends = must_grow(range->ends, range->alternatives, sizeof(*range->ends));
	range->ends[range->alternatives++] = range->count;
	return NULL;
}

struct error *version_range_new(struct version_range **out, const char *text)
{
	OWNED(version_range) range = must_alloc(sizeof(*range));
	struct slice rest;
	size_t at;

	range->text = must_copy(text);
	rest = slice_of(range->text);
	if (!slice_trim(rest).size)
		return error_new(ERROR_SYNTAX, "an empty range of versions");
	for (; slice_find(&at, rest, "||"); rest = cut(rest, at + 2))
		TRY(add_alternative(range, (struct slice){ rest.at, at }));
	TRY(add_alternative(range, rest));
	*out = pass_on(&range);
	return NULL;
}

/* ---- asking ---- */

static bool is_within(const struct bound *bound, const struct version *version)
{
	struct version seen = *version;

	if (bound->is_made)
		seen.before = (struct slice){ NULL, 0 };
	int order = version_compare(&seen, &bound->version);

	return bound->is_upper ? order < (bound->is_inclusive ? 1 : 0)
			       : order > (bound->is_inclusive ? -1 : 0);
}

bool version_range_has(const struct version_range *range, const struct version *version)
{
	size_t begin = 0;

	for (size_t i = 0; i < range->alternatives; i++) {
		bool fits = true;

		for (size_t j = begin; fits && j < range->ends[i]; j++)
			fits = is_within(&range->bounds[j], version);
		if (fits)
			return true;
		begin = range->ends[i];
	}
	return false;
}

bool version_range_names_prerelease(const struct version_range *range)
{
	for (size_t i = 0; i < range->count; i++)
		if (range->bounds[i].version.before.size)
			return true;
	return false;
}
