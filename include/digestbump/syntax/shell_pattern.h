/* shell_pattern.h - a shell's patterns on a variable's value: ${X#p} ${X%p} ${X/p/w}.
 *
 * As moby/buildkit has them: `*`, `?` and a backslash in front of either; no
 * brackets.
 */
#ifndef DIGESTBUMP_SYNTAX_SHELL_PATTERN_H
#define DIGESTBUMP_SYNTAX_SHELL_PATTERN_H

#include <digestbump/base/error.h>
#include <digestbump/syntax/mapped_text.h>

struct shell_pattern; /* one that was read */

/* Gives the pattern. ERROR_SYNTAX: a backslash in front of another byte. */
struct error *shell_pattern_parse(struct shell_pattern **out, struct mapped_slice text) MUST_CHECK;
void shell_pattern_free(struct shell_pattern *pattern); /* NULL is fine */
DEFINE_OWNED(shell_pattern)

/* What is left of the value when what the pattern matches at its beginning (or
 * end) is taken off: as little as possible, or as much. Counts comparisons in
 * *steps. */
struct mapped_slice shell_pattern_trim_start(struct shell_pattern *pattern,
					     struct mapped_slice value, bool most, size_t *steps);
struct mapped_slice shell_pattern_trim_end(struct shell_pattern *pattern, struct mapped_slice value,
					   bool most, size_t *steps);

/* Adds the value to *out with the first match, or all of them, replaced. */
void shell_pattern_replace(struct mapped_text *out, struct shell_pattern *pattern,
			   struct mapped_slice value, struct mapped_slice word, bool all,
			   size_t *steps);

/* True when some match so far compared a digit of a digest with one of the pattern's:
 * with the next digest, what is left would be something else. */
bool shell_pattern_compared_digest(const struct shell_pattern *pattern);

#endif
