#include "../support/assertions.h"
#include <digestbump/base/memory.h>
#include <digestbump/report/report.h>
#include <jansson.h>
#include <string.h>

#define OLD "sha256:1111111111111111111111111111111111111111111111111111111111111111"
#define NEW "sha256:2222222222222222222222222222222222222222222222222222222222222222"

/* A stream that keeps everything, freed at the end of the test. */
#define OWNED_STREAM __attribute__((cleanup(stream_clear))) struct report_stream
static void stream_clear(struct report_stream *stream)
{
	text_clear(&stream->text);
}

/* A small run with one of everything that a report shows. */
struct sample {
	struct scan scan;
	struct verdicts verdicts;
	struct plan plan;
	struct bump bump;
	struct publication publication;
	struct published published;
	struct run_result result;
};

static struct pin *make_pin(const char *path, unsigned line, const char *image)
{
	struct pin *pin = pin_new("dockerfile", path);

	assert_fine(reference_parse(&pin->image, slice_of(image)));
	pin->kind = PIN_FROM;
	pin->line = line;
	pin->column = 6;
	pin->raw = must_copy(image);
	pin->pinned = must_copy(pin->image->digest);
	pin->tracked = must_copy(pin->image->tag);
	return pin;
}

static void add_verdict(struct sample *s, const char *path, const char *image,
			enum verdict_code code)
{
	struct pin *pin = make_pin(path, 3, image);

	pins_add(&s->scan.pins, pin);
	s->verdicts.items =
	    must_grow(s->verdicts.items, s->verdicts.count, sizeof(*s->verdicts.items));
	s->verdicts.items[s->verdicts.count++] = (struct verdict){
		.pin = pin,
		.code = code,
		.reason = must_format("because it is %s", verdict_name(code)),
		.tag = must_copy(pin->tracked),
		.to = code == VERDICT_BUMP ? must_copy(NEW) : NULL,
	};
	s->verdicts.of[code]++;
}

static void make_bump(struct sample *s)
{
	s->bump = (struct bump){
		.id = must_copy("docker.io/library/alpine"),
		.branch = must_copy("digestbump/alpine-1234"),
		.title = must_copy("build(base): bump alpine"),
		.updates = must_alloc(sizeof(struct image_update)),
		.update_count = 1,
	};
	s->bump.updates[0] = (struct image_update){
		.image = must_copy("docker.io/library/alpine"),
		.tag = must_copy("3.20"),
		.from = must_copy(OLD),
		.to = must_copy(NEW),
	};
	strings_add(&s->bump.files, "a/Dockerfile");
	strings_add(&s->bump.rebuild, "a/Dockerfile");
	s->plan = (struct plan){ &s->bump, 1 };
	s->published = (struct published){
		.bump = &s->bump,
		.branch = s->bump.branch,
		.state = STATE_CREATED,
		.commit = (char *)"0123456789012345678901234567890123456789",
		.pushed = true,
	};
	s->publication = (struct publication){ .items = &s->published, .count = 1 };
}

static int set_up(void **state)
{
	struct sample *s = must_alloc(sizeof(*s));

	add_verdict(s, "a/Dockerfile", "alpine:3.20@" OLD, VERDICT_BUMP);
	add_verdict(s, "b/Dockerfile", "alpine:3.20@" OLD, VERDICT_BUMP);
	add_verdict(s, "c/Dockerfile", "ghcr.io/acme/tool:1@" OLD, VERDICT_CURRENT);
	add_verdict(s, "d/\033[2JDockerfile", "redis:7", VERDICT_UNPINNED);
	skips_add(&s->scan.skips, "broken.yaml", 4, "syntax", "did not find expected key");
	s->scan.seen = 9;
	s->scan.read = 5;
	make_bump(s);
	s->result = (struct run_result){
		.scan = &s->scan,
		.verdicts = &s->verdicts,
		.plan = &s->plan,
		.question_count = 2,
		.request_count = 3,
		.dry_run = true,
	};
	*state = s;
	return 0;
}

static void clear_bump(struct bump *bump)
{
	for (size_t i = 0; i < bump->update_count; i++) {
		free(bump->updates[i].image);
		free(bump->updates[i].tag);
		free(bump->updates[i].from);
		free(bump->updates[i].to);
	}
	free(bump->updates);
	free(bump->id);
	free(bump->branch);
	free(bump->title);
	strings_clear(&bump->files);
	strings_clear(&bump->rebuild);
}

