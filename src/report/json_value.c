#include "json_value.h"
#include <digestbump/base/memory.h>

json_t *value_text(const char *string)
{
	if (!string)
		return json_null();
	json_t *text = json_string(string);

	if (text)
		return text;
	OWNED_STRING safe = text_safe(string);

	return json_string(safe);
}

json_t *value_texts(const struct strings *list)
{
	json_t *array = json_array();

	for (size_t i = 0; i < list->count; i++)
		json_array_append_new(array, value_text(list->items[i]));
	return array;
}

json_t *value_pin(const struct pin *pin)
{
	json_t *object = json_object();
	const struct reference *image = pin->image;

	json_object_set_new(object, "path", value_text(pin->path));
	json_object_set_new(object, "line", json_integer(pin->line));
	json_object_set_new(object, "column", json_integer(pin->column));
	json_object_set_new(object, "format", value_text(pin->format));
	json_object_set_new(object, "kind", value_text(pin_kind_name(pin->kind)));
	json_object_set_new(object, "image", value_text(image ? image->name : NULL));
	json_object_set_new(object, "tag", value_text(image ? image->tag : NULL));
	json_object_set_new(object, "digest", value_text(pin->pinned));
	json_object_set_new(object, "tracked", value_text(pin->tracked));
	json_object_set_new(object, "platform", value_text(pin->platform));
	json_object_set_new(object, "module", value_text(pin->module));
	json_object_set_new(object, "main", value_text(pin->main_package));
	json_object_set_new(object, "raw", value_text(pin->raw));
	json_object_set_new(object, "updatable", json_boolean(pin_is_updatable(pin)));
	return object;
}

static int add_bytes(const char *bytes, size_t size, void *out)
{
	text_add(out, bytes, size);
	return 0;
}

void value_add(struct text *out, json_t *document)
{
	json_dump_callback(document, add_bytes, out, JSON_INDENT(2));
	text_add_string(out, "\n");
	json_decref(document);
}
