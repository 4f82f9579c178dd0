/* answer_set.h - the inside of a set of answers (answers.h). */
#ifndef DIGESTBUMP_SRC_REGISTRY_ANSWER_SET_H
#define DIGESTBUMP_SRC_REGISTRY_ANSWER_SET_H

#include <digestbump/base/map.h>
#include <digestbump/base/strings.h>
#include <digestbump/registry/answers.h>
#include <digestbump/registry/manifest.h>

enum fact_kind {
	FACT_TAG,      /* the digest that a tag has */
	FACT_MANIFEST, /* what is behind a digest */
	FACT_PLATFORM, /* what an image's configuration says */
	FACT_PRESENT,  /* a digest is there */
	FACT_LIST,     /* the tags of a repository */
	FACT_KINDS,
};

/* What a fact is about. */
struct subject {
	enum fact_kind kind;
	const char *endpoint; /* see answers.h; NULL: the host's own, or the operator's */
	const char *host;
	const char *repository;
	const char *what; /* a tag, or a digest; "" of a list */
};

struct fact {
	enum fact_kind kind;
	char *endpoint;
	char *host;
	char *repository;
	char *what;
	int64_t asked;

	char *digest; /* FACT_TAG */
	char *media_type;
	struct manifest *manifest; /* FACT_MANIFEST; FACT_PLATFORM: with one entry */
	struct strings *tags;      /* FACT_LIST */
	struct error *error;       /* instead of all that */
};

struct answers {
	int64_t now;
	struct map *facts; /* by subject */
};

/* Gives a fact without content, asked at `asked`. */
struct fact *fact_new(const struct subject *subject, int64_t asked) MUST_CHECK;
void fact_free(struct fact *fact); /* NULL is fine */
DEFINE_OWNED(fact)

/* Takes fact, in place of what stood there about the same. */
void answers_put(struct answers *answers, struct fact *fact);

/* The fact, or NULL. Borrowed until the next one is put. */
const struct fact *answers_find(const struct answers *answers, const struct subject *subject);

#endif
