/* corpus.h - small repositories, each with what a scan of it must find.
 *
 * tests/scan/corpus/FORMAT/CASE/ holds the files of one, and expect.json, which is
 * none of them:
 *   desc       what the case shows
 *   prepare    a line of sh to be run in a copy of it (git, modes, odd bytes); optional
 *   refs       what must be found: path, line, image, tag, digest, kind, updatable and,
 *              where that is false, reason
 *   not_refs   what must not be, with the reason: for readers, as nothing is found but refs
 *   unpinned   references without a digest: path, line, image, tag, kind
 *   skipped    path, line (0: the whole file), code
 *   symlinks   links by path, with their targets: for readers
 */
#ifndef DIGESTBUMP_TESTS_SUPPORT_CORPUS_H
#define DIGESTBUMP_TESTS_SUPPORT_CORPUS_H

#include "sandbox.h"

#include <digestbump/base/strings.h>
#include <digestbump/scan/scan.h>

struct corpus_case {
	const char *name;        /* "compose/comments" */
	struct sandbox *sandbox; /* its files, prepared */
	struct strings *wanted;  /* as corpus_print() has it */
};

typedef void corpus_try(const struct corpus_case *at, void *data);

/* Calls try for each case, in the order of their names; gives how many there were. */
size_t corpus_each(corpus_try *try, void *data);

/* A tree under test, and the scan of it with the configuration in it. */
struct scanned_corpus {
	struct git *git; /* NULL: a plain directory */
	struct tree *tree;
	struct config *config;
	struct scan *scan;
};
struct scanned_corpus *scanned_corpus_open(const struct sandbox *sandbox) MUST_CHECK;
void scanned_corpus_free(struct scanned_corpus *scanned); /* NULL is fine */
DEFINE_OWNED(scanned_corpus)

/* Gives what a scan found, a line each, sorted. */
struct strings *corpus_print(const struct scan *scan) MUST_CHECK;

/* Gives the lines that only one of two sorted lists has, "-" in front of those of the
 * first and "+" of those of the second; NULL when they are equal. */
char *corpus_difference(const struct strings *wanted, const struct strings *got) MUST_CHECK;

#endif
