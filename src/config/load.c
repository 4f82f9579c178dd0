#include "setting.h"
#include <digestbump/base/memory.h>
#include <string.h>

/* Decimal digits with an optional sign; "007" is text, because YAML 1.1 and 1.2
 * do not agree on what it is. */
static bool is_integer(const char *text)
{
	text += *text == '-';
	if (*text == '0')
		return !text[1];
	return *text && strspn(text, "0123456789") == strlen(text);
}

static bool is_fraction(const char *text)
{
	text += *text == '-';
	size_t whole = strspn(text, "0123456789");

	if (!whole || text[whole] != '.')
		return false;
	size_t rest = strspn(text + whole + 1, "0123456789");

	return rest && !text[whole + 1 + rest];
}

/* What a plain scalar is by the core schema of YAML 1.2.2, section 10.3.2; the
 * yes and no of YAML 1.1 are text. */
static enum value_type scalar_type(const struct node *node)
{
	static const char *const nulls[] = { "", "~", "null", "Null", "NULL", NULL };
	static const char *const booleans[] = { "true",  "True",  "TRUE", "false",
						"False", "FALSE", NULL };

	if (node->style != NODE_PLAIN || strlen(node->value) != node->size)
		return TYPE_STRING;
	if (slice_is_one_of(slice_of(node->value), nulls))
		return TYPE_NULL;
	if (slice_is_one_of(slice_of(node->value), booleans))
		return TYPE_BOOLEAN;
	if (is_integer(node->value))
		return TYPE_INTEGER;
	return is_fraction(node->value) ? TYPE_NUMBER : TYPE_STRING;
}

enum value_type node_type(const struct node *node)
{
	switch (node->kind) {
	case NODE_SEQUENCE:
		return TYPE_ARRAY;
	case NODE_MAPPING:
		return TYPE_OBJECT;
	default:
		return scalar_type(node);
	}
}

static const char *type_name(enum value_type type)
{
	switch (type) {
	case TYPE_NULL:
		return "empty";
	case TYPE_BOOLEAN:
		return "true or false";
	case TYPE_INTEGER:
	case TYPE_NUMBER:
		return "a number";
	case TYPE_ARRAY:
		return "a list";
	case TYPE_OBJECT:
		return "a mapping";
	default:
		return "text";
	}
}

/* A number that text is wanted for is one quote away from being right. */
static struct error *check_type(const struct value *value, enum value_type type)
{
	unsigned types = value->setting->types;
	bool is_number = type == TYPE_INTEGER || type == TYPE_NUMBER;

	if (types & type || (type == TYPE_INTEGER && types & TYPE_NUMBER))
		return NULL;
	return setting_error(value, "is %s; expected %s%s", type_name(type), value->setting->wants,
			     is_number && types & TYPE_STRING ? " (put it into quotes)" : "");
}

/* How much there is of what `least` and `most` count. */
static size_t measure(const struct node *node, enum value_type type)
{
	if (type == TYPE_ARRAY)
		return node->count;
	return type == TYPE_OBJECT ? node->count / 2 : node->size;
}

static struct error *check_measure(const struct value *value, enum value_type type)
{
	const struct setting *setting = value->setting;
	bool counted = setting->most && type & (TYPE_STRING | TYPE_ARRAY | TYPE_OBJECT);

	/* An object's settings limit it, except where its keys are free. */
	if (!counted || (type == TYPE_OBJECT && setting->types & TYPE_STRING))
		return NULL;
	size_t size = measure(value->node, type);

	if (size < setting->least)
		return setting_error(value, "is empty; expected %s", setting->wants);
	if (size <= setting->most)
		return NULL;
	return setting_error(value, "has more than %lu %s; expected %s", setting->most,
			     type == TYPE_STRING ? "bytes" : "entries", setting->wants);
}

struct error *check_plain(const char *path, const struct node *node)
{
	if (node->kind == NODE_ALIAS)
		return setting_error_at(path, node,
					"YAML aliases are not allowed in the configuration");
	if (node->tag)
		return setting_error_at(path, node,
					"YAML tags ('%.40s') are not allowed in the configuration",
					node->tag);
	return NULL;
}

static struct error *load_value(const struct value *value, void *target)
{
	TRY(check_plain(value->path, value->node));
	enum value_type type = node_type(value->node);

	TRY(check_type(value, type));
	TRY(check_measure(value, type));
	if (type == TYPE_NULL)
		return NULL;
	return value->setting->set(value, (char *)target + value->setting->offset);
}

struct error *check_key(const char *path, const struct node *mapping, size_t index)
{
	const struct node *key = mapping->items[index];

	TRY(check_plain(path, key));
	if (key->kind != NODE_SCALAR || strlen(key->value) != key->size)
		return setting_error_at(path, key, "the name of a setting must be plain text");
	for (size_t i = 0; i < index; i += 2)
		if (strcmp(mapping->items[i]->value, key->value) == 0)
			return setting_error_at(path, key,
						"duplicate setting '%.60s', first on line %u",
						key->value, mapping->items[i]->line);
	return NULL;
}

static const struct setting *setting_of(const struct section *section, const char *key)
{
	for (size_t i = 0; i < section->count; i++)
		if (strcmp(section->settings[i].key, key) == 0)
			return &section->settings[i];
	return NULL;
}

struct error *section_load(const char *path, const struct section *section, const struct node *node,
			   void *target)
{
	for (size_t i = 0; i < node->count; i += 2) {
		const struct node *key = node->items[i];

		TRY(check_key(path, node, i));
		const struct setting *setting = setting_of(section, key->value);

		if (!setting)
			return setting_error_unknown(path, section, key);
		TRY(load_value(&(struct value){ path, setting, node->items[i + 1] }, target));
	}
	return NULL;
}
