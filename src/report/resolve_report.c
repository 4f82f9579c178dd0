#include "json_writer.h"
#include <digestbump/base/memory.h>
#include <digestbump/report/report.h>

static void write_error(struct json_writer *writer, const struct error *error)
{
	if (!error) {
		json_write_null(writer, "error");
		return;
	}
	json_write_object(writer, "error");
	json_write_text(writer, "code", error_code(error_kind(error)));
	json_write_text(writer, "reason", error_text(error));
	json_write_object_end(writer);
}

/* `platforms` is null, not empty, where they were not read. */
static void write_answer(struct json_writer *writer, const struct question *question)
{
	OWNED_STRING image = must_format("%s/%s", question->host, question->repository);

	json_write_object(writer, NULL);
	json_write_text(writer, "image", image);
	json_write_text(writer, "tag", question->tag);
	json_write_text(writer, "digest", question->digest);
	json_write_text(writer, "media_type", question->media_type);
	if (question->fetched)
		json_write_texts(writer, "platforms", &question->platforms);
	else
		json_write_null(writer, "platforms");
	write_error(writer, question->error);
	json_write_object_end(writer);
}

void report_resolve_json(struct report_stream *out, const struct question *const *asked,
			 size_t count)
{
	struct json_writer writer = { .stream = out };

	json_write_object(&writer, NULL);
	json_write_text(&writer, "schema", "digestbump/resolve/1");
	json_write_array(&writer, "answers");
	for (size_t i = 0; i < count; i++)
		write_answer(&writer, asked[i]);
	json_write_array_end(&writer);
	json_write_object_end(&writer);
	json_write_end(&writer);
}

void report_resolve_text(struct report_stream *out, const struct question *const *asked,
			 size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct question *q = asked[i];

		if (q->digest)
			text_add_format(&out->text, "%s/%s:%s@%s\n", q->host, q->repository, q->tag,
					q->digest);
		report_stream_row(out);
	}
}
