/* resolve.h - ask each distinct question once, all at the same time.
 *
 * Second stage. Reads the network through registry.h and nothing else. HEAD
 * first: when the tag still has the digest that is pinned everywhere, that is
 * the answer. When it moved, the new manifest is fetched by that digest and
 * verified, and the old one is looked at so that its kind is kept: an index
 * stays an index, one platform's manifest gets that platform's new one. That one,
 * too, is fetched by its digest, hashed, and compared with its descriptor.
 *
 * What is pinned may be gone. Once all tags are answered, one HEAD goes to each
 * digest of which nothing is known by then: the pinned ones, and the children of
 * their indexes where a rule asks for it. Only "not there" makes a digest gone; a
 * refusal, a rate limit or a broken server says nothing. When a tag has moved since the run before
 * and what it had is cached, nothing more is asked: the next run finds out what is gone. Where a
 * rule asks for the children, those of a new index must be there as well before it is taken.
 */
#ifndef DIGESTBUMP_RESOLVE_RESOLVE_H
#define DIGESTBUMP_RESOLVE_RESOLVE_H

#include <digestbump/base/error.h>
#include <digestbump/base/strings.h>
#include <digestbump/image/platform.h>
#include <digestbump/registry/registry.h>
#include <stdbool.h>

/* Something that a pin needs and that its registry no longer has. */
struct missing_manifest {
	char *digest;   /* the pinned one, or one that its index names */
	char *platform; /* of a child: "linux/arm64"; NULL: the pinned digest itself, or a
			 * child whose platform its index does not say */
};

/* What becomes of one pinned digest of a question. */
struct pinned_digest {
	char *digest;   /* as pinned */
	char *platform; /* that the pin or a rule names; NULL: none */

	char *to;             /* what should stand there; equal to digest: nothing moved */
	bool is_entry;        /* what is pinned, or its replacement, is one entry of the tag's
				 index, not the index itself */
	char *entry_platform; /* "linux/amd64"; NULL: the index does not say, or no entry */
	/* Of an index that is to be replaced by another one, in the index's order: platforms whose
	 * images are byte for byte the same, those whose are not, and those that are new. */
	struct strings same_platforms;
	struct strings changed_platforms;
	struct strings added_platforms;
	struct strings lost_platforms; /* platforms that the old digest had and the new one lacks */
	bool old_platforms_unknown;    /* the old digest could not be looked at: `to` is the tag's,
					  unjudged */

	bool wants_index;                 /* a rule turns an entry into the tag's index */
	enum liveness liveness;           /* what to look for */
	struct missing_manifest *missing; /* what is not there any more */
	size_t missing_count;

	struct error *entry_error; /* why `to`, an entry, must not be taken: it is not there, or
				      not what the index says; NULL: all is well */
	struct error
	    *children_error; /* why `to`, an index, must not be taken where its children
				are to be looked for; NULL: nobody looked, or all is well */

	struct error *error; /* why there is no `to`; NULL when there is, or no tag */
};

/* One distinct (host, repository, tag) and its answer. */
struct question {
	char *host;
	char *repository;
	char *tag;   /* NULL: no tag is asked after, only whether what is pinned is still there */
	bool verify; /* fetch even when nothing moved: `resolve` without a digest */

	struct pinned_digest **pinned; /* distinct pinned digests */
	size_t pinned_count;

	char *digest;             /* of the tag now; NULL: error */
	char *media_type;         /* NULL: the registry did not say and nobody fetched it */
	struct strings platforms; /* of the tag now, when it was fetched */
	bool fetched;
	bool is_new;         /* its manifest came from the registry: no earlier run has seen it */
	struct error *error; /* why there is no digest */
};

struct questions;

/* Gives an empty set. */
struct questions *questions_new(void) MUST_CHECK;
void questions_free(struct questions *questions); /* NULL is fine */
DEFINE_OWNED(questions)

/* Adds a question unless it is there, and gives it; it belongs to the set. tag may
 * be NULL: see question.tag. */
struct question *questions_add(struct questions *questions, const char *host,
			       const char *repository, const char *tag);

/* Adds a pinned digest to a question unless it is there, and gives it. platform
 * may be NULL. */
struct pinned_digest *question_add_pinned(struct question *question, const char *digest,
					  const char *platform);

/* Notes, once, that something is gone; platform as in struct missing_manifest. */
void pinned_digest_add_missing(struct pinned_digest *pinned, const char *digest,
			       const char *platform);

/* True when the pinned digest itself is gone, not only something of its index. */
bool pinned_digest_is_missing(const struct pinned_digest *pinned);

size_t questions_count(const struct questions *questions);
struct question *questions_at(const struct questions *questions, size_t index);

/* Called as answers come in, for a progress line; data is passed through. */
typedef void resolve_progress(void *data, size_t answered, size_t asked);

/* Answers all of them. Failures stand in the questions; nothing is returned
 * for one registry that is down. progress may be NULL. */
void resolve_run(struct questions *questions, struct registry *registry, struct http *http,
		 resolve_progress *progress, void *data);

#endif
