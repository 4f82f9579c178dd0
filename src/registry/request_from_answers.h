/* request_from_answers.h - answers requests from the set of answers. */
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
/* Records a manifest. */
void request_record_manifest(struct registry_request *request, const struct manifest *manifest);
/* Records an error, borrowed. */
void request_record_failure(struct registry_request *request, const struct error *error);

/* The same for the tags of a repository. True: *tags (borrowed) or *error (gives it)
 * is set, because the answer is known or no request is allowed. */
bool tags_from_answers(const struct strings **tags, struct error **error, struct registry *registry,
		       const char *host, const char *repository);

/* Adds the tags to the answers; when tags is NULL, the error (borrowed). */
void tags_record(struct registry *registry, const char *host, const char *repository,
		 const struct strings *tags, const struct error *error);

#endif
