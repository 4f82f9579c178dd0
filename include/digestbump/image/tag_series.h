/* tag_series.h - which tags of a repository follow one another, and which is next.
 *
 * A rule's `track` may name a series instead of one tag: "1.22.*", the semantic
 * versions "^1.22" with the suffix "-alpine", or whatever a regular expression
 * takes, in an order. Knows tags as texts only and asks nobody.
 *
 * A tag is only ever compared with tags of its own make: as many numbers, the
 * same letters around them, the same suffix. So 1.22 is followed by 1.23 and not
 * by 1.22.4, by 1.23-alpine or by the build of a date, 20240101.
 */
#ifndef DIGESTBUMP_IMAGE_TAG_SERIES_H
#define DIGESTBUMP_IMAGE_TAG_SERIES_H

#include <digestbump/base/error.h>
#include <digestbump/base/strings.h>
#include <stdbool.h>

enum series_kind {
	SERIES_GLOB,   /* '*' is numbers with dots between them, and nothing else */
	SERIES_SEMVER, /* a range: ^ ~ = < <= > >= x - || as npm has them */
	SERIES_REGEX,  /* PCRE2, held against the whole tag */
};

/* How the tags of a regular expression are ordered: by its first group, where it
 * has one, else by the whole tag. The others are ordered by their numbers. */
enum series_order {
	SERIES_NUMERIC, /* number by number, of any width */
	SERIES_TEXT,    /* byte by byte */
};

struct series_options {
	enum series_kind kind;
	const char *text;        /* the glob, the range, the expression */
	const char *suffix;      /* of a range's tags, behind the version; NULL: none */
	bool prereleases;        /* of a range: 1.23.0-rc.1 counts */
	enum series_order order; /* of an expression */
};

struct series;

/* Gives the series. ERROR_SYNTAX: what is wrong with the text, and where. */
struct error *series_new(struct series **out, const struct series_options *options) MUST_CHECK;
void series_free(struct series *series); /* NULL is fine */
DEFINE_OWNED(series)

/* What is followed, for people: "1.22.*", "^1.22 with '-alpine'". Borrowed. */
const char *series_text(const struct series *series);

enum series_choice {
	SERIES_CURRENT,      /* the written tag is of the series, and none is above it */
	SERIES_NEWER,        /* *next is above the written one */
	SERIES_OLDER,        /* the written tag is above all of the series; *next is its highest */
	SERIES_INCOMPARABLE, /* the written tag cannot be compared with any of the series */
};

/* Chooses among `tags`. Borrows *next from them; NULL unless RISE or FALL. What
 * no reference could have for a tag is passed over. */
enum series_choice series_choose(const char **next, const struct series *series,
				 const char *written, const struct strings *tags);

#endif
