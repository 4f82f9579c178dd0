#include "json_fields.h"
#include <digestbump/base/memory.h>
#include <digestbump/base/time.h>
#include <digestbump/report/verify_report.h>

static const struct error *error_of(const struct verified_image *image)
{
	return image->answer ? image->answer->error : image->error;
}

static bool is_state(const struct verified_image *image, enum trust_state state)
{
	return image->answer && image->answer->state == state;
}

static void add_name(struct report_stream *out, const struct verified_image *image)
{
	const char *tag = image->reference->tag;
	OWNED_STRING name =
	    must_format("%s%s%s%s%s", image->reference->name, tag ? ":" : "", tag ? tag : "",
			image->digest ? "@" : "", image->digest ? image->digest : "");

	text_add_safe(&out->text, slice_of(name));
}

static void add_proof(struct report_stream *out, const struct trust_proof *proof)
{
	const struct evidence *evidence = proof->evidence;
	OWNED_STRING time = time_rfc3339(evidence_time(evidence));
	OWNED_STRING line =
	    must_format("  %s: %s%s%s%s%s (%s)", proof->policy,
			evidence->key ? "key " : evidence->identity,
			evidence->key ? evidence->key : " of ",
			evidence->key ? "" : evidence->issuer, evidence->time_count ? ", " : "",
			evidence->time_count ? time : "", proof->layout);

	text_add_safe(&out->text, slice_of(line));
	text_add_string(&out->text, "\n");
}

static void add_line(struct report_stream *out, const char *text)
{
	text_add_string(&out->text, "  ");
	text_add_safe(&out->text, slice_of(text));
	text_add_string(&out->text, "\n");
}

static void add_image(struct report_stream *out, const struct verified_image *image)
{
	const struct trust_answer *answer = image->answer;

	add_name(out, image);
	text_add_string(&out->text, is_state(image, TRUST_SIGNED)    ? ": signed\n"
				    : is_state(image, TRUST_REFUSED) ? ": not signed\n"
								     : ": not known\n");
	for (size_t i = 0; is_state(image, TRUST_SIGNED) && i < answer->proof_count; i++)
		add_proof(out, &answer->proofs[i]);
	for (size_t i = 0; is_state(image, TRUST_REFUSED) && i < answer->reasons.count; i++)
		add_line(out, answer->reasons.items[i]);
	if (error_of(image))
		add_line(out, error_text(error_of(image)));
}

void report_verify_text(struct report_stream *out, const struct verified_image *images,
			size_t count)
{
	for (size_t i = 0; i < count; i++) {
		add_image(out, &images[i]);
		report_stream_row(out);
	}
}

/* ---- JSON ---- */

static void write_proofs(struct json_writer *writer, const struct verified_image *image)
{
	json_write_array(writer, "signed");
	for (size_t i = 0; is_state(image, TRUST_SIGNED) && i < image->answer->proof_count; i++)
		json_write_proof(writer, &image->answer->proofs[i]);
	json_write_array_end(writer);
}

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

static void write_image(struct json_writer *writer, const struct verified_image *image)
{
	static const struct strings none = { .count = 0 };
	json_write_object(writer, NULL);
	json_write_text(writer, "image", image->reference->name);
	json_write_text(writer, "tag", image->reference->tag);
	json_write_text(writer, "digest", image->digest);
	json_write_text(writer, "verdict",
			is_state(image, TRUST_SIGNED)    ? "signed"
			: is_state(image, TRUST_REFUSED) ? "held-signature"
							 : "failed");
	write_proofs(writer, image);
	json_write_texts(writer, "reasons",
			 is_state(image, TRUST_REFUSED) ? &image->answer->reasons : &none);
	write_error(writer, error_of(image));
	json_write_object_end(writer);
}

void report_verify_json(struct report_stream *out, const struct verified_image *images,
			size_t count)
{
	struct json_writer writer = { .stream = out };

	json_write_object(&writer, NULL);
	json_write_text(&writer, "schema", "digestbump/verify/1");
	json_write_array(&writer, "images");
	for (size_t i = 0; i < count; i++)
		write_image(&writer, &images[i]);
	json_write_array_end(&writer);
	json_write_object_end(&writer);
	json_write_end(&writer);
}
