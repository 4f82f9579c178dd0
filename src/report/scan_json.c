#include "json_value.h"
#include <digestbump/report/report.h>

static json_t *pin_object(const struct pin *pin)
{
	json_t *object = value_pin(pin);

	json_object_set_new(object, "reason", value_text(pin_obstacle_name(pin)));
	return object;
}

static json_t *skip_object(const struct skip *skip)
{
	json_t *object = json_object();

	json_object_set_new(object, "path", value_text(skip->path));
	json_object_set_new(object, "line", skip->line ? json_integer(skip->line) : json_null());
	json_object_set_new(object, "code", value_text(skip->code));
	json_object_set_new(object, "reason", value_text(skip->reason));
	return object;
}

json_t *value_skips(const struct skips *skips)
{
	json_t *array = json_array();

	for (size_t i = 0; i < skips->count; i++)
		json_array_append_new(array, skip_object(&skips->items[i]));
	return array;
}

void report_scan_json(struct text *out, const struct scan *scan)
{
	json_t *document = json_object();
	json_t *pins = json_array();
	json_t *files = json_object();

	for (size_t i = 0; i < scan->pins.count; i++)
		json_array_append_new(pins, pin_object(scan->pins.items[i]));
	json_object_set_new(files, "seen", json_integer((json_int_t)scan->seen));
	json_object_set_new(files, "read", json_integer((json_int_t)scan->read));

	json_object_set_new(document, "schema", json_string("digestbump/scan/1"));
	json_object_set_new(document, "pins", pins);
	json_object_set_new(document, "skipped", value_skips(&scan->skips));
	json_object_set_new(document, "files", files);
	value_add(out, document);
}
