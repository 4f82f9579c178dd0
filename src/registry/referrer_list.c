#include "referrer_list.h"
#include "descriptor.h"
#include "strict_json.h"
#include <digestbump/base/memory.h>
#include <digestbump/image/digest.h>
#include <digestbump/limits.h>
#include <string.h>

/* What decides which manifests are looked at, for readers that ignore case. */
static const char *const known_keys[] = {
	"schemaVersion", "mediaType", "manifests", "subject",     "digest", "size",
	"artifactType",  "config",    "platform",  "annotations", NULL,
};

static void referrer_clear(struct referrer *referrer)
{
	free(referrer->digest);
	free(referrer->media_type);
	free(referrer->artifact_type);
}

void referrers_clear(struct referrers *referrers)
{
	for (size_t i = 0; i < referrers->count; i++)
		referrer_clear(&referrers->items[i]);
	free(referrers->items);
	*referrers = (struct referrers){ 0 };
}

static bool has(const struct referrers *referrers, const char *digest)
{
	for (size_t i = 0; i < referrers->count; i++)
		if (strcmp(referrers->items[i].digest, digest) == 0)
			return true;
	return false;
}

/* Takes what is in referrer. Two pages may tell of one. */
static struct error *add(struct referrers *referrers, struct referrer *referrer)
{
	if (has(referrers, referrer->digest)) {
		referrer_clear(referrer);
		return NULL;
	}
	if (referrers->count == REFERRERS_MOST) {
		referrer_clear(referrer);
		return error_new(ERROR_LIMIT, "more than %d referrers", REFERRERS_MOST);
	}
	referrers->items = must_grow(referrers->items, referrers->count, sizeof(*referrers->items));
	referrers->items[referrers->count++] = *referrer;
	return NULL;
}

static struct error *add_entry(struct referrers *referrers, struct json_t *entry,
			       const char *artifact_type)
{
	const char *type = json_text(entry, "mediaType");
	const char *artifact = json_text(entry, "artifactType");
	OWNED_STRING digest = NULL;
	long long size = 0;

	if (!json_is_object(entry) || !type)
		return error_new(ERROR_SYNTAX, "an entry without a mediaType");
	TRY(json_refuse_lookalikes(entry, known_keys));
	struct error *error = descriptor_read(&digest, &size, entry);

	if (error && error_kind(error) == ERROR_UNSUPPORTED) {
		error_free(error);
		return NULL;
	}
	if (error || (artifact_type && (!artifact || strcmp(artifact, artifact_type) != 0)))
		return error;
	struct referrer referrer = { .digest = pass_on(&digest),
				     .media_type = must_copy(type),
				     .artifact_type = must_copy(artifact),
				     .size = size };

	return add(referrers, &referrer);
}

struct error *referrers_add(struct referrers *referrers, struct slice page,
			    const char *artifact_type)
{
	OWNED(json_t) document = NULL;

	TRY(json_object_of(&document, page));
	TRY(json_refuse_lookalikes(document, known_keys));
	const char *type = json_text(document, "mediaType");
	const json_t *entries = json_member(document, "manifests");

	if (type && !media_type_is_index(type))
		return error_new(ERROR_SYNTAX, "media type '%.100s' is not an index", type);
	if (json_integer_value(json_member(document, "schemaVersion")) != 2 ||
	    !json_is_array(entries))
		return error_new(ERROR_SYNTAX, "no index");
	for (size_t i = 0; i < json_array_size(entries); i++)
		TRY(add_entry(referrers, json_array_get(entries, i), artifact_type));
	return NULL;
}

/* distribution specification, "Referrers Tag Schema": algorithm and hex, cut to
 * 32 and 64 letters, so that of sha512 only half is there. */
char *referrers_tag(const char *digest)
{
	return must_format("%.*s-%.64s", (int)strcspn(digest, ":"), digest, digest_hex(digest));
}

struct error *referrer_check_subject(struct slice manifest, const char *subject)
{
	OWNED(json_t) document = NULL;
	OWNED_STRING digest = NULL;
	long long size = 0;

	TRY(json_object_of(&document, manifest));
	TRY(json_refuse_lookalikes(document, known_keys));
	const json_t *named = json_member(document, "subject");

	if (!json_is_object(named))
		return error_new(ERROR_UNTRUSTED, "has no subject, expected %s", subject);
	TRY(descriptor_read(&digest, &size, named));
	if (strcmp(digest, subject) != 0)
		return error_new(ERROR_UNTRUSTED, "has the subject %s, expected %s", digest,
				 subject);
	return NULL;
}
