#define PCRE2_CODE_UNIT_WIDTH 8
#include "version.h"
#include <ctype.h>
#include <digestbump/base/memory.h>
#include <digestbump/image/reference.h>
#include <digestbump/image/tag_series.h>
#include <digestbump/limits.h>
#include <pcre2.h>
#include <string.h>

struct series {
	enum series_kind kind;
	enum series_order order;
	bool prereleases;
	char *text;   /* for people */
	char *suffix; /* "" : none */
	struct version_range *range;
	pcre2_code *code;
	pcre2_match_data *match;
	pcre2_match_context *limits;
};

void series_free(struct series *series)
{
	if (!series)
		return;
	free(series->text);
	free(series->suffix);
	version_range_free(series->range);
	pcre2_code_free(series->code);
	pcre2_match_data_free(series->match);
	pcre2_match_context_free(series->limits);
	free(series);
}

const char *series_text(const struct series *series)
{
	return series->text;
}

/* ---- making one ---- */

static struct error *compile(struct series *series, const char *expression)
{
	int fault = 0;
	PCRE2_SIZE at = 0;

	series->code = pcre2_compile((PCRE2_SPTR)expression, PCRE2_ZERO_TERMINATED,
				     PCRE2_ANCHORED | PCRE2_ENDANCHORED | PCRE2_NEVER_BACKSLASH_C,
				     &fault, &at, NULL);
	if (!series->code) {
		PCRE2_UCHAR why[128];

		pcre2_get_error_message(fault, why, sizeof(why));
		return error_new(ERROR_SYNTAX, "'%.100s', at letter %zu: %s", expression, at + 1,
				 (const char *)why);
	}
	series->match = must_have(pcre2_match_data_create_from_pattern(series->code, NULL));
	series->limits = must_have(pcre2_match_context_create(NULL));
	pcre2_set_match_limit(series->limits, SERIES_STEPS_MOST);
	pcre2_set_depth_limit(series->limits, SERIES_STEPS_MOST);
	return NULL;
}

static struct error *new_regex(struct series *series, const struct series_options *options)
{
	series->order = options->order;
	series->text = must_copy(options->text);
	return compile(series, options->text);
}

/* '*' takes numbers only: a pre-release or another flavour is never taken by
 * accident. Everything else that a tag may hold stands for itself. */
static struct error *new_glob(struct series *series, const struct series_options *options)
{
	OWNED(text) expression = text_new(0);

	series->text = must_copy(options->text);
	for (const char *at = options->text; *at; at++) {
		if (*at == '*')
			text_add_string(expression, "[0-9]++(?:\\.[0-9]++)*");
		else if (isalnum((unsigned char)*at) || *at == '_' || *at == '-')
			text_add(expression, at, 1);
		else if (*at == '.')
			text_add_string(expression, "\\.");
		else
			return error_new(ERROR_SYNTAX,
					 "'%.100s': a tag has letters, digits, '_', '.' and '-', "
					 "and '*' stands for its numbers",
					 options->text);
	}
	return compile(series, expression->size ? expression->bytes : "");
}

static struct error *new_semver(struct series *series, const struct series_options *options)
{
	TRY(version_range_new(&series->range, options->text));
	series->prereleases = options->prereleases || version_range_names_prerelease(series->range);
	series->text = *series->suffix ? must_format("%s with '%s'", options->text, series->suffix)
				       : must_copy(options->text);
	return NULL;
}

struct error *series_new(struct series **out, const struct series_options *options)
{
	static struct error *(*const makers[])(struct series *, const struct series_options *) = {
		[SERIES_GLOB] = new_glob,
		[SERIES_SEMVER] = new_semver,
		[SERIES_REGEX] = new_regex,
	};
	OWNED(series) series = must_alloc(sizeof(*series));

	series->kind = options->kind;
	series->suffix = must_copy(options->suffix ? options->suffix : "");
	TRY(makers[options->kind](series, options));
	*out = pass_on(&series);
	return NULL;
}

/* ---- a tag, as the series sees it ---- */

struct candidate {
	const char *tag;
	bool is_member;         /* of the series */
	bool is_readable;       /* it can be compared at all */
	struct slice key;       /* by which it is ordered */
	struct version version; /* of a range */
};

static void read_version(struct candidate *out, const struct series *series)
{
	struct slice text = slice_of(out->tag);

	if (!slice_ends(text, series->suffix))
		return;
	text.size -= strlen(series->suffix);
	out->is_readable =
	    version_read(&out->version, text) && (!out->version.before.size || series->prereleases);
	out->is_member = out->is_readable && version_range_has(series->range, &out->version);
}

