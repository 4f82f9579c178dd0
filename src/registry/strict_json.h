/* strict_json.h - parses JSON of registries strictly.
 *
 * Refuses documents that parsers could read differently: duplicate keys, bytes after
 * the document. Errors never quote the document: it may be a token.
 */
#ifndef DIGESTBUMP_SRC_REGISTRY_STRICT_JSON_H
#define DIGESTBUMP_SRC_REGISTRY_STRICT_JSON_H

#include <digestbump/base/error.h>
#include <digestbump/base/text.h>
#include <jansson.h>

static inline void json_t_free(struct json_t *json)
{
	json_decref(json);
}
DEFINE_OWNED(json_t)

/* Parses the bytes as an object. ERROR_SYNTAX. ERROR_LIMIT: it would need more than
 * JSON_MEMORY_MOST bytes of memory, counted before it is built. */
struct error *json_object_of(struct json_t **out, struct slice bytes) MUST_CHECK;

/* The same without that limit, for a file that the operator chose. */
struct error *json_object_uncounted(struct json_t **out, struct slice bytes) MUST_CHECK;

/* A member that exists and is not null, else NULL. Borrowed. */
struct json_t *json_member(const struct json_t *object, const char *key);

/* A member that is a string, else NULL. Borrowed. */
const char *json_text(const struct json_t *object, const char *key);

/* ERROR_UNTRUSTED: a key differs from one of `names` (ends with NULL) only in case. A
 * parser that ignores case, as Go's does, would treat it as that name. */
struct error *json_refuse_lookalikes(struct json_t *object, const char *const *names) MUST_CHECK;

#endif
