#include "json_fields.h"
#include <digestbump/report/report.h>

static void write_pin(struct json_writer *writer, const struct pin *pin)
{
	json_write_object(writer, NULL);
	json_write_pin_fields(writer, pin);
	json_write_text(writer, "reason", pin_obstacle_name(pin));
	json_write_object_end(writer);
}

void report_scan_json(struct report_stream *out, const struct scan *scan)
{
	struct json_writer writer = { .stream = out };

	json_write_object(&writer, NULL);
	json_write_text(&writer, "schema", "digestbump/scan/1");
	json_write_array(&writer, "pins");
	for (size_t i = 0; i < scan->pins.count; i++)
		write_pin(&writer, scan->pins.items[i]);
	json_write_array_end(&writer);
	json_write_skips(&writer, &scan->skips);
	json_write_object(&writer, "files");
	json_write_number(&writer, "seen", (int64_t)scan->seen);
	json_write_number(&writer, "read", (int64_t)scan->read);
	json_write_object_end(&writer);
	json_write_object_end(&writer);
	json_write_end(&writer);
}
