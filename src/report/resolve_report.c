#include "json_value.h"
#include <digestbump/base/memory.h>
#include <digestbump/report/report.h>

static json_t *error_object(const struct error *error)
{
	if (!error)
		return json_null();
	json_t *object = json_object();

	json_object_set_new(object, "code", value_text(error_code(error_kind(error))));
	json_object_set_new(object, "reason", value_text(error_text(error)));
	return object;
}

/* `platforms` is null, not empty, where nobody looked. */
static json_t *answer_object(const struct question *question)
{
	json_t *object = json_object();
	OWNED_STRING image = must_format("%s/%s", question->host, question->repository);

	json_object_set_new(object, "image", value_text(image));
	json_object_set_new(object, "tag", value_text(question->tag));
	json_object_set_new(object, "digest", value_text(question->digest));
	json_object_set_new(object, "media_type", value_text(question->media_type));
	json_object_set_new(object, "platforms",
			    question->fetched ? value_texts(&question->platforms) : json_null());
	json_object_set_new(object, "error", error_object(question->error));
	return object;
}

void report_resolve_json(struct text *out, const struct question *const *asked, size_t count)
{
	json_t *document = json_object();
	json_t *answers = json_array();

	for (size_t i = 0; i < count; i++)
		json_array_append_new(answers, answer_object(asked[i]));
	json_object_set_new(document, "schema", json_string("digestbump/resolve/1"));
	json_object_set_new(document, "answers", answers);
	value_add(out, document);
}

void report_resolve_text(struct text *out, const struct question *const *asked, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct question *q = asked[i];

		if (q->digest)
			text_add_format(out, "%s/%s:%s@%s\n", q->host, q->repository, q->tag,
					q->digest);
	}
}
