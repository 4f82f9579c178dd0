/* graph_json.h - an image graph as JSON, for people who review what is expected of it. */
#ifndef DIGESTBUMP_TESTS_SUPPORT_GRAPH_JSON_H
#define DIGESTBUMP_TESTS_SUPPORT_GRAPH_JSON_H

#include <digestbump/graph/graph.h>

/* Gives the graph; what is empty is left out. `desc` (may be NULL) stands in front. */
char *graph_json(const struct image_graph *graph, const char *desc) MUST_CHECK;

/* Gives the graph of a directory, with the .digestbump.yaml in it. */
struct image_graph *graph_of_directory(const char *path) MUST_CHECK;

#endif
