/* encoding.h - RFC 3339 and protobuf's JSON, read strictly.
 *
 * One spelling each, as sigstore's client specification (section 5) asks for:
 * what two readers could take differently is refused.
 */
#ifndef DIGESTBUMP_SRC_TRUST_SIGSTORE_ENCODING_H
#define DIGESTBUMP_SRC_TRUST_SIGSTORE_ENCODING_H

#include <digestbump/base/base64.h>
#include <digestbump/base/error.h>
#include <digestbump/base/text.h>
#include <jansson.h>
#include <stdint.h>

static inline void json_t_free(struct json_t *json)
{
	json_decref(json);
}
DEFINE_OWNED(json_t)

/* Seconds since 1970 of an RFC 3339 time ("2026-01-02T03:04:05.678Z", or with an
 * offset), rounded down; *has_fraction says whether something was cut off. False: it
 * is none. */
bool rfc3339_parse(int64_t *seconds, bool *has_fraction, struct slice text);

/* Gives the object that the bytes are; no key is given twice. `what` is for
 * errors: "the bundle". ERROR_SYNTAX. */
struct error *json_parse_object(struct json_t **out, const char *what, struct slice bytes)
    MUST_CHECK;

/* Members of an object; NULL when there is none of that type, or it is null.
 * Borrowed. */
const struct json_t *json_object_at(const struct json_t *object, const char *key);
const struct json_t *json_array_at(const struct json_t *object, const char *key); /* an array */
const char *json_string_at(const struct json_t *object, const char *key);         /* a string */

/* The member, whatever it is; NULL when it is missing or null. */
const struct json_t *json_any_at(const struct json_t *object, const char *key);

/* A 64-bit number, as a string or as a number; a missing one is 0, as protobuf
 * has it. ERROR_SYNTAX: negative, or no number. */
struct error *json_int64_at(int64_t *out, const struct json_t *object, const char *key) MUST_CHECK;

/* Adds the bytes of a base64 member. ERROR_SYNTAX: no base64, missing or empty. */
struct error *json_bytes_at(struct text *out, const struct json_t *object, const char *key)
    MUST_CHECK;

#endif
