/* answers_signatures.h - reads and writes the signatures of an answers file. */
#ifndef DIGESTBUMP_SRC_REGISTRY_ANSWERS_SIGNATURES_H
#define DIGESTBUMP_SRC_REGISTRY_ANSWERS_SIGNATURES_H

#include "answer_set.h"
#include "strict_json.h"

/* Gives the member "signatures". */
struct json_t *answers_signatures_write(const struct answers *answers) MUST_CHECK;

/* Adds what the member "signatures" of the document holds; it may be missing. ERROR_SYNTAX,
 * ERROR_LIMIT. */
struct error *answers_signatures_read(struct answers *answers, const struct json_t *document)
    MUST_CHECK;

#endif
