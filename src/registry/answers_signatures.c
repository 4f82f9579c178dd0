#include "answers_signatures.h"
#include <digestbump/base/base64.h>
#include <digestbump/base/memory.h>
#include <digestbump/image/digest.h>
#include <digestbump/image/reference.h>
#include <digestbump/limits.h>
#include <string.h>

static const char *const places[] = {
	[SIGNATURE_TAG] = "tag",
	[SIGNATURE_ATTESTATION_TAG] = "attestation",
	[SIGNATURE_REFERRER] = "referrer",
};

/* ---- writing ---- */

static json_t *encoded(const struct text *bytes)
{
	OWNED(text) out = text_new(0);

	base64_encode(out, text_slice(bytes));
	return json_string(out->size ? out->bytes : "");
}

static json_t *raw_object(const struct raw_signature *raw)
{
	json_t *object = json_object();
	json_t *blobs = json_object();

	json_object_set_new(object, "where", json_string(places[raw->place]));
	json_object_set_new(object, "manifest", encoded(raw->manifest));
	for (size_t i = 0; i < raw->digests.count; i++)
		json_object_set_new(blobs, raw->digests.items[i], encoded(raw->blobs[i]));
	json_object_set_new(object, "blobs", blobs);
	return object;
}

/* `key` is "image@digest". */
static json_t *found_object(const char *key, const struct raw_signatures *found)
{
	json_t *object = json_object();
	json_t *list = json_array();
	const char *at = strchr(key, '@');

	json_object_set_new(object, "image", json_stringn(key, (size_t)(at - key)));
	json_object_set_new(object, "digest", json_string(at + 1));
	for (size_t i = 0; i < found->count; i++)
		json_array_append_new(list, raw_object(&found->items[i]));
	json_object_set_new(object, "found", list);
	return object;
}

json_t *answers_signatures_write(const struct answers *answers)
{
	json_t *array = json_array();
	OWNED(strings) keys = strings_new();

	for (size_t i = 0; i < map_count(answers->signatures); i++)
		strings_add(keys, map_key(answers->signatures, i));
	strings_sort(keys);
	for (size_t i = 0; i < keys->count; i++)
		json_array_append_new(array,
				      found_object(keys->items[i],
						   map_get(answers->signatures, keys->items[i])));
	return array;
}

/* ---- reading ---- */

static struct error *wrong(const char *what)
{
	return error_new(ERROR_SYNTAX, "signatures: %s", what);
}

static struct error *decode(struct text *out, const json_t *value, size_t most)
{
	const char *base64 = json_string_value(value);

	if (!base64 || strlen(base64) / 4 * 3 > most + 3 || !base64_decode(out, slice_of(base64)))
		return wrong("bytes that are no base64, or too many");
	return NULL;
}

static struct error *read_place(enum signature_place *out, const json_t *object)
{
	const char *text = json_text(object, "where");

	for (size_t i = 0; text && i < sizeof(places) / sizeof(*places); i++)
		if (strcmp(text, places[i]) == 0) {
			*out = (enum signature_place)i;
			return NULL;
		}
	return wrong("'where' is none of tag, attestation, referrer");
}

static struct error *read_blobs(struct raw_signature *raw, const json_t *object)
{
	json_t *blobs = json_object_get(object, "blobs");
	const char *digest;
	json_t *value;

	if (json_object_size(blobs) > SIGNATURE_LAYERS_MOST)
		return error_new(ERROR_LIMIT, "signatures: more than %d blobs",
				 SIGNATURE_LAYERS_MOST);
	json_object_foreach(blobs, digest, value)
	{
		OWNED(text) bytes = text_new(0);

		if (!digest_is_valid(digest))
			return wrong("a blob without a digest");
		TRY(decode(bytes, value, BUNDLE_BYTES_MOST));
		raw_signature_add_blob(raw, digest, bytes->size ? text_slice(bytes) : slice_of(""));
	}
	return NULL;
}

static struct error *read_found(struct raw_signatures *out, const json_t *list)
{
	size_t index;
	const json_t *object;

	if (!json_is_array(list))
		return wrong("'found' is no list");
	if (json_array_size(list) > REFERRERS_MOST)
		return error_new(ERROR_LIMIT, "signatures: more than %d of one image",
				 REFERRERS_MOST);
	json_array_foreach(list, index, object)
	{
		enum signature_place place = SIGNATURE_TAG;
		OWNED(text) manifest = text_new(0);

		TRY(read_place(&place, object));
		TRY(decode(manifest, json_object_get(object, "manifest"),
			   SIGNATURE_MANIFEST_BYTES_MOST));
		TRY(read_blobs(raw_signatures_add(out, place, text_slice(manifest)), object));
	}
	return NULL;
}

static struct error *read_one(struct answers *answers, const json_t *object)
{
	const char *image = json_text(object, "image");
	const char *digest = json_text(object, "digest");
	OWNED(reference) reference = NULL;
	struct raw_signatures found = { .count = 0 };

	if (!image || !digest || !digest_is_valid(digest))
		return wrong("an entry without image or digest");
	TRY(error_wrap(reference_parse(&reference, slice_of(image)), "signatures"));
	if (strcmp(reference->name, image) != 0)
		return wrong("an image whose name is not normalised");
	struct error *failed = read_found(&found, json_object_get(object, "found"));

	if (!failed)
		answers_keep_signatures(answers, image, digest, &found);
	raw_signatures_clear(&found);
	return failed;
}

struct error *answers_signatures_read(struct answers *answers, const json_t *document)
{
	const json_t *list = json_member(document, "signatures");
	size_t index;
	const json_t *object;

	if (!list)
		return NULL;
	if (!json_is_array(list))
		return wrong("no list");
	if (json_array_size(list) > ANSWERS_MOST)
		return error_new(ERROR_LIMIT, "signatures: more than %d", ANSWERS_MOST);
	json_array_foreach(list, index, object) TRY(read_one(answers, object));
	return NULL;
}
