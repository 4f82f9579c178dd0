/* strict_json.h - what registries say in JSON, read strictly.
 *
 * Refuses what two parsers could read differently: keys given twice, bytes
 * behind the document. Errors never quote the document: it may be a token.
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

/* Gives the object that the bytes are. ERROR_SYNTAX. ERROR_LIMIT: it would take more than
 * JSON_MEMORY_MOST of memory, counted before it is built. */
struct error *json_object_of(struct json_t **out, struct slice bytes) MUST_CHECK;

/* The same without that limit, for a file that the operator named. */
struct error *json_object_uncounted(struct json_t **out, struct slice bytes) MUST_CHECK;

/* A member that is there and not null, else NULL. Borrowed. */
struct json_t *json_member(const struct json_t *object, const char *key);

/* A member that is a string, else NULL. Borrowed. */
const char *json_text(const struct json_t *object, const char *key);

/* Refuses an object in which a key would pass for one of `names` (ends with
 * NULL) with a reader that ignores case, as Go's does. ERROR_UNTRUSTED. */
struct error *json_refuse_lookalikes(struct json_t *object, const char *const *names) MUST_CHECK;

#endif
