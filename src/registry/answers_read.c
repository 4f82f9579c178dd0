#include "answer_set.h"
#include "answers_signatures.h"
#include "strict_json.h"
#include <assert.h>
#include <digestbump/base/memory.h>
#include <digestbump/image/digest.h>
#include <digestbump/image/reference.h>
#include <digestbump/limits.h>
#include <string.h>

/* A fact that is being read. */
struct reading {
	const json_t *object;
	const char *list; /* for complaints */
	size_t index;
};

static struct error *wrong(const struct reading *reading, const char *key, const char *wanted)
{
	return error_new(ERROR_SYNTAX, "'%s' of entry %zu of '%s' is not %s", key, reading->index,
			 reading->list, wanted);
}

/* Borrows a text, NULL for null and for none. */
static struct error *optional(const char **out, const struct reading *reading, const char *key)
{
	const json_t *value = json_member(reading->object, key);
	const char *text = json_string_value(value);

	if (value && (!text || !*text || strlen(text) > ANSWER_TEXT_BYTES_MOST ||
		      strlen(text) != json_string_length(value)))
		return wrong(reading, key, "a short text");
	*out = text;
	return NULL;
}

static struct error *optional_digest(const char **out, const struct reading *reading,
				     const char *key)
{
	const char *text = NULL;

	TRY(optional(&text, reading, key));
	if (text && !digest_is_valid(text))
		return wrong(reading, key, "a digest");
	*out = text;
	return NULL;
}

/* ---- what a fact is about ---- */

/* Of a list of tags: the repository alone. */
static struct error *read_repository(struct reference **out, const struct reading *reading)
{
	const char *image = NULL;
	OWNED(reference) reference = NULL;

	TRY(optional(&image, reading, "image"));
	if (!image)
		return wrong(reading, "image", "there");
	TRY(error_wrap(reference_parse(&reference, slice_of(image)), "entry %zu of '%s'",
		       reading->index, reading->list));
	if (reference->tag || reference->digest || strcmp(reference->name, image) != 0)
		return wrong(reading, "image", "a whole name, HOST/REPOSITORY");
	*out = pass_on(&reference);
	return NULL;
}

/* The same grammar as a pin's: what is asked for later is normalised, too. */
static struct error *read_reference(struct reference **out, const struct reading *reading,
				    enum recorded_answer_kind kind)
{
	const char *key = kind == RECORDED_TAG ? "tag" : "digest";
	const char *image = NULL;
	const char *tag_or_digest = NULL;

	TRY(optional(&image, reading, "image"));
	TRY(optional(&tag_or_digest, reading, key));
	if (!image || !tag_or_digest)
		return wrong(reading, image ? key : "image", "there");
	OWNED_STRING whole =
	    must_format("%s%s%s", image, kind == RECORDED_TAG ? ":" : "@", tag_or_digest);
	OWNED(reference) reference = NULL;

	struct error *error = reference_parse(&reference, slice_of(whole));

	if (error)
		return error_wrap(error, "entry %zu of '%s'", reading->index, reading->list);
	const char *parsed = kind == RECORDED_TAG ? reference->tag : reference->digest;

	if (strcmp(reference->name, image) != 0 || !parsed || strcmp(parsed, tag_or_digest) != 0)
		return wrong(reading, "image", "a whole name, HOST/REPOSITORY");
	*out = pass_on(&reference);
	return NULL;
}

static struct error *read_fact(struct recorded_answer **out, const struct reading *reading,
			       enum recorded_answer_kind kind)
{
	const json_t *asked = json_member(reading->object, "asked");
	OWNED(reference) reference = NULL;
	const char *endpoint = NULL;

	TRY(kind == RECORDED_LIST ? read_repository(&reference, reading)
				  : read_reference(&reference, reading, kind));
	assert(reference);
	TRY(optional(&endpoint, reading, "endpoint"));
	if (!json_is_integer(asked) || json_integer_value(asked) < 0)
		return wrong(reading, "asked", "a number of seconds");
	const char *tag_or_digest = kind == RECORDED_TAG ? reference->tag : reference->digest;
	const struct recorded_question question = { kind, endpoint, reference->host,
						    reference->repository,
						    tag_or_digest ? tag_or_digest : "" };

	*out = recorded_answer_new(&question, json_integer_value(asked));
	return NULL;
}

/* ---- failures ---- */

static bool find_kind(enum error_kind *out, const char *code)
{
	for (enum error_kind kind = ERROR_USAGE; kind <= ERROR_STOPPED; kind++)
		if (code && strcmp(error_code(kind), code) == 0) {
			*out = kind;
			return true;
		}
	return false;
}

