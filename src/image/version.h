/* version.h - a tag as a version, and ranges of versions.
 *
 * Semantic versioning 2.0.0, section 11, for what is above what; as tags have
 * it: a 'v' may stand in front, the last numbers may be missing (they are 0),
 * and there is no build part, which no tag can hold.
 */
#ifndef DIGESTBUMP_SRC_IMAGE_VERSION_H
#define DIGESTBUMP_SRC_IMAGE_VERSION_H

#include <digestbump/base/error.h>
#include <digestbump/base/text.h>
#include <stdbool.h>

enum { VERSION_NUMBERS = 3, VERSION_DIGITS_MOST = 18 };

struct version {
	unsigned long long numbers[VERSION_NUMBERS];
	unsigned written;    /* how many of them stand there */
	bool has_v;          /* "v1.2" */
	struct slice before; /* the pre-release behind '-'; size 0: a release. Borrowed */
};

/* True when the whole of text is a version. Borrows text. */
bool version_read(struct version *out, struct slice text);

/* Below 0, 0, above 0, as strcmp() has it. */
int version_compare(const struct version *a, const struct version *b);

/* As npm's node-semver reads ranges: comparators joined by blanks, "||" between
 * alternatives, ^ ~ x-ranges and hyphen ranges. */
struct version_range;

/* Gives the range. Copies text. ERROR_SYNTAX. */
struct error *version_range_new(struct version_range **out, const char *text) MUST_CHECK;
void version_range_free(struct version_range *range); /* NULL is fine */
DEFINE_OWNED(version_range)

bool version_range_has(const struct version_range *range, const struct version *version);

/* True when the range itself names a pre-release: then it wants some. */
bool version_range_names_prerelease(const struct version_range *range);

#endif
