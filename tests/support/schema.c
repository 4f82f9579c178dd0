#define PCRE2_CODE_UNIT_WIDTH 8
#include "schema.h"
#include "assertions.h"
#include <digestbump/base/memory.h>
#include <pcre2.h>
#include <string.h>

/* A value under a schema, and where it stands. */
struct place {
	const json_t *root;
	const json_t *schema;
	const json_t *value;
	const char *at;
};

static char *fault(const struct place *place, const char *keyword)
{
	return must_format("%s: %s", *place->at ? place->at : "/", keyword);
}

/* ---- YAML to JSON ---- */

static bool is_word(const struct node *node, const char *words)
{
	OWNED_STRING word = must_format(" %s ", node->value);

	return node->style == NODE_PLAIN && node->size && !strchr(node->value, ' ') &&
	       strstr(words, word);
}

static json_t *scalar_value(const struct node *node)
{
	char *end = NULL;

	if (is_word(node, " ~ null Null NULL ") || (node->style == NODE_PLAIN && !node->size))
		return json_null();
	if (is_word(node, " true True TRUE "))
		return json_true();
	if (is_word(node, " false False FALSE "))
		return json_false();
	double number = strtod(node->value, &end);

	if (node->style != NODE_PLAIN || *end || strspn(node->value, "-.0123456789") != node->size)
		return json_stringn_nocheck(node->value, node->size);
	bool whole = !strchr(node->value, '.') && number > -1e15 && number < 1e15;

	return !whole ? json_real(number) : json_integer((json_int_t)number);
}

json_t *schema_value(const struct node *node)
{
	node = node_target(node);
	if (!node)
		return json_null();
	if (node->kind == NODE_SCALAR)
		return scalar_value(node);
	bool is_array = node->kind == NODE_SEQUENCE;
	json_t *value = is_array ? json_array() : json_object();

	for (size_t i = 0; i < node->count; i += is_array ? 1 : 2) {
		const char *key = node_string(node->items[i]);

		if (is_array)
			json_array_append_new(value, schema_value(node->items[i]));
		else
			json_object_set_new_nocheck(value, key ? key : "?",
						    schema_value(node->items[i + 1]));
	}
	return value;
}

/* ---- types ---- */

static bool is_of_type(const json_t *value, const char *type)
{
	static const struct {
		const char *name;
		json_type type;
	} names[] = {
		{ "null", JSON_NULL },       { "boolean", JSON_TRUE }, { "boolean", JSON_FALSE },
		{ "integer", JSON_INTEGER }, { "number", JSON_REAL },  { "number", JSON_INTEGER },
		{ "string", JSON_STRING },   { "array", JSON_ARRAY },  { "object", JSON_OBJECT },
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(names[i].name, type) == 0 && names[i].type == json_typeof(value))
			return true;
	return false;
}

bool schema_has_type(const json_t *schema, const char *type)
{
	const json_t *types = json_object_get(schema, "type");
	const json_t *item;
	size_t i;

	if (json_is_string(types))
		return strcmp(json_string_value(types), type) == 0;
	json_array_foreach(types, i,
			   item) if (strcmp(json_string_value(item), type) == 0) return true;
	return false;
}

static char *check_type(const struct place *place, const json_t *types)
{
	const json_t *item;
	size_t i;

	if (json_is_string(types))
		return is_of_type(place->value, json_string_value(types)) ? NULL
									  : fault(place, "type");
	json_array_foreach(types, i,
			   item) if (is_of_type(place->value, json_string_value(item))) return NULL;
	return fault(place, "type");
}

/* ---- measures ---- */

/* Characters, not bytes, as the specification says. */
static double characters(const json_t *value)
{
	const char *text = json_string_value(value);
	double count = 0;

	for (; *text; text++)
		count += ((unsigned char)*text & 0xc0) != 0x80;
	return count;
}

static char *check_measure(const struct place *place, const char *keyword, double limit)
{
	bool least = strncmp(keyword, "min", 3) == 0;
	const char *what = keyword + 3;
	double measure;

	if (strcmp(what, "Length") == 0 && json_is_string(place->value))
		measure = characters(place->value);
	else if (strcmp(what, "Items") == 0 && json_is_array(place->value))
		measure = (double)json_array_size(place->value);
	else if (strcmp(what, "Properties") == 0 && json_is_object(place->value))
		measure = (double)json_object_size(place->value);
	else if (strcmp(what, "imum") == 0 && json_is_number(place->value))
		measure = json_number_value(place->value);
	else
		return NULL;
	return (least ? measure >= limit : measure <= limit) ? NULL : fault(place, keyword);
}

