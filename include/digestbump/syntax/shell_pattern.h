/* shell_pattern.h - a shell's patterns on a variable's value: ${X#p} ${X%p} ${X/p/w}.
 *
 * As moby/buildkit has them: `*`, `?` and a backslash in front of either; no
 * brackets.
 */
#ifndef DIGESTBUMP_SYNTAX_SHELL_PATTERN_H
#define DIGESTBUMP_SYNTAX_SHELL_PATTERN_H

#include <digestbump/base/error.h>
#include <digestbump/syntax/mapped_text.h>

struct pattern; /* one that was read */

/* Gives the pattern. ERROR_SYNTAX: a backslash in front of another letter. */
struct error *pattern_read(struct pattern **out, struct letters text) MUST_CHECK;
void pattern_free(struct pattern *pattern); /* NULL is fine */
DEFINE_OWNED(pattern)

/* What is left of the value when what the pattern matches at its beginning (or
 * end) is taken off: as little as possible, or as much. Counts comparisons in
 * *steps. */
struct letters pattern_trim_front(struct pattern *pattern, struct letters value, bool most,
				  size_t *steps);
struct letters pattern_trim_back(struct pattern *pattern, struct letters value, bool most,
				 size_t *steps);

/* Adds the value to *out with the first match, or all of them, replaced. */
void pattern_replace(struct traced *out, struct pattern *pattern, struct letters value,
		     struct letters word, bool all, size_t *steps);

/* True when some match so far compared a digit of a digest with one of the pattern's:
 * with the next digest, what is left would be something else. */
bool pattern_read_digest(const struct pattern *pattern);

#endif
