#include "json_fields.h"
#include <digestbump/report/report.h>

/* What is gone of what this pin needs; null where nothing was found missing. */
static void write_gone(struct json_writer *writer, const struct verdict *verdict)
{
	if (!verdict->dead) {
		json_write_null(writer, "gone");
		return;
	}
	json_write_array(writer, "gone");
	for (size_t i = 0; i < verdict->pinned_digest->missing_count; i++) {
		json_write_object(writer, NULL);
		json_write_text(writer, "digest", verdict->pinned_digest->missing[i].digest);
		json_write_text(writer, "platform", verdict->pinned_digest->missing[i].platform);
		json_write_object_end(writer);
	}
	json_write_array_end(writer);
}

/* The signatures of the digest to write; null where they were not checked. */
static void write_signed(struct json_writer *writer, const struct verdict *verdict)
{
	const struct trust_answer *answer = verdict->trust;

	if (!answer || answer->state != TRUST_SIGNED) {
		json_write_null(writer, "signed");
		return;
	}
	json_write_array(writer, "signed");
	for (size_t i = 0; i < answer->proof_count; i++)
		json_write_proof(writer, &answer->proofs[i]);
	json_write_array_end(writer);
}

static void write_verdict(struct json_writer *writer, const struct verdict *verdict)
{
	json_write_object(writer, NULL);
	json_write_pin_fields(writer, verdict->pin);
	json_write_text(writer, "verdict", verdict_name(verdict->code));
	json_write_text(writer, "reason", verdict->reason);
	json_write_text(writer, "to_tag", verdict->to_tag);
	json_write_text(writer, "to", verdict->to);
	json_write_bool(writer, "single_platform", verdict->single_platform);
	json_write_text(writer, "hint", verdict->hint);
	write_gone(writer, verdict);
	write_signed(writer, verdict);
	json_write_object_end(writer);
}

static void write_verdicts(struct json_writer *writer, const struct verdicts *verdicts)
{
	json_write_array(writer, "verdicts");
	for (size_t i = 0; i < verdicts->count; i++)
		write_verdict(writer, &verdicts->items[i]);
	json_write_array_end(writer);
}

static void write_update(struct json_writer *writer, const struct image_update *update)
{
	json_write_object(writer, NULL);
	json_write_text(writer, "image", update->image);
	json_write_text(writer, "tag", update->tag);
	json_write_text(writer, "to_tag", update->to_tag);
	json_write_text(writer, "from", update->from);
	json_write_text(writer, "to", update->to);
	json_write_bool(writer, "rescue", update->rescue);
	json_write_object_end(writer);
}

static const struct published *published_of(const struct publication *publication,
					    const struct bump *bump)
{
	for (size_t i = 0; publication && i < publication->count; i++)
		if (publication->items[i].bump == bump)
			return &publication->items[i];
	return NULL;
}

static void write_bump(struct json_writer *writer, const struct bump *bump,
		       const struct published *published)
{
	json_write_object(writer, NULL);
	json_write_text(writer, "id", bump->id);
	json_write_text(writer, "branch", published ? published->branch : bump->branch);
	json_write_text(writer, "title", bump->title);
	json_write_array(writer, "images");
	for (size_t i = 0; i < bump->update_count; i++)
		write_update(writer, &bump->updates[i]);
	json_write_array_end(writer);
	json_write_paths(writer, "files", &bump->files);
	json_write_paths(writer, "rebuild", &bump->rebuild);
	json_write_text(writer, "state", published ? branch_state_name(published->state) : NULL);
	json_write_text(writer, "reason", published ? published->reason : NULL);
	json_write_text(writer, "commit", published ? published->commit : NULL);
	json_write_bool(writer, "pushed", published && published->pushed);
	json_write_null(writer, "request");
	json_write_object_end(writer);
}

static void write_bumps(struct json_writer *writer, const struct run_result *result)
{
	json_write_array(writer, "bumps");
	for (size_t i = 0; i < result->plan->count; i++) {
		const struct bump *bump = &result->plan->bumps[i];

		write_bump(writer, bump, published_of(result->publication, bump));
	}
	json_write_array_end(writer);
}

/* Branches that belong to no bump of this run: deleted and kept ones. */
static void write_other_branches(struct json_writer *writer, const struct publication *publication)
{
	json_write_array(writer, "branches");
	for (size_t i = 0; publication && i < publication->count; i++) {
		const struct published *item = &publication->items[i];

		if (item->bump)
			continue;
		json_write_object(writer, NULL);
		json_write_text(writer, "branch", item->branch);
		json_write_text(writer, "state", branch_state_name(item->state));
		json_write_text(writer, "reason", item->reason);
		json_write_object_end(writer);
	}
	json_write_array_end(writer);
}

static void write_errors(struct json_writer *writer, const struct run_result *result)
{
	json_write_array(writer, "errors");
	for (size_t i = 0; i < result->error_count; i++) {
		const struct run_error *error = &result->errors[i];

		json_write_object(writer, NULL);
		json_write_text(writer, "code", error->code);
		json_write_path(writer, "subject", error->subject);
		json_write_text(writer, "reason", error->reason);
		json_write_object_end(writer);
	}
	json_write_array_end(writer);
}

static void write_summary(struct json_writer *writer, const struct run_result *result)
{
	json_write_object(writer, "summary");
	json_write_number(writer, "pins", (int64_t)result->verdicts->count);
	json_write_number(writer, "questions", (int64_t)result->question_count);
	json_write_number(writer, "requests", result->request_count);
	for (enum verdict_code code = 0; code < VERDICT_CODES; code++)
		json_write_number(writer, verdict_name(code), (int64_t)result->verdicts->of[code]);
	json_write_object_end(writer);
}

void report_run_json(struct report_stream *out, const struct run_result *result)
{
	struct json_writer writer = { .stream = out };

	json_write_object(&writer, NULL);
	json_write_text(&writer, "schema", "digestbump/run/1");
	write_verdicts(&writer, result->verdicts);
	write_bumps(&writer, result);
	write_other_branches(&writer, result->publication);
	write_errors(&writer, result);
	json_write_skips(&writer, &result->scan->skips);
	write_summary(&writer, result);
	json_write_object_end(&writer);
	json_write_end(&writer);
}