static char *check_pattern(const struct place *place, const char *pattern)
{
	int code = 0;
	size_t offset = 0;

	if (!json_is_string(place->value))
		return NULL;
	pcre2_code *compiled =
	    pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED,
			  PCRE2_UTF | PCRE2_DOLLAR_ENDONLY, &code, &offset, NULL);

	assert_non_null(compiled);
	pcre2_match_data *match = pcre2_match_data_create_from_pattern(compiled, NULL);
	int found = pcre2_match(compiled, (PCRE2_SPTR)json_string_value(place->value),
				json_string_length(place->value), 0, 0, match, NULL);

	pcre2_match_data_free(match);
	pcre2_code_free(compiled);
	return found > 0 ? NULL : fault(place, "pattern");
}

/* ---- what is inside ---- */

static char *check(const struct place *place);

static char *check_child(const struct place *parent, const json_t *schema, const json_t *value,
			 const char *name)
{
	OWNED_STRING at = must_format("%s/%s", parent->at, name);

	return check(&(struct place){ parent->root, schema, value, at });
}

static char *check_items(const struct place *place, const json_t *items)
{
	const json_t *item;
	size_t i;
	char *found = NULL;

	json_array_foreach(place->value, i, item)
	{
		OWNED_STRING name = must_format("%zu", i);

		if (!found)
			found = check_child(place, items, item, name);
	}
	return found;
}

static char *check_fields(const struct place *place)
{
	const json_t *known = json_object_get(place->schema, "properties");
	const json_t *others = json_object_get(place->schema, "additionalProperties");
	const char *key;
	json_t *field;
	char *found = NULL;

	json_object_foreach((json_t *)place->value, key, field)
	{
		const json_t *schema = json_object_get(known, key);

		if (found)
			break;
		if (schema || json_is_object(others))
			found = check_child(place, schema ? schema : others, field, key);
		else if (json_is_false(others))
			found = fault(place, "additionalProperties");
	}
	return found;
}

static char *check_required(const struct place *place, const json_t *names, const char *keyword)
{
	const json_t *name;
	size_t i;

	json_array_foreach(names, i, name) if (json_is_object(place->value) &&
					       !json_object_get(place->value,
								json_string_value(
								    name))) return fault(place,
											 keyword);
	return NULL;
}

static char *check_dependencies(const struct place *place, const json_t *dependencies)
{
	const char *key;
	json_t *names;

	json_object_foreach((json_t *)dependencies, key, names)
	{
		char *found = json_object_get(place->value, key)
				  ? check_required(place, names, "dependencies")
				  : NULL;

		if (found)
			return found;
	}
	return NULL;
}

static char *check_any(const struct place *place, const json_t *schemas)
{
	const json_t *schema;
	size_t i;

	json_array_foreach(schemas, i, schema)
	{
		char *found =
		    check(&(struct place){ place->root, schema, place->value, place->at });

		if (!found)
			return NULL;
		free(found);
	}
	return fault(place, "anyOf");
}

static bool is_annotation(const char *keyword)
{
	static const char *const annotations[] = {
		"$schema",     "title",      "description",         "default",
		"definitions", "properties", "additionalProperties"
	};

	for (size_t i = 0; i < sizeof(annotations) / sizeof(*annotations); i++)
		if (strcmp(keyword, annotations[i]) == 0)
			return true;
	return false;
}

static char *check_keyword(const struct place *place, const char *keyword, const json_t *says)
{
	if (strcmp(keyword, "type") == 0)
		return check_type(place, says);
	if (strcmp(keyword, "pattern") == 0)
		return check_pattern(place, json_string_value(says));
	if (strcmp(keyword, "items") == 0)
		return check_items(place, says);
	if (strcmp(keyword, "required") == 0)
		return check_required(place, says, keyword);
	if (strcmp(keyword, "dependencies") == 0)
		return check_dependencies(place, says);
	if (strcmp(keyword, "anyOf") == 0)
		return check_any(place, says);
	if (json_is_number(says) &&
	    (strncmp(keyword, "min", 3) == 0 || strncmp(keyword, "max", 3) == 0))
		return check_measure(place, keyword, json_number_value(says));
	if (!is_annotation(keyword))
		fail_msg("the schema says '%s', which nobody checks", keyword);
	return NULL;
}

const json_t *schema_resolve(const json_t *root, const json_t *schema)
{
	static const char here[] = "#/definitions/";
	const char *reference = json_string_value(json_object_get(schema, "$ref"));

	if (!reference)
		return schema;
	assert_memory_equal(reference, here, strlen(here));
	const json_t *found =
	    json_object_get(json_object_get(root, "definitions"), reference + strlen(here));

	assert_non_null(found);
	return found;
}

static char *check(const struct place *given)
{
	struct place place = *given;
	const char *keyword;
	json_t *says;
	char *found = NULL;

	place.schema = schema_resolve(place.root, place.schema);
	json_object_foreach((json_t *)place.schema, keyword, says) if (!found) found =
	    check_keyword(&place, keyword, says);
	return found ? found : check_fields(&place);
}

char *schema_fault(const json_t *schema, const json_t *value)
{
	return check(&(struct place){ schema, schema, value, "" });
}
