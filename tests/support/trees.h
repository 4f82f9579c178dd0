/* trees.h - what a source lists, as one text to compare. */
#ifndef DIGESTBUMP_TESTS_SUPPORT_TREES_H
#define DIGESTBUMP_TESTS_SUPPORT_TREES_H

#include <digestbump/tree/tree.h>

/* Gives all that source lists: a path per line, links with a '@' behind them,
 * what is unreadable with a '!'; then "seen N". Names that would move a
 * terminal are escaped. */
char *tree_print(struct source *source) MUST_CHECK;

/* The same of a source that is not wanted afterwards. Takes it. */
char *tree_print_once(struct source *source) MUST_CHECK;

#endif
