#include "json_fields.h"
#include <digestbump/base/time.h>

void json_write_pin_fields(struct json_writer *writer, const struct pin *pin)
{
	const struct reference *image = pin->image;

	json_write_path(writer, "path", pin->path);
	json_write_number(writer, "line", pin->line);
	json_write_number(writer, "column", pin->column);
	json_write_text(writer, "format", pin->format);
	json_write_text(writer, "kind", pin_kind_name(pin->kind));
	json_write_text(writer, "image", image ? image->name : NULL);
	json_write_text(writer, "tag", pin_tag(pin));
	json_write_text(writer, "digest", pin->pinned);
	json_write_text(writer, "tracked", pin->tracked);
	json_write_text(writer, "platform", pin->platform);
	json_write_path(writer, "module", pin->module);
	json_write_path(writer, "main", pin->main_package);
	json_write_text(writer, "raw", pin->raw);
	json_write_bool(writer, "updatable", pin_is_updatable(pin));
}

static void write_skip(struct json_writer *writer, const struct skip *skip)
{
	json_write_object(writer, NULL);
	json_write_path(writer, "path", skip->path);
	if (skip->line)
		json_write_number(writer, "line", skip->line);
	else
		json_write_null(writer, "line");
	json_write_text(writer, "code", skip->code);
	json_write_text(writer, "reason", skip->reason);
	json_write_object_end(writer);
}

void json_write_skips(struct json_writer *writer, const struct skips *skips)
{
	json_write_array(writer, "skipped");
	for (size_t i = 0; i < skips->count; i++)
		write_skip(writer, &skips->items[i]);
	json_write_array_end(writer);
}

void json_write_proof(struct json_writer *writer, const struct trust_proof *proof)
{
	const struct evidence *evidence = proof->evidence;
	OWNED_STRING time = evidence->time_count ? time_rfc3339(evidence_time(evidence)) : NULL;

	json_write_object(writer, NULL);
	json_write_text(writer, "policy", proof->policy);
	json_write_text(writer, "layout", proof->layout);
	if (evidence->key) {
		json_write_text(writer, "key", evidence->key);
	} else {
		json_write_text(writer, "identity", evidence->identity);
		json_write_text(writer, "issuer", evidence->issuer);
	}
	json_write_text(writer, "time", time);
	json_write_object_end(writer);
}
