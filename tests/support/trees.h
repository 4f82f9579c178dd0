/* trees.h - what a tree lists, as one text to compare. */
#ifndef DIGESTBUMP_TESTS_SUPPORT_TREES_H
#define DIGESTBUMP_TESTS_SUPPORT_TREES_H

#include <digestbump/tree/tree.h>

/* Gives all that tree lists: a path per line, links with a '@' behind them,
 * what is unreadable with a '!'; then "seen N". Names that would move a
 * terminal are escaped. */
char *tree_print(struct tree *tree) MUST_CHECK;

/* The same of a tree that is not wanted afterwards. Takes it. */
char *tree_print_once(struct tree *tree) MUST_CHECK;

#endif
