#include "manifest_verification.h"
#include "strict_json.h"
#include <digestbump/base/memory.h>
#include <digestbump/image/digest.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

static bool is_ours(const char *digest)
{
	return strncmp(digest, "sha256:", 7) == 0 || strncmp(digest, "sha512:", 7) == 0;
}

/* Gives the Docker-Content-Digest; NULL when there is none. */
static struct error *said_digest(char **out, const struct http_response *response)
{
	OWNED_STRING said = http_header(response, "docker-content-digest", 0);
	OWNED_STRING again = http_header(response, "docker-content-digest", 1);

	if (said && again && strcmp(said, again) != 0)
		return error_new(ERROR_UNTRUSTED,
				 "two Docker-Content-Digest headers, '%.150s' and '%.150s'", said,
				 again);
	/* An empty header says as much as none. */
	if (said && !*said)
		return NULL;
	if (said && !digest_is_valid(said))
		return error_new(is_ours(said) || !strchr(said, ':') ? ERROR_UNTRUSTED
								     : ERROR_UNSUPPORTED,
				 "Docker-Content-Digest is '%.150s'", said);
	*out = pass_on(&said);
	return NULL;
}

struct error *manifest_response_head(char **digest, char **media_type, const char *tag_or_digest,
				     const struct http_response *response)
{
	OWNED_STRING said = NULL;
	OWNED_STRING type = http_header(response, "content-type", 0);

	TRY(said_digest(&said, response));
	if (media_type_is_legacy(type))
		return error_new(ERROR_UNSUPPORTED, "legacy manifest (schema 1): push the image "
						    "again with a current client");
	if (said && digest_is_valid(tag_or_digest) && digest_same_algorithm(said, tag_or_digest) &&
	    strcmp(said, tag_or_digest) != 0)
		return error_new(ERROR_UNTRUSTED, "Docker-Content-Digest is '%s'", said);
	*digest = pass_on(&said);
	*media_type = media_type_essence(type);
	return NULL;
}

long long manifest_response_size(const struct http_response *response)
{
	OWNED_STRING said = http_header(response, "content-length", 0);
	char *end = NULL;

	if (!said || *said < '0' || *said > '9')
		return -1;
	errno = 0;
	long long size = strtoll(said, &end, 10);

	return errno || *end ? -1 : size;
}

struct error *manifest_response_digest(char **digest, const char *tag_or_digest,
				       const struct http_response *response)
{
	OWNED_STRING said = NULL;

	if (digest_is_valid(tag_or_digest)) {
		TRY(digest_verify(tag_or_digest, response->body));
		*digest = must_copy(tag_or_digest);
		return NULL;
	}
	TRY(said_digest(&said, response));
	if (said)
		TRY(error_wrap(digest_verify(said, response->body), "the Docker-Content-Digest"));
	return digest_of(digest, "sha256:", response->body);
}

/* What decides the platform, for readers that ignore case. */
static const char *const platform_keys[] = { "os", "architecture", "variant", "os.version", NULL };

struct error *platform_from_config(struct manifest **out, const char *digest, struct slice config)
{
	OWNED(json_t) json = NULL;
	OWNED(manifest) manifest = must_alloc(sizeof(*manifest));

	TRY(json_object_of(&json, config));
	TRY(json_refuse_lookalikes(json, platform_keys));
	manifest->entries = must_alloc(sizeof(*manifest->entries));
	manifest->count = 1;
	manifest->digest = must_copy(digest);
	manifest->entries[0].digest = must_copy(digest);
	const char *version = json_text(json, "os.version");

	manifest->entries[0].os_version = version && *version ? must_copy(version) : NULL;
	if (!platform_set(&manifest->entries[0].platform, json_text(json, "os"),
			  json_text(json, "architecture"), json_text(json, "variant")))
		return error_new(ERROR_SYNTAX, "the image configuration has no platform");
	*out = pass_on(&manifest);
	return NULL;
}
