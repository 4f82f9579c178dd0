#include "strict_json.h"
#include <digestbump/base/text.h>
#include <digestbump/limits.h>
#include <string.h>
#include <strings.h>

/* About what jansson allocates for each: an object has a table of eight buckets at once, an
 * array one of eight items. */
enum { OBJECT_COST = 256, ARRAY_COST = 160, VALUE_COST = 64 };

/* The memory that a document will take when it is built, by its punctuation; strings cost
 * their bytes. */
static size_t memory_cost(struct slice bytes)
{
	size_t cost = bytes.size;
	bool in_string = false;

	for (size_t i = 0; i < bytes.size; i++) {
		char c = bytes.at[i];

		if (in_string && c == '\\')
			i++;
		else if (c == '"')
			in_string = !in_string;
		else if (!in_string && (c == '{' || c == '['))
			cost += c == '{' ? OBJECT_COST : ARRAY_COST;
		else if (!in_string && (c == ',' || c == ':'))
			cost += VALUE_COST;
	}
	return cost;
}

struct error *json_object_of(struct json_t **out, struct slice bytes)
{
	if (memory_cost(bytes) > JSON_MEMORY_MOST)
		return error_new(ERROR_LIMIT,
				 "JSON of more values than the limit (%d MiB of memory)",
				 JSON_MEMORY_MOST / 1024 / 1024);
	return json_object_uncounted(out, bytes);
}

struct error *json_object_uncounted(struct json_t **out, struct slice bytes)
{
	json_error_t failure;
	OWNED(json_t) json = json_loadb(bytes.at, bytes.size, JSON_REJECT_DUPLICATES, &failure);

	if (!json && json_error_code(&failure) == json_error_duplicate_key)
		return error_new(ERROR_UNTRUSTED, "duplicate JSON key, line %d", failure.line);
	if (!json)
		return error_new(ERROR_SYNTAX, "invalid JSON: line %d, column %d", failure.line,
				 failure.column);
	if (!json_is_object(json))
		return error_new(ERROR_SYNTAX, "the JSON document is not an object");
	*out = pass_on(&json);
	return NULL;
}

struct json_t *json_member(const struct json_t *object, const char *key)
{
	json_t *value = json_object_get(object, key);

	return json_is_null(value) ? NULL : value;
}

const char *json_text(const struct json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

/* Some letters outside ASCII fold to ASCII ones (U+017F to s, U+212A to k), so
 * no such key is let through beside the known ones. */
static bool is_ascii(const char *key)
{
	for (; *key; key++)
		if ((unsigned char)*key >= 0x80)
			return false;
	return true;
}

static bool is_lookalike(const char *key, const char *const *names)
{
	for (; *names; names++)
		if (strcasecmp(key, *names) == 0)
			return strcmp(key, *names) != 0;
	return !is_ascii(key);
}

struct error *json_refuse_lookalikes(struct json_t *object, const char *const *names)
{
	const char *key;
	json_t *value;

	json_object_foreach(object, key, value)
	{
		if (is_lookalike(key, names))
			return error_new(ERROR_UNTRUSTED, "ambiguous JSON key '%.60s'", key);
	}
	return NULL;
}