/* Sets fact->error when there is one. */
static struct error *read_error(struct recorded_answer *record, const struct reading *reading)
{
	const json_t *object = json_member(reading->object, "error");
	enum error_kind kind = ERROR_USAGE;

	if (!object)
		return NULL;
	const char *reason = json_text(object, "reason");

	if (!find_kind(&kind, json_text(object, "code")) || !reason)
		return wrong(reading, "error", "a code and a reason");
	record->error = error_new(kind, "%.*s", ANSWER_TEXT_BYTES_MOST, reason);
	return NULL;
}

/* ---- what a fact says ---- */

static struct error *read_platform(struct manifest_entry *entry, const struct reading *reading)
{
	const char *platform = NULL;
	const char *version = NULL;

	TRY(optional(&platform, reading, "platform"));
	TRY(optional(&version, reading, "os_version"));
	if (platform)
		TRY(error_wrap(platform_parse(&entry->platform, platform), "entry %zu of '%s'",
			       reading->index, reading->list));
	entry->os_version = must_copy(version);
	return NULL;
}

/* Sets *out to -1 where the file, an older one, does not say. */
static struct error *read_size(long long *out, const struct reading *reading)
{
	const json_t *size = json_member(reading->object, "size");

	if (size && (!json_is_integer(size) || json_integer_value(size) < 0))
		return wrong(reading, "size", "a number of bytes");
	*out = size ? json_integer_value(size) : -1;
	return NULL;
}

static struct error *add_entry(struct manifest *manifest, const struct reading *reading)
{
	const char *digest = NULL;

	TRY(optional_digest(&digest, reading, "digest"));
	if (!digest)
		return wrong(reading, "digest", "there");
	manifest->entries =
	    must_grow(manifest->entries, manifest->count, sizeof(*manifest->entries));
	struct manifest_entry *entry = &manifest->entries[manifest->count++];

	*entry = (struct manifest_entry){
		.digest = must_copy(digest),
		.is_index = json_is_true(json_member(reading->object, "index")),
	};
	TRY(read_size(&entry->size, reading));
	return read_platform(entry, reading);
}

static struct error *read_entries(struct manifest *manifest, const struct reading *reading)
{
	const json_t *images = json_member(reading->object, "images");

	if (!json_is_array(images))
		return wrong(reading, "images", "a list");
	if (json_array_size(images) > INDEX_ENTRIES_MOST)
		return error_new(ERROR_LIMIT, "'images' of entry %zu of '%s' has more than %d",
				 reading->index, reading->list, INDEX_ENTRIES_MOST);
	for (size_t i = 0; i < json_array_size(images); i++)
		TRY(add_entry(manifest,
			      &(struct reading){ json_array_get(images, i), "images", i }));
	return NULL;
}

static struct error *read_config(struct manifest *manifest, const struct reading *reading)
{
	const json_t *size = json_member(reading->object, "config_size");
	const char *digest = NULL;

	TRY(optional_digest(&digest, reading, "config"));
	if (digest && (!json_is_integer(size) || json_integer_value(size) < 0))
		return wrong(reading, "config_size", "a number of bytes");
	manifest->config_digest = must_copy(digest);
	manifest->config_size = digest ? json_integer_value(size) : 0;
	return NULL;
}

static struct error *receive_manifest(struct recorded_answer *record, const struct reading *reading)
{
	const char *type = NULL;

	record->manifest = must_alloc(sizeof(*record->manifest));
	record->manifest->digest = must_copy(record->tag_or_digest);
	record->manifest->is_cached = true;
	TRY(optional(&type, reading, "media_type"));
	if (!type)
		return wrong(reading, "media_type", "there");
	record->manifest->media_type = must_copy(type);
	TRY(read_size(&record->manifest->size, reading));
	record->manifest->is_index = media_type_is_index(type);
	return record->manifest->is_index ? read_entries(record->manifest, reading)
					  : read_config(record->manifest, reading);
}

static struct error *take_tag(struct recorded_answer *record, const struct reading *reading)
{
	const char *digest = NULL;
	const char *type = NULL;

	TRY(optional_digest(&digest, reading, "digest"));
	TRY(optional(&type, reading, "media_type"));
	if (!digest)
		return wrong(reading, "digest", "there");
	record->digest = must_copy(digest);
	record->media_type = must_copy(type);
	return NULL;
}

static struct error *take_platform(struct recorded_answer *record, const struct reading *reading)
{
	struct manifest *manifest = record->manifest = must_alloc(sizeof(*manifest));

	manifest->digest = must_copy(record->tag_or_digest);
	manifest->entries = must_alloc(sizeof(*manifest->entries));
	manifest->count = 1;
	manifest->entries[0].digest = must_copy(record->tag_or_digest);
	TRY(read_platform(&manifest->entries[0], reading));
	if (!*manifest->entries[0].platform.os)
		return wrong(reading, "platform", "there");
	return NULL;
}