static void read_match(struct candidate *out, const struct series *series)
{
	int groups = pcre2_match(series->code, (PCRE2_SPTR)out->tag, strlen(out->tag), 0, 0,
				 series->match, series->limits);

	out->is_readable = true;
	out->key = slice_of(out->tag);
	out->is_member = groups > 0;
	if (groups < 2)
		return;
	const PCRE2_SIZE *places = pcre2_get_ovector_pointer(series->match);

	if (places[2] != PCRE2_UNSET && places[3] >= places[2])
		out->key = (struct slice){ out->tag + places[2], places[3] - places[2] };
}

static struct candidate read_tag(const struct series *series, const char *tag)
{
	struct candidate candidate = { .tag = tag };

	if (!tag_is_valid(tag))
		return candidate;
	if (series->kind == SERIES_SEMVER)
		read_version(&candidate, series);
	else
		read_match(&candidate, series);
	return candidate;
}

/* ---- of the same make ---- */

/* The next run of digits at or behind *at, without leading zeros; moves *at
 * behind it. Empty: none. */
static struct slice next_number(struct slice text, size_t *at)
{
	while (*at < text.size && !isdigit((unsigned char)text.at[*at]))
		(*at)++;
	size_t begin = *at;

	while (*at < text.size && isdigit((unsigned char)text.at[*at]))
		(*at)++;
	while (begin + 1 < *at && text.at[begin] == '0')
		begin++;
	return (struct slice){ text.at + begin, *at - begin };
}

/* Skips digits where both have some; the rest must be the same letters. */
static bool same_letters(struct slice a, struct slice b)
{
	size_t i = 0;
	size_t j = 0;

	while (i < a.size && j < b.size) {
		bool is_number = isdigit((unsigned char)a.at[i]);

		if (is_number != !!isdigit((unsigned char)b.at[j]))
			return false;
		if (is_number) {
			next_number(a, &i);
			next_number(b, &j);
		} else if (a.at[i++] != b.at[j++]) {
			return false;
		}
	}
	return i == a.size && j == b.size;
}

/* A first number that is much longer is a date or a build, not a version. */
static bool is_date_beside(struct slice number, struct slice other)
{
	enum { MUCH = 3 };

	return number.size >= other.size + MUCH;
}

static struct slice first_number(const char *tag)
{
	size_t at = 0;

	return next_number(slice_of(tag), &at);
}

static bool same_make(const struct series *series, const struct candidate *a,
		      const struct candidate *written)
{
	if (!written->is_readable)
		return false;
	if (series->kind == SERIES_REGEX)
		return series->order == SERIES_TEXT ? written->is_member
						    : same_letters(a->key, written->key);
	if (is_date_beside(first_number(a->tag), first_number(written->tag)))
		return false;
	if (series->kind == SERIES_SEMVER)
		return a->version.has_v == written->version.has_v &&
		       a->version.written == written->version.written;
	return same_letters(a->key, written->key);
}

/* ---- which is above ---- */

static int compare_numbers(struct slice a, struct slice b)
{
	for (size_t i = 0, j = 0;;) {
		struct slice one = next_number(a, &i);
		struct slice other = next_number(b, &j);

		if (!one.size || !other.size)
			return (one.size > 0) - (other.size > 0);
		if (one.size != other.size)
			return one.size < other.size ? -1 : 1;
		int order = memcmp(one.at, other.at, one.size);

		if (order)
			return order;
	}
}

static int compare(const struct series *series, const struct candidate *a,
		   const struct candidate *b)
{
	if (series->kind == SERIES_SEMVER)
		return version_compare(&a->version, &b->version);
	return series->order == SERIES_TEXT ? slice_compare(a->key, b->key)
					    : compare_numbers(a->key, b->key);
}

/* Tags of one rank ("1.2" and "1.02") have an order, too: answers come in any. */
static bool is_better(const struct series *series, const struct candidate *a,
		      const struct candidate *best)
{
	int order = best->tag ? compare(series, a, best) : 1;

	return order > 0 || (order == 0 && strcmp(a->tag, best->tag) < 0);
}

enum series_choice series_choose(const char **next, const struct series *series,
				 const char *written, const struct strings *tags)
{
	const struct candidate now = read_tag(series, written);
	struct candidate best = { 0 };

	*next = NULL;
	for (size_t i = 0; i < tags->count; i++) {
		const struct candidate candidate = read_tag(series, tags->items[i]);

		if (candidate.is_member && same_make(series, &candidate, &now) &&
		    is_better(series, &candidate, &best))
			best = candidate;
	}
	if (!best.tag)
		return now.is_member ? SERIES_CURRENT : SERIES_INCOMPARABLE;
	int order = compare(series, &best, &now);

	if (order <= 0 && now.is_member)
		return SERIES_CURRENT;
	*next = best.tag;
	return order > 0 ? SERIES_NEWER : SERIES_OLDER;
}
