#include "answer_set.h"
#include <digestbump/base/memory.h>
#include <digestbump/image/digest.h>
#include <string.h>

struct raw_signature *raw_signatures_add(struct raw_signatures *list, enum signature_place place,
					 struct slice manifest)
{
	list->items = must_grow(list->items, list->count, sizeof(*list->items));
	struct raw_signature *raw = &list->items[list->count++];

	*raw = (struct raw_signature){ .place = place, .manifest = text_new(0) };
	text_add(raw->manifest, manifest.at, manifest.size);
	return raw;
}

void raw_signature_add_blob(struct raw_signature *raw, const char *digest, struct slice bytes)
{
	raw->blobs = must_grow(raw->blobs, raw->digests.count, sizeof(struct text *));
	raw->blobs[raw->digests.count] = text_new(0);
	text_add(raw->blobs[raw->digests.count], bytes.at, bytes.size);
	strings_add(&raw->digests, digest);
}

const struct text *raw_signature_blob(const struct raw_signature *raw, const char *digest)
{
	for (size_t i = 0; i < raw->digests.count; i++) {
		if (strcmp(raw->digests.items[i], digest) != 0)
			continue;
		OWNED(error) other = digest_verify(digest, text_slice(raw->blobs[i]));

		return other ? NULL : raw->blobs[i];
	}
	return NULL;
}

static void raw_signature_clear(struct raw_signature *raw)
{
	text_free(raw->manifest);
	for (size_t i = 0; i < raw->digests.count; i++)
		text_free(raw->blobs[i]);
	free(raw->blobs);
	strings_clear(&raw->digests);
}

void raw_signatures_clear(struct raw_signatures *list)
{
	for (size_t i = 0; i < list->count; i++)
		raw_signature_clear(&list->items[i]);
	free(list->items);
	*list = (struct raw_signatures){ .count = 0 };
}

/* ---- among the answers ---- */

static char *key_of(const char *image, const char *digest)
{
	return must_format("%s@%s", image, digest);
}

const struct raw_signatures *answers_signatures(const struct answers *answers, const char *image,
						const char *digest)
{
	OWNED_STRING key = key_of(image, digest);

	return map_get(answers->signatures, key);
}

void answers_keep_signatures(struct answers *answers, const char *image, const char *digest,
			     const struct raw_signatures *found)
{
	OWNED_STRING key = key_of(image, digest);

	if (map_get(answers->signatures, key))
		return;
	struct raw_signatures *list = must_alloc(sizeof(*list));

	for (size_t i = 0; i < found->count; i++) {
		const struct raw_signature *from = &found->items[i];
		struct raw_signature *raw =
		    raw_signatures_add(list, from->place, text_slice(from->manifest));

		for (size_t k = 0; k < from->digests.count; k++)
			raw_signature_add_blob(raw, from->digests.items[k],
					       text_slice(from->blobs[k]));
	}
	map_set(answers->signatures, key, list);
}
