/* resolve.h - ask each distinct question once, all at the same time.
 *
 * Second stage. Uses the network through registry.h only. HEAD
 * first: when the tag still has the digest that is pinned everywhere, nothing
 * more is needed. When it moved, the new manifest is fetched by that digest and
 * verified, and the old one is inspected so that its kind is kept: an index
 * stays an index, one platform's manifest is replaced by that platform's new one, which
 * is also fetched by its digest, hashed, and compared with its descriptor.
 *
 * A pinned digest may be gone. Once all tags are answered, one HEAD is sent for each
 * digest whose state is not known by then: the pinned ones, and the children of
 * their indexes where a rule asks for it. Only "not found" makes a digest gone; a
 * refusal, a rate limit or a server error does not. When a tag has moved since the previous run
 * and its old manifest is cached, nothing more is sent: the next run detects what is gone. Where a
 * rule asks for the children, those of a new index must exist as well before it is used.
 */
#ifndef DIGESTBUMP_RESOLVE_RESOLVE_H
#define DIGESTBUMP_RESOLVE_RESOLVE_H

#include <digestbump/base/error.h>
#include <digestbump/base/strings.h>
#include <digestbump/image/platform.h>
#include <digestbump/registry/registry.h>
#include <stdbool.h>

/* A manifest that a pin needs and that its registry no longer has. */
struct missing_manifest {
	char *digest;   /* the pinned one, or one that its index names */
	char *platform; /* of a child: "linux/arm64"; NULL: the pinned digest itself, or a
			 * child whose platform its index does not say */
};

/* One pinned digest of a question, and its replacement. */
struct pinned_digest {
	char *digest;   /* as pinned */
	char *platform; /* as named by the pin or a rule; NULL: none */

	char *to;             /* the digest to write; equal to `digest`: nothing moved */
	bool is_entry;        /* what is pinned, or its replacement, is one entry of the tag's
				 index, not the index itself */
	char *entry_platform; /* "linux/amd64"; NULL: the index does not say, or not an entry */
	/* Of an index that is to be replaced by another one, in the index's order: platforms whose
	 * images are byte for byte the same, those whose are not, and those that are new. */
	struct strings same_platforms;
	struct strings changed_platforms;
	struct strings added_platforms;
	struct strings lost_platforms; /* platforms that the old digest had and the new one lacks */
	bool old_platforms_unknown;    /* the old digest could not be inspected: `to` is the tag's,
					  unchecked */

	bool wants_index;                 /* a rule replaces an entry by the tag's index */
	enum liveness liveness;           /* what to check */
	struct missing_manifest *missing; /* what is gone */
	size_t missing_count;

	struct error *entry_error;    /* why `to`, an entry, must not be used: it does not exist,
					 or is not what the index says; NULL: no problem */
	struct error *children_error; /* why `to`, an index, must not be used where its children
					 are checked; NULL: not checked, or no problem */

	struct error *error; /* why there is no `to`; NULL when there is, or no tag */
};

/* One distinct (host, repository, tag) and its answer. */
struct question {
	char *host;
	char *repository;
	char *tag;   /* NULL: no tag; asks only whether the pinned digests still exist */
	bool verify; /* fetch even when nothing moved: `resolve` without a digest */

	struct pinned_digest **pinned; /* distinct pinned digests */
	size_t pinned_count;

	char *digest;             /* of the tag now; NULL: see error */
	char *media_type;         /* NULL: the registry did not say, and it was not fetched */
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

/* Records, once, that a manifest is gone; platform as in struct missing_manifest. */
void pinned_digest_add_missing(struct pinned_digest *pinned, const char *digest,
			       const char *platform);

/* True when the pinned digest itself is gone, not only a child of its index. */
bool pinned_digest_is_missing(const struct pinned_digest *pinned);

size_t questions_count(const struct questions *questions); /* number of questions */
/* Borrowed from the set. */
struct question *questions_at(const struct questions *questions, size_t index);

/* Called as answers come in, for a progress line; data is passed through. */
typedef void resolve_progress(void *data, size_t answered, size_t asked);

/* Answers all questions. Failures are stored in the questions; a registry that is
 * down is not an error of the call. progress may be NULL. */
void resolve_run(struct questions *questions, struct registry *registry, struct http *http,
		 resolve_progress *progress, void *data);

#endif
