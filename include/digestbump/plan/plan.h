/* plan.h - turn verdicts into bumps: which pins change together, on which branch.
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

/* One update: every pin of image:tag at `from` changes to `to`, and to_tag. */
struct image_update {
	char *image; /* normalised name, without a tag */
	char *tag;
	char *to_tag; /* the tag after the update; NULL: the same */
	char *from;
	char *to;
	bool rescue; /* the manifest `from`, or a part of it, is gone */
};

/* The tag that is followed after the update. Borrowed. */
const char *image_update_tag(const struct image_update *update);

/* Which branches a run may touch: those for its base branch and its configuration.
 * NULL means the default: the remote's default branch, .digestbump.yaml. */
struct branch_identity {
	char *base_branch;
	char *config;
};

struct bump {
	char *id;     /* the name of the image, or of the group */
	char *branch; /* prefix, a readable form of id, and a short hash of it:
		       * "digestbump/gcr.io-distroless-static-debian12-1f3a9c2e" */
	char *title;  /* first line of the commit; TITLE_BYTES_MOST, skips no CI */

	struct image_update *updates; /* sorted by image, tag, from */
	size_t update_count;

	const struct verdict **verdicts; /* borrowed; in the order of the pins */
	size_t verdict_count;

	struct strings files; /* changed files; sorted */

	/* Files of the builds that must run again after the bump: Dockerfiles and build
	 * specifications whose target uses an updated pin, and those of builds that depend on
	 * these; sorted. The digest itself may be in another file (.env, a workflow), which is
	 * in `files`. */
	struct strings rebuild;
};

struct plan {
	struct bump *bumps; /* sorted by id */
	size_t count;
};

/* Gives the plan. Borrows verdicts and config for as long as it lives, and during the call the
 * image graph of the files with the pins; NULL: no images are built there. */
struct plan *plan_make(const struct verdicts *verdicts, const struct config *config,
		       const struct image_graph *graph) MUST_CHECK;
void plan_free(struct plan *plan); /* NULL is fine */
DEFINE_OWNED(plan)

/* Gives the branch of a bump with this id. A base branch or configuration other than
 * the default gives another name; identity may be NULL. */
char *plan_branch(const struct config *config, const char *id,
		  const struct branch_identity *identity) MUST_CHECK;

#endif
