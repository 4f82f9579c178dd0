/* shell_pattern.h - a shell's patterns on a variable's value: ${X#p} ${X%p} ${X/p/w}.
 *
 * As moby/buildkit implements them: `*`, `?` and a backslash before either; no
 * brackets.
 */
#ifndef DIGESTBUMP_SYNTAX_SHELL_PATTERN_H
#define DIGESTBUMP_SYNTAX_SHELL_PATTERN_H

#include <digestbump/base/error.h>
#include <digestbump/syntax/mapped_text.h>

struct shell_pattern; /* one that was read */

/* Gives the pattern. ERROR_SYNTAX: a backslash before another byte. */
struct error *shell_pattern_parse(struct shell_pattern **out, struct mapped_slice text) MUST_CHECK;
void shell_pattern_free(struct shell_pattern *pattern); /* NULL is fine */
DEFINE_OWNED(shell_pattern)

/* The value without what the pattern matches at its beginning (or
 * end): the shortest match, or with `most` the longest. Counts comparisons in
 * *steps. */
struct mapped_slice shell_pattern_trim_start(struct shell_pattern *pattern,
					     struct mapped_slice value, bool most, size_t *steps);
/* The same at the end of the value. */
struct mapped_slice shell_pattern_trim_end(struct shell_pattern *pattern, struct mapped_slice value,
					   bool most, size_t *steps);

/* Adds the value to *out with the first match, or all of them, replaced. */
void shell_pattern_replace(struct mapped_text *out, struct shell_pattern *pattern,
			   struct mapped_slice value, struct mapped_slice word, bool all,
			   size_t *steps);

/* True when some match so far compared a digit of a digest with one of the pattern's:
 * with another digest, the result would differ. */
bool shell_pattern_compared_digest(const struct shell_pattern *pattern);

#endif