/* Being there is all that there is to say. */
static struct error *take_presence(struct recorded_answer *record, const struct reading *reading)
{
	(void)record;
	(void)reading;
	return NULL;
}

static struct error *take_tags(struct recorded_answer *record, const struct reading *reading)
{
	const json_t *tags = json_member(reading->object, "tags");

	if (!json_is_array(tags))
		return wrong(reading, "tags", "a list");
	if (json_array_size(tags) > TAGS_MOST)
		return error_new(ERROR_LIMIT, "'tags' of entry %zu of '%s' has more than %d",
				 reading->index, reading->list, TAGS_MOST);
	record->tags = strings_new();
	for (size_t i = 0; i < json_array_size(tags); i++) {
		const char *tag = json_string_value(json_array_get(tags, i));

		if (!tag || !tag_is_valid(tag))
			return wrong(reading, "tags", "a list of tags");
		strings_add(record->tags, tag);
	}
	return NULL;
}

/* ---- the document ---- */

static const struct list {
	const char *name;
	struct error *(*take)(struct recorded_answer *record, const struct reading *reading);
} lists[RECORDED_KINDS] = {
	[RECORDED_TAG] = { "tags", take_tag },
	[RECORDED_MANIFEST] = { "manifests", receive_manifest },
	[RECORDED_PLATFORM] = { "platforms", take_platform },
	[RECORDED_PRESENT] = { "present", take_presence },
	[RECORDED_LIST] = { "lists", take_tags },
};

/* Twice the same in one file is somebody's mistake, or trick. */
static struct error *add_fact(struct answers *fresh, const struct reading *reading,
			      enum recorded_answer_kind kind)
{
	OWNED(recorded_answer) record = NULL;

	if (!json_is_object(reading->object))
		return error_new(ERROR_SYNTAX, "entry %zu of '%s' is not an object", reading->index,
				 reading->list);
	TRY(read_fact(&record, reading, kind));
	TRY(read_error(record, reading));
	if (!record->error)
		TRY(lists[kind].take(record, reading));
	const struct recorded_question question = { kind, record->endpoint, record->host,
						    record->repository, record->tag_or_digest };

	if (answers_find(fresh, &question))
		return error_new(ERROR_SYNTAX, "duplicate entry %zu of '%s'", reading->index,
				 reading->list);
	answers_record(fresh, pass_on(&record));
	return NULL;
}

static struct error *read_list(struct answers *fresh, const json_t *document,
			       enum recorded_answer_kind kind)
{
	const json_t *list = json_member(document, lists[kind].name);

	if (list && !json_is_array(list))
		return error_new(ERROR_SYNTAX, "'%s' is no list", lists[kind].name);
	if (json_array_size(list) > ANSWERS_MOST)
		return error_new(ERROR_LIMIT, "'%s' has more than %d entries", lists[kind].name,
				 ANSWERS_MOST);
	for (size_t i = 0; i < json_array_size(list); i++)
		TRY(add_fact(fresh,
			     &(struct reading){ json_array_get(list, i), lists[kind].name, i },
			     kind));
	return NULL;
}

/* Moves what is new from one set to the other. */
static void add_new(struct answers *answers, struct answers *fresh)
{
	for (size_t i = 0; i < map_count(fresh->records); i++) {
		struct recorded_answer *record = map_value(fresh->records, i);

		if (map_get(answers->records, map_key(fresh->records, i)))
			recorded_answer_free(record);
		else
			map_set(answers->records, map_key(fresh->records, i), record);
	}
	map_free(fresh->records);
	fresh->records = map_new();
}

struct error *answers_read(struct answers *answers, struct slice bytes)
{
	OWNED(json_t) document = NULL;
	OWNED(answers) fresh = answers_new(answers->now);

	if (bytes.size > ANSWERS_BYTES_MOST)
		return error_new(ERROR_LIMIT, "more than %d bytes", ANSWERS_BYTES_MOST);
	TRY(json_object_uncounted(&document, bytes));
	const char *schema = json_text(document, "schema");

	if (!schema || strcmp(schema, "digestbump/answers/1") != 0)
		return error_new(ERROR_UNSUPPORTED,
				 "not an answers file (schema 'digestbump/answers/1')");
	for (size_t kind = 0; kind < RECORDED_KINDS; kind++)
		TRY(read_list(fresh, document, (enum recorded_answer_kind)kind));
	TRY(answers_signatures_read(answers, document));
	add_new(answers, fresh);
	return NULL;
}
