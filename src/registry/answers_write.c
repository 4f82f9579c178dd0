#include "answer_set.h"
#include "answers_signatures.h"
#include "strict_json.h"
#include <digestbump/base/memory.h>
#include <string.h>

/* The member of the document that each kind stands in. */
static const char *const lists[RECORDED_KINDS] = {
	[RECORDED_TAG] = "tags",           [RECORDED_MANIFEST] = "manifests",
	[RECORDED_PLATFORM] = "platforms", [RECORDED_PRESENT] = "present",
	[RECORDED_LIST] = "lists",
};

static void set(json_t *object, const char *key, const char *text)
{
	json_object_set_new(object, key, text ? json_string(text) : json_null());
}

static void set_platform(json_t *object, const struct manifest_entry *entry)
{
	OWNED_STRING text = *entry->platform.os ? platform_text(&entry->platform) : NULL;

	set(object, "platform", text);
	set(object, "os_version", entry->os_version);
}

static void set_size(json_t *object, const char *key, long long size)
{
	json_object_set_new(object, key, size < 0 ? json_null() : json_integer((json_int_t)size));
}

static json_t *entry_list(const struct manifest *manifest)
{
	json_t *array = json_array();

	for (size_t i = 0; i < manifest->count; i++) {
		const struct manifest_entry *entry = &manifest->entries[i];
		json_t *object = json_object();

		set(object, "digest", entry->digest);
		set_platform(object, entry);
		json_object_set_new(object, "index", json_boolean(entry->is_index));
		set_size(object, "size", entry->size);
		json_array_append_new(array, object);
	}
	return array;
}

static void set_manifest(json_t *object, const struct manifest *manifest)
{
	set(object, "media_type", manifest->media_type);
	set_size(object, "size", manifest->size);
	json_object_set_new(object, "images",
			    manifest->is_index ? entry_list(manifest) : json_null());
	set(object, "config", manifest->config_digest);
	json_object_set_new(object, "config_size",
			    manifest->config_digest
				? json_integer((json_int_t)manifest->config_size)
				: json_null());
}

/* Gives the platforms of a tag, null where nobody looked at its digest. */
static json_t *platform_list(const struct answers *answers, const struct recorded_answer *tag)
{
	const struct recorded_question question = { RECORDED_MANIFEST, tag->endpoint, tag->host,
						    tag->repository, tag->digest };
	const struct recorded_answer *record =
	    tag->digest ? answers_find(answers, &question) : NULL;

	if (!record || !record->manifest || !record->manifest->is_index)
		return json_null();
	json_t *array = json_array();

	for (size_t i = 0; i < record->manifest->count; i++) {
		const struct platform *platform = &record->manifest->entries[i].platform;
		OWNED_STRING text = *platform->os ? platform_text(platform) : NULL;

		if (text)
			json_array_append_new(array, json_string(text));
	}
	return array;
}

static json_t *error_object(const struct error *error)
{
	if (!error)
		return json_null();
	json_t *object = json_object();

	set(object, "code", error_code(error_kind(error)));
	set(object, "reason", error_text(error));
	return object;
}

static json_t *tag_list(const struct strings *tags)
{
	json_t *array = json_array();

	for (size_t i = 0; tags && i < tags->count; i++)
		json_array_append_new(array, json_string(tags->items[i]));
	return array;
}

static json_t *fact_object(const struct answers *answers, const struct recorded_answer *record)
{
	json_t *object = json_object();
	OWNED_STRING image = must_format("%s/%s", record->host, record->repository);

	set(object, "image", image);
	if (record->kind != RECORDED_LIST)
		set(object, record->kind == RECORDED_TAG ? "tag" : "digest", record->tag_or_digest);
	if (record->kind == RECORDED_TAG) {
		set(object, "digest", record->digest);
		set(object, "media_type", record->media_type);
		json_object_set_new(object, "platforms", platform_list(answers, record));
	}
	if (record->kind == RECORDED_MANIFEST && record->manifest)
		set_manifest(object, record->manifest);
	if (record->kind == RECORDED_PLATFORM && record->manifest)
		set_platform(object, &record->manifest->entries[0]);
	if (record->kind == RECORDED_LIST)
		json_object_set_new(object, "tags", tag_list(record->tags));
	json_object_set_new(object, "asked", json_integer((json_int_t)record->asked));
	set(object, "endpoint", record->endpoint);
	json_object_set_new(object, "error", error_object(record->error));
	return object;
}

/* ---- the document ---- */

struct keyed {
	const char *key;
	const struct recorded_answer *record;
};

static int compare(const void *a, const void *b)
{
	const struct keyed *one = a;
	const struct keyed *other = b;

	return strcmp(one->key, other->key);
}

/* Gives the facts by their keys: answers come in any order. */
static struct keyed *sorted(const struct answers *answers)
{
	size_t count = map_count(answers->records);
	struct keyed *items = must_alloc(count * sizeof(*items));

	for (size_t i = 0; i < count; i++)
		items[i] =
		    (struct keyed){ map_key(answers->records, i), map_value(answers->records, i) };
	if (count)
		qsort(items, count, sizeof(*items), compare);
	return items;
}

static int add_bytes(const char *bytes, size_t size, void *out)
{
	text_add(out, bytes, size);
	return 0;
}

void answers_write(struct text *out, const struct answers *answers)
{
	json_t *document = json_object();
	struct keyed *items = sorted(answers);

	json_object_set_new(document, "schema", json_string("digestbump/answers/1"));
	for (size_t kind = 0; kind < RECORDED_KINDS; kind++)
		json_object_set_new(document, lists[kind], json_array());
	for (size_t i = 0; i < map_count(answers->records); i++)
		json_array_append_new(json_object_get(document, lists[items[i].record->kind]),
				      fact_object(answers, items[i].record));
	free(items);
	json_object_set_new(document, "signatures", answers_signatures_write(answers));
	json_dump_callback(document, add_bytes, out, JSON_INDENT(1));
	text_add_string(out, "\n");
	json_decref(document);
}
