/* nodes.h - what must be true of every tree of nodes, whatever was read.
 * Knows nothing of cmocka: fuzz targets use it. */
#ifndef DIGESTBUMP_TESTS_SUPPORT_NODES_H
#define DIGESTBUMP_TESTS_SUPPORT_NODES_H

#include <digestbump/base/node.h>

/* Ends the program unless every node stands inside the file where its line and
 * column say, and every stretch of a scalar that is said to stand in the file
 * stands there letter for letter. */
void nodes_check(const struct documents *documents, struct slice file);

#endif
