/* tag_series.h - orders the tags of a repository and finds the next one.
 *
 * A rule's `track` may name a series instead of one tag: "1.22.*", the semantic
 * versions "^1.22" with the suffix "-alpine", or all tags that a regular
 * expression matches. Works on the text of tags only; makes no requests.
 *
 * A tag is compared only with tags of the same format: the same count of numbers, the
 * same letters around them, the same suffix. So 1.22 is followed by 1.23 and not
 * by 1.22.4, 1.23-alpine or a date such as 20240101.
 */
#ifndef DIGESTBUMP_IMAGE_TAG_SERIES_H
#define DIGESTBUMP_IMAGE_TAG_SERIES_H

#include <digestbump/base/error.h>
#include <digestbump/base/strings.h>
#include <stdbool.h>

enum series_kind {
	SERIES_GLOB,   /* '*' matches only numbers separated by dots */
	SERIES_SEMVER, /* a range: ^ ~ = < <= > >= x - || with the syntax of npm */
	SERIES_REGEX,  /* PCRE2, must match the whole tag */
};

/* Order of the tags of a regular expression: by its first group if it has one,
 * else by the whole tag. Globs and ranges are ordered by their numbers. */
enum series_order {
	SERIES_NUMERIC, /* number by number, of any width */
	SERIES_TEXT,    /* byte by byte */
};

struct series_options {
	enum series_kind kind;
	const char *text;        /* the glob, the range, the expression */
	const char *suffix;      /* of a range's tags, after the version; NULL: none */
	bool prereleases;        /* of a range: pre-releases such as 1.23.0-rc.1 match */
	enum series_order order; /* of an expression */
};

struct series;

/* Gives the series. ERROR_SYNTAX says what is wrong with the text, and where. */
struct error *series_new(struct series **out, const struct series_options *options) MUST_CHECK;
void series_free(struct series *series); /* NULL is fine */
DEFINE_OWNED(series)

/* A description for people: "1.22.*", "^1.22 with '-alpine'". Borrowed. */
const char *series_text(const struct series *series);

enum series_choice {
	SERIES_CURRENT,      /* the written tag is the highest of the series */
	SERIES_NEWER,        /* *next is higher than the written tag */
	SERIES_OLDER,        /* the written tag is above the whole series; *next is its highest */
	SERIES_INCOMPARABLE, /* the written tag is not comparable with any tag of the series */
};

/* Chooses from `tags`. *next is borrowed from them; NULL unless SERIES_NEWER or
 * SERIES_OLDER. Invalid tags are ignored. */
enum series_choice series_choose(const char **next, const struct series *series,
				 const char *written, const struct strings *tags);

#endif
