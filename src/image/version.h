/* version.h - parses tags as versions, and version ranges.
 *
 * Ordered by Semantic Versioning 2.0.0, section 11. Differences for tags: a leading 'v'
 * is allowed, missing last numbers are 0, and there is no build part, because a tag
 * cannot contain '+'.
 */
#ifndef DIGESTBUMP_SRC_IMAGE_VERSION_H
#define DIGESTBUMP_SRC_IMAGE_VERSION_H

#include <digestbump/base/error.h>
#include <digestbump/base/text.h>
#include <stdbool.h>

enum { VERSION_NUMBERS = 3, VERSION_DIGITS_MOST = 18 };

struct version {
	unsigned long long numbers[VERSION_NUMBERS];
	unsigned written;    /* how many of them are written */
	bool has_v;          /* "v1.2" */
	struct slice before; /* the pre-release after '-'; size 0: a release. Borrowed */
};

/* True when the whole text is a version. Borrows text. */
bool version_read(struct version *out, struct slice text);

/* Negative, 0 or positive, as strcmp(). */
int version_compare(const struct version *a, const struct version *b);

/* A range with the syntax of npm's node-semver: comparators joined by blanks, "||"
 * between alternatives, ^ ~ x-ranges and hyphen ranges. */
struct version_range;

/* Gives the range. Copies text. ERROR_SYNTAX. */
struct error *version_range_new(struct version_range **out, const char *text) MUST_CHECK;
void version_range_free(struct version_range *range); /* NULL is fine */
DEFINE_OWNED(version_range)

bool version_range_has(const struct version_range *range, const struct version *version);

/* True when the range itself contains a pre-release: then pre-releases match. */
bool version_range_names_prerelease(const struct version_range *range);

#endif
