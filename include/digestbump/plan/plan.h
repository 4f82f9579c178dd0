/* plan.h - from verdicts to bumps: which pins move together, and under what name.
 *
 * Pure. By default one bump per image (its normalised name, whatever the tags);
 * a rule's `group` puts several images into one. The same verdicts give the same
 * bumps, byte for byte, whatever the order of answers.
 */
#ifndef DIGESTBUMP_PLAN_PLAN_H
#define DIGESTBUMP_PLAN_PLAN_H

#include <digestbump/base/strings.h>
#include <digestbump/config/config.h>
#include <digestbump/graph/graph.h>
#include <digestbump/judge/judge.h>

/* One movement: every pin of image:tag at `from` goes to `to`, and to_tag. */
struct image_update {
	char *image; /* normalised name, without a tag */
	char *tag;
	char *to_tag; /* the tag that stands there then; NULL: the same */
	char *from;
	char *to;
	bool rescue; /* what stood at `from`, or a part of it, is gone */
};

/* The tag that is followed after the movement. Borrowed. */
const char *image_update_tag(const struct image_update *update);

/* Which branches a run may touch: those for its base branch and its configuration.
 * NULLs are the usual ones: the remote's default branch, .digestbump.yaml. */
struct branch_identity {
	char *base_branch;
	char *config;
};

struct bump {
	char *id;     /* what it is the bump of: the image's name, or the group's */
	char *branch; /* prefix, a readable form of id, and a short hash of it:
		       * "digestbump/gcr.io-distroless-static-debian12-1f3a9c2e" */
	char *title;  /* first line of the commit; TITLE_BYTES_MOST, skips no CI */

	struct image_update *updates; /* sorted by image, tag, from */
	size_t update_count;

	const struct verdict **verdicts; /* borrowed; in the order of the pins */
	size_t verdict_count;

	struct strings files; /* that change; sorted */

	/* Files of the builds that the bump obliges to be made again: Dockerfiles and build
	 * specifications whose target reaches a moved pin, and those of builds that need one of
	 * these; sorted. A digest may stand in another file (.env, a workflow), which is in
	 * `files`. */
	struct strings rebuild;
};

struct plan {
	struct bump *bumps; /* sorted by id */
	size_t count;
};

/* Gives the plan. Borrows verdicts and config for as long as it lives, and during the call the
 * graph of what is built where the pins were found; NULL: nothing is. */
struct plan *plan_make(const struct verdicts *verdicts, const struct config *config,
		       const struct image_graph *graph) MUST_CHECK;
void plan_free(struct plan *plan); /* NULL is fine */
DEFINE_OWNED(plan)

/* Gives the branch of a bump with this id. Another base branch or configuration than
 * the usual ones gives another name; identity may be NULL. */
char *plan_branch(const struct config *config, const char *id,
		  const struct branch_identity *identity) MUST_CHECK;

#endif
