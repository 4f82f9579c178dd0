/* trailers.h - what the commits of a range say must be rebuilt.
 *
 * Reads the trailers Digestbump-Rebuild and Digestbump-Update of our own bumps. Squash
 * merges lose them and nobody else writes them: the difference of two graphs is the
 * truth, this is the cheap way to the same where only our bumps came.
 */
#ifndef DIGESTBUMP_REBUILD_TRAILERS_H
#define DIGESTBUMP_REBUILD_TRAILERS_H

#include <digestbump/git/git.h>
#include <digestbump/rebuild/range.h>
#include <digestbump/rebuild/rebuild.h>

struct rebuild_trailers;

/* Gives an empty collection. */
struct rebuild_trailers *rebuild_trailers_new(void) MUST_CHECK;
void rebuild_trailers_free(struct rebuild_trailers *trailers); /* NULL is fine */
DEFINE_OWNED(rebuild_trailers)

/* Adds what the commits of the range say of the builds of one tree: those of a file that
 * is named and that reach an image that moved, as far as that still stands there. What
 * moved twice counts from where it began. */
struct error *rebuild_trailers_read(struct rebuild_trailers *trailers, struct git *git,
				    const struct rebuild_range *range,
				    const struct image_graph *graph, size_t tree) MUST_CHECK;

/* The seeds of a plan; borrowed, like the texts in them, as long as the trailers live. */
const struct rebuild_seed *rebuild_trailers_seeds(size_t *count,
						  const struct rebuild_trailers *trailers);

#endif