static int tear_down(void **state)
{
	struct sample *s = *state;

	for (size_t i = 0; i < s->verdicts.count; i++) {
		free(s->verdicts.items[i].reason);
		free(s->verdicts.items[i].tag);
		free(s->verdicts.items[i].to);
	}
	free(s->verdicts.items);
	pins_clear(&s->scan.pins);
	skips_clear(&s->scan.skips);
	clear_bump(&s->bump);
	free(s);
	return 0;
}

static void verdicts_stand_under_their_image_once_per_movement(void **state)
{
	const struct sample *s = *state;
	const struct style style = { 0 };
	OWNED_STREAM out = { 0 };

	report_run_text(&out, &s->result, &style);
	assert_string_equal(out.text.bytes, "docker.io/library/alpine\n"
					    "  bump           3.20  1111111 -> 2222222\n"
					    "                 a/Dockerfile:3\n"
					    "                 b/Dockerfile:3\n"
					    "docker.io/library/redis\n"
					    "  unpinned       7\n"
					    "                 d/\\x1b[2JDockerfile:3\n"
					    "                 because it is unpinned\n"
					    "ghcr.io/acme/tool\n"
					    "  current        1  1111111  (1 place)\n"
					    "not read completely\n"
					    "broken.yaml:4: syntax: did not find expected key\n"
					    "4 references, 3 pinned: 1 current, 2 bump, 1 unpinned "
					    "(2 questions, 3 requests); "
					    "nothing to do\n");
}

static void a_verbose_table_lists_every_place_and_reason(void **state)
{
	const struct sample *s = *state;
	const struct style style = { .verbose = true };
	OWNED_STREAM out = { 0 };

	report_run_text(&out, &s->result, &style);
	assert_non_null(strstr(out.text.bytes, "c/Dockerfile:3"));
	assert_non_null(strstr(out.text.bytes, "because it is current"));
}

static void colors_wrap_words_and_nothing_from_outside_passes_raw(void **state)
{
	const struct sample *s = *state;
	const struct style style = { .color = true };
	OWNED_STREAM out = { 0 };

	report_run_text(&out, &s->result, &style);
	assert_non_null(strstr(out.text.bytes, "\033[36mbump\033[0m"));
	assert_null(strstr(out.text.bytes, "\033[2J"));
}

static void branches_are_told_with_what_became_of_them(void **state)
{
	struct sample *s = *state;
	const struct style style = { 0 };
	OWNED_STREAM out = { 0 };

	s->result.publication = &s->publication;
	s->result.dry_run = false;
	report_run_text(&out, &s->result, &style);
	assert_non_null(strstr(out.text.bytes, "  created    digestbump/alpine-1234  0123456  "
					       "build(base): bump alpine\n"));
	assert_non_null(strstr(out.text.bytes, "; 1 branch changed\n"));
	s->published.state = STATE_UNCHANGED;
	report_run_text(&out, &s->result, &style);
	assert_non_null(strstr(out.text.bytes, "; nothing to do\n"));
}

static json_t *parsed(const struct text *text)
{
	json_error_t error;
	json_t *document = json_loadb(text->bytes, text->size, JSON_REJECT_DUPLICATES, &error);

	if (!document)
		fail_msg("%s", error.text);
	return document;
}

