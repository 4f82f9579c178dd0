/* regex.h - a user's regular expression (PCRE2), matched within limits.
 *
 * '^' and '$' stand at every line, '.' is no line end; "(?s)", "(?x)", "(?i)" and
 * the like switch as in Perl. Text is bytes. However an expression is written, one
 * search of a text costs at most REGEX_STEPS_MOST steps and REGEX_HEAP_KIB_MOST of
 * memory; then it ends with ERROR_LIMIT.
 */
#ifndef DIGESTBUMP_BASE_REGEX_H
#define DIGESTBUMP_BASE_REGEX_H

#include <digestbump/base/error.h>
#include <digestbump/base/strings.h>
#include <digestbump/base/text.h>
#include <stdbool.h>

struct regex;

/* Gives the expression. ERROR_SYNTAX: it is none; *at (may be NULL) is then the
 * byte of `pattern` where that showed. */
struct error *regex_new(struct regex **out, size_t *at, struct slice pattern) MUST_CHECK;
void regex_free(struct regex *regex); /* NULL is fine */
DEFINE_OWNED(regex)

/* Adds the names of its groups. */
void regex_names(struct strings *out, const struct regex *regex);

/* One match; lives as long as the call that shows it. */
struct regex_match;

/* Where all of it stands in the text. */
struct range regex_whole(const struct regex_match *match);

/* Sets *out to where the group of that name stands in the text (of several with the
 * name, the first that took part). False when none took part. */
bool regex_group(struct range *out, const struct regex_match *match, const char *name);

/* Called per match, in order. False ends the search. */
typedef bool regex_found(void *data, const struct regex_match *match);

/* Shows every match in the text; they do not overlap. Safe to call from several
 * threads at once. ERROR_LIMIT: more steps or memory than there may be; what was shown
 * before stands. */
struct error *regex_search(const struct regex *regex, struct slice text, regex_found *found,
			   void *data) MUST_CHECK;

#endif
