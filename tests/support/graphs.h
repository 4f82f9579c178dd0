/* graphs.h - image graphs made by hand, and plans as text.
 *
 * A graph is written a build a line: its name, then words
 *     path=FILE  target=STAGE  repository=NAME  key=KEY  platforms=A,B  tree=N
 *     base=IMAGE:TAG@DIGEST   need=BUILD[:TAG]   build=BUILD (by target:)   pin=BUILD@DIGEST
 * where IMAGE or BUILD, TAG and DIGEST may be left out as in a reference. A word `at=FILE:LINE`
 * says where those behind it stand (else the path, with the line counted up), `kind=syntax`
 * that the next one is a front end. `unknown=CODE` adds something that could not be read.
 */
#ifndef DIGESTBUMP_TESTS_SUPPORT_GRAPHS_H
#define DIGESTBUMP_TESTS_SUPPORT_GRAPHS_H

#include <digestbump/graph/graph.h>
#include <digestbump/rebuild/rebuild.h>

struct drawn_graph {
	struct image_graph graph;
};

/* Gives the graph. Fails the test when a build is named that is not there. */
struct drawn_graph *graph_draw(const char *lines) MUST_CHECK;
void drawn_graph_free(struct drawn_graph *graph); /* NULL is fine */
DEFINE_OWNED(drawn_graph)

/* Gives the plan, an item per line under its wave:
 *     1: base (docker.io/library/debian A -> B at Dockerfile:1)
 *     2: app (needs base)
 *     cycle: a b
 *     later: x after base */
char *plan_print(const struct rebuild_plan *plan) MUST_CHECK;

#endif