static const char *string_at(json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

static void the_run_document_has_the_fields_of_its_schema(void **state)
{
	struct sample *s = *state;
	OWNED_STREAM out = { 0 };

	s->result.publication = &s->publication;
	report_run_json(&out, &s->result);
	json_t *document = parsed(&out.text);
	json_t *verdict = json_array_get(json_object_get(document, "verdicts"), 0);
	json_t *bump = json_array_get(json_object_get(document, "bumps"), 0);
	json_t *move = json_array_get(json_object_get(bump, "images"), 0);
	json_t *summary = json_object_get(document, "summary");

	assert_string_equal(json_object_iter_key(json_object_iter(document)), "schema");
	assert_string_equal(string_at(document, "schema"), "digestbump/run/1");
	assert_string_equal(string_at(verdict, "verdict"), "bump");
	assert_string_equal(string_at(verdict, "to"), NEW);
	assert_string_equal(string_at(verdict, "image"), "docker.io/library/alpine");
	assert_string_equal(string_at(move, "image"), "docker.io/library/alpine");
	assert_true(json_is_true(json_object_get(bump, "pushed")));
	assert_true(json_is_null(json_object_get(bump, "request")));
	json_t *skip = json_array_get(json_object_get(document, "skipped"), 0);

	assert_string_equal(string_at(skip, "code"), "syntax");
	assert_int_equal(json_integer_value(json_object_get(skip, "line")), 4);
	assert_int_equal(json_integer_value(json_object_get(summary, "pins")), 4);
	assert_int_equal(json_integer_value(json_object_get(summary, "bump")), 2);
	assert_int_equal(json_integer_value(json_object_get(summary, "absent")), 0);
	json_decref(document);
}

static void the_scan_document_tells_pins_skips_and_files(void **state)
{
	const struct sample *s = *state;
	OWNED_STREAM out = { 0 };

	report_scan_json(&out, &s->scan);
	json_t *document = parsed(&out.text);
	json_t *unpinned = json_array_get(json_object_get(document, "pins"), 3);
	json_t *skip = json_array_get(json_object_get(document, "skipped"), 0);
	json_t *files = json_object_get(document, "files");

	assert_true(json_is_null(json_object_get(unpinned, "digest")));
	assert_true(json_is_false(json_object_get(unpinned, "updatable")));
	assert_string_equal(string_at(skip, "code"), "syntax");
	assert_int_equal(json_integer_value(json_object_get(skip, "line")), 4);
	assert_int_equal(json_integer_value(json_object_get(files, "seen")), 9);
	json_decref(document);
}

static void paths_that_are_no_utf8_stay_told_apart_in_json(void **state)
{
	struct sample *s = *state;
	OWNED_STREAM out = { 0 };

	free(s->scan.pins.items[0]->path);
	free(s->scan.pins.items[1]->path);
	s->scan.pins.items[0]->path = must_copy("caf\xe9/Dockerfile");
	s->scan.pins.items[1]->path = must_copy("caf\\xe9/Dockerfile");
	report_scan_json(&out, &s->scan);
	json_t *document = parsed(&out.text);
	json_t *pins = json_object_get(document, "pins");

	assert_string_equal(string_at(json_array_get(pins, 0), "path"), "caf\\xe9/Dockerfile");
	assert_string_equal(string_at(json_array_get(pins, 1), "path"), "caf\\x5cxe9/Dockerfile");
	json_decref(document);
}

static void count_bytes(void *data, struct slice bytes)
{
	size_t *written = data;

	assert_true(bytes.size < 128 * 1024);
	*written += bytes.size;
}

static void a_report_is_written_in_portions(void **state)
{
	struct sample *s = *state;
	const struct style style = { .verbose = true };
	size_t written = 0;
	struct report_stream out = { .write = count_bytes, .data = &written };
	OWNED_STREAM whole = { 0 };

	for (size_t i = 0; i < 3000; i++)
		add_verdict(s, "e/Dockerfile", "alpine:3.20@" OLD, VERDICT_CURRENT);
	s->result.scan = &s->scan;
	report_run_json(&out, &s->result);
	report_stream_end(&out);
	report_run_json(&whole, &s->result);
	assert_true(written > 1024 * 1024);
	assert_int_equal(written, whole.text.size);
	text_clear(&whole.text);
	written = 0;
	report_run_text(&out, &s->result, &style);
	report_stream_end(&out);
	report_run_text(&whole, &s->result, &style);
	assert_int_equal(written, whole.text.size);
}

static void answers_are_printed_in_the_order_asked(void **state)
{
	(void)state;
	OWNED(questions) questions = questions_new();
	struct question *first = questions_add(questions, "ghcr.io", "a/b", "1");
	struct question *second = questions_add(questions, "docker.io", "library/x", "2");
	const struct question *asked[] = { second, first, second };
	OWNED_STREAM text = { 0 };
	OWNED_STREAM json = { 0 };

	first->error = error_new(ERROR_ABSENT, "ghcr.io: no such tag");
	second->digest = must_copy(NEW);
	report_resolve_text(&text, asked, 3);
	assert_string_equal(text.text.bytes, "docker.io/library/x:2@" NEW "\n"
					     "docker.io/library/x:2@" NEW "\n");
	report_resolve_json(&json, asked, 3);
	json_t *document = parsed(&json.text);
	json_t *failed = json_array_get(json_object_get(document, "answers"), 1);

	assert_string_equal(string_at(failed, "image"), "ghcr.io/a/b");
	assert_string_equal(string_at(json_object_get(failed, "error"), "code"), "absent");
	assert_true(json_is_null(json_object_get(failed, "platforms")));
	json_decref(document);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(verdicts_stand_under_their_image_once_per_movement,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_verbose_table_lists_every_place_and_reason,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    colors_wrap_words_and_nothing_from_outside_passes_raw, set_up, tear_down),
		cmocka_unit_test_setup_teardown(branches_are_told_with_what_became_of_them, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(the_run_document_has_the_fields_of_its_schema,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_scan_document_tells_pins_skips_and_files,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(paths_that_are_no_utf8_stay_told_apart_in_json,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_report_is_written_in_portions, set_up, tear_down),
		cmocka_unit_test(answers_are_printed_in_the_order_asked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
