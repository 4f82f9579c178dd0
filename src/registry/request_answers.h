/* request_answers.h - errands and the set of answers: what is known is not asked. */
#ifndef DIGESTBUMP_SRC_REGISTRY_REQUEST_ANSWERS_H
#define DIGESTBUMP_SRC_REGISTRY_REQUEST_ANSWERS_H

#include "request.h"

/* True when the errand was answered (and ended) from the client's answers, or
 * nobody else may be asked. */
bool recall(struct errand *errand);

/* Keeps what an errand learnt; nothing without a set of answers. */
void remember_head(struct errand *errand, const struct registry_head *head);
void remember_manifest(struct errand *errand, const struct manifest *manifest);
void remember_failure(struct errand *errand, const struct error *error);

/* The same for the tags of a repository. Sets *tags or *error (gives it) when they
 * are known, or nobody else may be asked; true then. */
bool recall_tags(const struct strings **tags, struct error **error, struct registry *registry,
		 const char *host, const char *repository);

/* tags NULL: error, borrowed, says why. */
void remember_tags(struct registry *registry, const char *host, const char *repository,
		   const struct strings *tags, const struct error *error);

#endif
