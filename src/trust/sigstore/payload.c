#include "payload.h"
#include "encoding.h"
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <string.h>

#define SIGNATURE_TYPE "cosign container image signature"

static struct error *check_digest(const struct json_t *critical, const char *digest)
{
	const char *found =
	    json_string_at(json_object_at(critical, "image"), "docker-manifest-digest");

	if (!found)
		return error_new(ERROR_SYNTAX, "the payload names no image digest");
	if (strcmp(found, digest) != 0)
		return error_new(ERROR_UNTRUSTED, "the payload is for another image, %.80s", found);
	return NULL;
}

struct error *payload_verify(struct evidence *out, struct slice payload, const char *digest)
{
	OWNED(json_t) document = NULL;

	if (payload.size > SIGNATURE_PAYLOAD_BYTES_MOST)
		return error_new(ERROR_LIMIT, "a payload of more than %d bytes",
				 SIGNATURE_PAYLOAD_BYTES_MOST);
	TRY(json_parse_object(&document, "the payload", payload));
	const json_t *critical = json_object_at(document, "critical");
	const char *type = json_string_at(critical, "type");

	if (!type || strcmp(type, SIGNATURE_TYPE) != 0)
		return error_new(ERROR_UNSUPPORTED,
				 "the payload is a '%.80s', not a "
				 "'" SIGNATURE_TYPE "'",
				 type ? type : "");
	TRY(check_digest(critical, digest));
	out->reference =
	    must_copy(json_string_at(json_object_at(critical, "identity"), "docker-reference"));
	const char *key;
	json_t *value;

	json_object_foreach((json_t *)json_object_at(document, "optional"), key, value)
	{
		if (!json_is_string(value))
			continue;
		strings_add(&out->annotations, key);
		strings_add(&out->annotations, json_string_value(value));
	}
	return NULL;
}
