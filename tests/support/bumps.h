/* bumps.h - from a commit to its plan without any registry: every pinned digest
 * in its files shall become the same one. */
#ifndef DIGESTBUMP_TESTS_SUPPORT_BUMPS_H
#define DIGESTBUMP_TESTS_SUPPORT_BUMPS_H

#include <digestbump/base/context.h>
#include <digestbump/plan/plan.h>
#include <digestbump/scan/scan.h>

struct bumps {
	struct git *git; /* borrowed */
	char *base;
	struct config *config;
	struct tree *tree;
	struct scan *scan;
	struct verdicts *verdicts;
	struct image_graph *graph;
	struct plan *plan;
};

/* Gives what becomes of the files of `revision` when every tag now has the sha256
 * digest made of `digit` sixty-four times. `settings`: the configuration's text. */
struct bumps *bumps_new(struct git *git, const char *revision, char digit, const char *settings,
			const struct context *context) MUST_CHECK;
void bumps_free(struct bumps *bumps);
DEFINE_OWNED(bumps)

/* Judges all pins of an image otherwise, and plans again. */
void bumps_judge(struct bumps *bumps, const char *image, enum verdict_code code);

/* Gives "sha256:" and 64 times the digit. */
char *bumps_digest(char digit) MUST_CHECK;

#endif
