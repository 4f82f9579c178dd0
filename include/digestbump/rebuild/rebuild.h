/* rebuild.h - what must be built again after a change, and in which order.
 *
 * Compares the image graphs of two revisions. A build must be made again when a pin
 * that its target reaches has other bytes, when it is new, or when a build that it
 * names without a digest is made again. Nothing else counts: source files, RUN lines
 * and arguments are the CI's own affair. What moves no byte obliges nothing: a tag or
 * a spelling beside the same digest, a `# syntax=` front end, a stage that is not
 * reached.
 *
 * A digest is a boundary: who names another build of ours by its digest is not made in
 * the same run, but stands under `later`: once that build is published, its pin is
 * bumped, and that change obliges it.
 *
 * Pure and deterministic. Time and memory are linear in builds and edges, but for
 * sorting.
 */
#ifndef DIGESTBUMP_REBUILD_REBUILD_H
#define DIGESTBUMP_REBUILD_REBUILD_H

#include <digestbump/base/error.h>
#include <digestbump/base/strings.h>
#include <digestbump/graph/graph.h>
#include <stdbool.h>

struct published_image;

enum rebuild_cause {
	CAUSE_PIN,   /* a pin that it reaches has other bytes */
	CAUSE_NEED,  /* a build that it stands on is made again */
	CAUSE_NEW,   /* it was not there before */
	CAUSE_STALE, /* what is published stands on an older base than its pin */
};

/* One reason. Strings are borrowed from the two graphs. */
struct rebuild_reason {
	enum rebuild_cause cause;

	/* CAUSE_PIN: the digest, or where there is none the tag; `from` is NULL for a pin
	 * that is new, `to` for one that is gone. */
	const char *image;
	const char *from;
	const char *to;
	const char *path;
	unsigned line; /* from 1 */

	size_t need; /* CAUSE_NEED: index in the plan's items */
};

static const size_t WAVE_NONE = SIZE_MAX;

/* One build of the plan. */
struct rebuild {
	const struct build *build; /* borrowed */
	struct strings platforms;  /* to build for; empty: the builder's own */

	struct rebuild_reason *because; /* pins by path and line, then needs by name */
	size_t because_count;

	size_t *needs; /* indexes of the plan's items that it waits for; not itself; in order */
	size_t need_count;

	size_t wave; /* index in the plan's waves; WAVE_NONE: it is shown only */
	bool is_in_cycle;
	const struct published_image *published; /* NULL: not asked; borrowed */
	char *revision;                          /* commit to build; NULL: the plan's `to` */
};

/* Indexes in the plan's items, in order. */
struct rebuild_group {
	size_t *items;
	size_t count;
};

/* A build that follows when a pin on a new publication is bumped. */
struct rebuild_later {
	const struct build *build;
	const struct build **after; /* what must be published first; by name */
	size_t after_count;
};

struct rebuild_plan {
	const struct image_graph *graph; /* of the later revision; borrowed */

	struct rebuild *items; /* sorted by name */
	size_t count;
	struct rebuild_group *waves; /* an item comes after all that it needs */
	size_t wave_count;
	struct rebuild_group *cycles; /* items that need each other; one that needs itself */
	size_t cycle_count;
	struct rebuild_later *later; /* sorted by name */
	size_t later_count;
	bool has_unknown; /* something about an item could not be read */
};

/* What the plan shall hold. Borrowed. */
struct rebuild_selection {
	bool all; /* every build, whether it must be made or not */

	/* One for each build: it is shown though it need not be made. NULL: none is. */
	const bool *shown;

	/* Names, repositories or references of builds: these, and what of the plan they
	 * need. Empty: no limit. */
	struct strings only;

	/* Builds for these platforms only; a build that names none gets these. What names
	 * others only is left out. Empty: no limit. */
	struct strings platforms;
};

/* Gives the plan that leads from one graph to another. `from` is NULL only with
 * selection->all. Borrows both for as long as the plan lives. ERROR_USAGE: nothing in
 * `to` is called as selection->only says. */
struct error *rebuild_plan_make(struct rebuild_plan **out, const struct image_graph *from,
				const struct image_graph *to,
				const struct rebuild_selection *selection) MUST_CHECK;
void rebuild_plan_free(struct rebuild_plan *plan); /* NULL is fine */
DEFINE_OWNED(rebuild_plan)

/* A build that is known to be obliged, and why. */
struct rebuild_seed {
	size_t build; /* index in the graph */
	struct rebuild_reason reason;
};

/* The same from seeds in place of an earlier graph. Borrows the reasons' strings for as
 * long as the plan lives. */
struct error *rebuild_plan_from_seeds(struct rebuild_plan **out, const struct image_graph *graph,
				      const struct rebuild_seed *seeds, size_t count,
				      const struct rebuild_selection *selection) MUST_CHECK;

#endif
