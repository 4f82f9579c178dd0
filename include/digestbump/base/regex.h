/* regex.h - a user's regular expression (PCRE2), matched within limits.
 *
 * '^' and '$' match at every line, '.' does not match a line end; "(?s)", "(?x)", "(?i)"
 * work as in Perl. Text is bytes. One search takes at most REGEX_STEPS_MOST steps and
 * REGEX_HEAP_KIB_MOST KiB of memory; beyond that it fails with ERROR_LIMIT.
 */
#ifndef DIGESTBUMP_BASE_REGEX_H
#define DIGESTBUMP_BASE_REGEX_H

#include <digestbump/base/error.h>
#include <digestbump/base/strings.h>
#include <digestbump/base/text.h>
#include <stdbool.h>

struct regex;

/* Gives the expression. ERROR_SYNTAX: it is invalid; *at (may be NULL) is then the
 * offset of the error in `pattern`. */
struct error *regex_new(struct regex **out, size_t *at, struct slice pattern) MUST_CHECK;
void regex_free(struct regex *regex); /* NULL is fine */
DEFINE_OWNED(regex)

/* Adds the names of its groups. */
void regex_names(struct strings *out, const struct regex *regex);

/* One match; valid during the callback only. */
struct regex_match;

/* The position of the whole match in the text. */
struct range regex_whole(const struct regex_match *match);

/* Sets *out to the position of the named group in the text (of several with the
 * name, the first that matched). False when none matched. */
bool regex_group(struct range *out, const struct regex_match *match, const char *name);

/* Called for each match, in order. Return false to stop. */
typedef bool regex_found(void *data, const struct regex_match *match);

/* Calls found() for each non-overlapping match. Thread-safe. ERROR_LIMIT: the limit of steps
 * or memory was exceeded; matches that were reported before remain valid. */
struct error *regex_search(const struct regex *regex, struct slice text, regex_found *found,
			   void *data) MUST_CHECK;

#endif
