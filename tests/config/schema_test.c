#include "../../src/config/setting.h"
#include "../support/assertions.h"
#include "../support/schema.h"
#include <digestbump/base/memory.h>
#include <string.h>

static const struct {
	unsigned bit;
	const char *name;
} types[] = {
	{ TYPE_NULL, "null" },     { TYPE_BOOLEAN, "boolean" }, { TYPE_INTEGER, "integer" },
	{ TYPE_NUMBER, "number" }, { TYPE_STRING, "string" },   { TYPE_ARRAY, "array" },
	{ TYPE_OBJECT, "object" },
};

static void compare_types(const char *at, const struct setting *setting, const json_t *schema)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (!(setting->types & types[i].bit) == schema_has_type(schema, types[i].name))
			fail_msg("%s: the loader and the schema do not agree on %s", at,
				 types[i].name);
}

/* A keyword that is left out means 0 for a least and none for a most. */
static void compare_limit(const char *at, const json_t *schema, const char *keyword,
			  unsigned long limit)
{
	const json_t *says = json_object_get(schema, keyword);

	if ((unsigned long)json_integer_value(says) != limit)
		fail_msg("%s: %s is %lld in the schema, %lu in the loader", at, keyword,
			 (long long)json_integer_value(says), limit);
}

static void compare_limits(const char *at, const struct setting *setting, const json_t *schema)
{
	static const struct {
		unsigned type;
		const char *least, *most;
	} keywords[] = {
		{ TYPE_STRING, "minLength", "maxLength" },
		{ TYPE_ARRAY, "minItems", "maxItems" },
		{ TYPE_INTEGER, "minimum", "maximum" },
	};

	for (size_t i = 0; i < sizeof(keywords) / sizeof(*keywords); i++) {
		if (!(setting->types & keywords[i].type))
			continue;
		compare_limit(at, schema, keywords[i].least, setting->least);
		compare_limit(at, schema, keywords[i].most, setting->most);
	}
}

static void compare_section(const json_t *root, const char *at, const struct section *section,
			    const json_t *schema);

/* Where the schema of what is inside stands: its items' for a list, its values'
 * where the keys are free, else its own. */
static const json_t *inner_schema(const struct setting *setting, const json_t *schema)
{
	if (setting->types & TYPE_ARRAY)
		return json_object_get(schema, "items");
	const json_t *values = json_object_get(schema, "additionalProperties");

	return json_is_object(values) ? values : schema;
}

static void compare_setting(const json_t *root, const char *at, const struct setting *setting,
			    const json_t *schema)
{
	if (!schema)
		fail_msg("%s: the schema does not know it", at);
	compare_types(at, setting, schema);
	compare_limits(at, setting, schema);
	if (setting->inside)
		compare_section(root, at, setting->inside, inner_schema(setting, schema));
}

static void compare_section(const json_t *root, const char *at, const struct section *section,
			    const json_t *schema)
{
	const json_t *properties = json_object_get(schema, "properties");

	if (json_object_size(properties) != section->count ||
	    !json_is_false(json_object_get(schema, "additionalProperties")))
		fail_msg("%s: the schema has other keys than the loader", at);
	for (size_t i = 0; i < section->count; i++) {
		const struct setting *setting = &section->settings[i];
		OWNED_STRING inner = must_format("%s/%s", at, setting->key);

		compare_setting(root, inner, setting,
				schema_resolve(root, json_object_get(properties, setting->key)));
	}
}

static void the_schema_and_the_loader_have_the_same_keys_types_and_limits(void **state)
{
	(void)state;
	json_error_t wrong;
	json_t *schema = json_load_file("config/schema.json", JSON_REJECT_DUPLICATES, &wrong);

	if (!schema)
		fail_msg("config/schema.json:%d: %s", wrong.line, wrong.text);
	compare_section(schema, "", &config_section, schema);
	json_decref(schema);
}

static unsigned count_settings(const struct section *section)
{
	unsigned count = 0;

	for (size_t i = 0; i < section->count; i++) {
		const struct setting *setting = &section->settings[i];

		assert_non_null(setting->set);
		assert_true(setting->wants && *setting->wants);
		count += 1 + (setting->inside ? count_settings(setting->inside) : 0);
	}
	return count;
}

static void every_setting_can_be_set_and_says_what_it_wants(void **state)
{
	(void)state;
	assert_true(count_settings(&config_section) > 25);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_schema_and_the_loader_have_the_same_keys_types_and_limits),
		cmocka_unit_test(every_setting_can_be_set_and_says_what_it_wants),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
