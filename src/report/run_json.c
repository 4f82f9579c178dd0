#include "json_value.h"
#include <digestbump/report/report.h>

/* What is gone of what this pin needs; null where nobody found anything missing. */
static json_t *gone_list(const struct verdict *verdict)
{
	if (!verdict->dead)
		return json_null();
	json_t *array = json_array();

	for (size_t i = 0; i < verdict->pinned_digest->missing_count; i++) {
		json_t *object = json_object();

		json_object_set_new(object, "digest",
				    value_text(verdict->pinned_digest->missing[i].digest));
		json_object_set_new(object, "platform",
				    value_text(verdict->pinned_digest->missing[i].platform));
		json_array_append_new(array, object);
	}
	return array;
}

static json_t *verdict_object(const struct verdict *verdict)
{
	json_t *object = value_pin(verdict->pin);

	json_object_set_new(object, "verdict", value_text(verdict_name(verdict->code)));
	json_object_set_new(object, "reason", value_text(verdict->reason));
	json_object_set_new(object, "to_tag", value_text(verdict->to_tag));
	json_object_set_new(object, "to", value_text(verdict->to));
	json_object_set_new(object, "gone", gone_list(verdict));
	return object;
}

static json_t *verdict_list(const struct verdicts *verdicts)
{
	json_t *array = json_array();

	for (size_t i = 0; i < verdicts->count; i++)
		json_array_append_new(array, verdict_object(&verdicts->items[i]));
	return array;
}

static json_t *move_list(const struct bump *bump)
{
	json_t *array = json_array();

	for (size_t i = 0; i < bump->update_count; i++) {
		const struct image_update *move = &bump->updates[i];
		json_t *object = json_object();

		json_object_set_new(object, "image", value_text(move->image));
		json_object_set_new(object, "tag", value_text(move->tag));
		json_object_set_new(object, "to_tag", value_text(move->to_tag));
		json_object_set_new(object, "from", value_text(move->from));
		json_object_set_new(object, "to", value_text(move->to));
		json_object_set_new(object, "rescue", json_boolean(move->rescue));
		json_array_append_new(array, object);
	}
	return array;
}

static const struct published *published_of(const struct publication *publication,
					    const struct bump *bump)
{
	for (size_t i = 0; publication && i < publication->count; i++)
		if (publication->items[i].bump == bump)
			return &publication->items[i];
	return NULL;
}

static json_t *bump_object(const struct bump *bump, const struct published *published)
{
	json_t *object = json_object();

	json_object_set_new(object, "id", value_text(bump->id));
	json_object_set_new(object, "branch", value_text(bump->branch));
	json_object_set_new(object, "title", value_text(bump->title));
	json_object_set_new(object, "images", move_list(bump));
	json_object_set_new(object, "files", value_texts(&bump->files));
	json_object_set_new(object, "rebuild", value_texts(&bump->rebuild));
	json_object_set_new(object, "state",
			    value_text(published ? branch_state_name(published->state) : NULL));
	json_object_set_new(object, "commit", value_text(published ? published->commit : NULL));
	json_object_set_new(object, "pushed", json_boolean(published && published->pushed));
	json_object_set_new(object, "request", json_null());
	return object;
}

static json_t *bump_list(const struct run_result *result)
{
	json_t *array = json_array();

	for (size_t i = 0; i < result->plan->count; i++) {
		const struct bump *bump = &result->plan->bumps[i];

		json_array_append_new(array,
				      bump_object(bump, published_of(result->publication, bump)));
	}
	return array;
}

/* Branches that belong to no bump of this run: deleted ones. */
static json_t *other_branch_list(const struct publication *publication)
{
	json_t *array = json_array();

	for (size_t i = 0; publication && i < publication->count; i++) {
		const struct published *item = &publication->items[i];

		if (item->bump)
			continue;
		json_t *object = json_object();

		json_object_set_new(object, "branch", value_text(item->branch));
		json_object_set_new(object, "state", value_text(branch_state_name(item->state)));
		json_array_append_new(array, object);
	}
	return array;
}

static json_t *error_list(const struct run_result *result)
{
	json_t *array = json_array();

	for (size_t i = 0; i < result->error_count; i++) {
		const struct run_error *trouble = &result->errors[i];
		json_t *object = json_object();

		json_object_set_new(object, "code", value_text(trouble->code));
		json_object_set_new(object, "subject", value_text(trouble->subject));
		json_object_set_new(object, "reason", value_text(trouble->reason));
		json_array_append_new(array, object);
	}
	return array;
}

static json_t *summary_object(const struct run_result *result)
{
	json_t *object = json_object();

	json_object_set_new(object, "pins", json_integer((json_int_t)result->verdicts->count));
	json_object_set_new(object, "questions", json_integer((json_int_t)result->question_count));
	json_object_set_new(object, "requests", json_integer(result->request_count));
	for (enum verdict_code code = 0; code < VERDICT_CODES; code++)
		json_object_set_new(object, verdict_name(code),
				    json_integer((json_int_t)result->verdicts->of[code]));
	return object;
}

void report_run_json(struct text *out, const struct run_result *result)
{
	json_t *document = json_object();

	json_object_set_new(document, "schema", json_string("digestbump/run/1"));
	json_object_set_new(document, "verdicts", verdict_list(result->verdicts));
	json_object_set_new(document, "bumps", bump_list(result));
	json_object_set_new(document, "branches", other_branch_list(result->publication));
	json_object_set_new(document, "errors", error_list(result));
	json_object_set_new(document, "skipped", value_skips(&result->scan->skips));
	json_object_set_new(document, "summary", summary_object(result));
	value_add(out, document);
}
