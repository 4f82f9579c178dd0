/* title_template.h - the template of commit titles, and the skip-CI tokens that git messages
 * must not contain.
 *
 * A template is text with placeholders in braces: {verb} {image} {short}
 * {count} {group} {tag}. Checked when the configuration is read; filled in by plan.
 */
#ifndef DIGESTBUMP_CONFIG_TITLE_TEMPLATE_H
#define DIGESTBUMP_CONFIG_TITLE_TEMPLATE_H

#include <digestbump/base/error.h>
#include <stdbool.h>

/* The values of the placeholders. All borrowed, none NULL. */
struct title_values {
	const char *verb;  /* {verb}: "bump"; "rescue" when a pinned digest no longer exists */
	const char *image; /* {image}: its name; of several, how many and of which group */
	const char *short_digest; /* {short}: seven hex digits; "new digests" when they differ */
	const char *count;        /* {count}: the number of images */
	const char *group;        /* {group}: the group's name; without one, the image's */
	const char *tag;          /* {tag}: the tag; "several tags" when they differ */
};

/* NULL when the template is valid. ERROR_SYNTAX: an unknown placeholder, an
 * unclosed brace, or a token that skips CI. */
struct error *title_check(const char *pattern) MUST_CHECK;

/* Gives the title: placeholders filled in, tokens that skip CI changed so that they have no effect,
 * cut to TITLE_BYTES_MOST at a character boundary. The template must have passed
 * title_check(). */
char *title_make(const char *pattern, const struct title_values *values) MUST_CHECK;

/* The token in text that makes a forge skip CI ("[skip ci]", "***NO_CI***" ...,
 * in any case), as this program writes it; NULL: none. A commit with such
 * a token is never built, and required checks stay pending. */
const char *title_skip_token(const char *text);

#endif
