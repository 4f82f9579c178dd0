/* answer_set.h - the internals of a set of answers (answers.h). */
#ifndef DIGESTBUMP_SRC_REGISTRY_ANSWER_SET_H
#define DIGESTBUMP_SRC_REGISTRY_ANSWER_SET_H

#include <digestbump/base/map.h>
#include <digestbump/base/strings.h>
#include <digestbump/registry/answers.h>
#include <digestbump/registry/manifest.h>

enum recorded_answer_kind {
	RECORDED_TAG,      /* the digest that a tag has */
	RECORDED_MANIFEST, /* the manifest of a digest */
	RECORDED_PLATFORM, /* the platform of an image's configuration */
	RECORDED_PRESENT,  /* a digest exists */
	RECORDED_LIST,     /* the tags of a repository */
	RECORDED_KINDS,
};

/* The key of an answer. */
struct recorded_question {
	enum recorded_answer_kind kind;
	const char *endpoint; /* see answers.h; NULL: the host's own, or the operator's */
	const char *host;
	const char *repository;
	const char *tag_or_digest; /* a tag, or a digest; "" of a list */
};

struct recorded_answer {
	enum recorded_answer_kind kind;
	char *endpoint;
	char *host;
	char *repository;
	char *tag_or_digest;
	int64_t asked;

	char *digest; /* RECORDED_TAG */
	char *media_type;
	struct manifest *manifest; /* RECORDED_MANIFEST; RECORDED_PLATFORM: with one entry */
	struct strings *tags;      /* RECORDED_LIST */
	struct error *error;       /* instead of all that */
};

struct answers {
	int64_t now;
	struct map *signatures; /* raw_signatures, by "image@digest" */
	struct map *records;    /* by subject */
};

/* Gives an empty answer with the time `asked`, seconds since 1970. */
struct recorded_answer *recorded_answer_new(const struct recorded_question *question, int64_t asked)
    MUST_CHECK;
void recorded_answer_free(struct recorded_answer *record); /* NULL is fine */
DEFINE_OWNED(recorded_answer)

/* Takes record; replaces an answer with the same key. */
void answers_record(struct answers *answers, struct recorded_answer *record);

/* The answer, or NULL. Borrowed until the next answers_record(). */
const struct recorded_answer *answers_find(const struct answers *answers,
					   const struct recorded_question *question);

#endif
