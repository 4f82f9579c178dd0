/* request_from_answers.h - requests and the set of answers: what is known is not asked. */
#ifndef DIGESTBUMP_SRC_REGISTRY_REQUEST_FROM_ANSWERS_H
#define DIGESTBUMP_SRC_REGISTRY_REQUEST_FROM_ANSWERS_H

#include "answer_set.h"
#include "request_state.h"

/* The recorded answer of a request; NULL: there is none that may be used. Borrowed from the
 * registry's answers. */
const struct recorded_answer *request_find_answer(const struct registry_request *request);

/* True when a request that has no recorded answer must not be sent. */
bool request_needs_answer(const struct registry_request *request);

/* The size of the manifest that a request is about, when it was recorded; else -1. */
long long request_recorded_size(const struct registry_request *request);

/* Keeps what a request learnt; nothing without a set of answers. */
void request_record_head(struct registry_request *request, const struct registry_head *head);
void request_record_manifest(struct registry_request *request, const struct manifest *manifest);
void request_record_failure(struct registry_request *request, const struct error *error);

/* The same for the tags of a repository. Sets *tags or *error (gives it) when they
 * are known, or nobody else may be asked; true then. */
bool tags_from_answers(const struct strings **tags, struct error **error, struct registry *registry,
		       const char *host, const char *repository);

/* tags NULL: error, borrowed, says why. */
void tags_record(struct registry *registry, const char *host, const char *repository,
		 const struct strings *tags, const struct error *error);

#endif
