#include "../../src/report/json_writer.h"
#include "../support/assertions.h"
#include <jansson.h>
#include <stdio.h>
#include <string.h>

/* The same document, as jansson lays it out. */
static char *as_jansson_has_it(const char *compact)
{
	json_error_t error;
	json_t *value = json_loads(compact, JSON_DECODE_ANY, &error);

	if (!value)
		fail_msg("%s: %s", compact, error.text);
	char *text = json_dumps(value, JSON_INDENT(2) | JSON_ENCODE_ANY);

	json_decref(value);
	return text;
}

static void assert_written(struct report_stream *stream, const char *compact)
{
	char *wanted = as_jansson_has_it(compact);

	assert_string_equal(stream->text.bytes, wanted);
	free(wanted);
	text_clear(&stream->text);
}

static void a_document_is_laid_out_as_jansson_does(void **state)
{
	(void)state;
	struct report_stream stream = { 0 };
	struct json_writer writer = { .stream = &stream };
	struct strings list = { 0 };

	strings_add(&list, "one");
	strings_add(&list, "t\\xwo");
	json_write_object(&writer, NULL);
	json_write_text(&writer, "text", "a");
	json_write_null(&writer, "null");
	json_write_object(&writer, "empty");
	json_write_object_end(&writer);
	json_write_array(&writer, "rows");
	json_write_array(&writer, NULL);
	json_write_array_end(&writer);
	json_write_object(&writer, NULL);
	json_write_bool(&writer, "yes", true);
	json_write_bool(&writer, "no", false);
	json_write_object_end(&writer);
	json_write_array_end(&writer);
	json_write_number(&writer, "least", INT64_MIN);
	json_write_texts(&writer, "texts", &list);
	json_write_paths(&writer, "paths", &list);
	json_write_object_end(&writer);
	strings_clear(&list);
	assert_written(&stream, "{\"text\": \"a\", \"null\": null, \"empty\": {}, \"rows\": [[], "
				"{\"yes\": true, \"no\": false}], \"least\": -9223372036854775808, "
				"\"texts\": [\"one\", \"t\\\\xwo\"], "
				"\"paths\": [\"one\", \"t\\\\x5cxwo\"]}");
}

static void every_character_is_escaped_as_jansson_does(void **state)
{
	(void)state;
	for (unsigned code = 1; code < 0x800; code++) {
		struct report_stream stream = { 0 };
		struct json_writer writer = { .stream = &stream };
		char text[4] = { (char)code };

		if (code >= 0x80) {
			text[0] = (char)(0xc0 | code >> 6);
			text[1] = (char)(0x80 | (code & 0x3f));
		}
		json_t *value = json_string(text);
		char *wanted = json_dumps(value, JSON_ENCODE_ANY);

		json_write_text(&writer, NULL, text);
		assert_string_equal(stream.text.bytes, wanted);
		free(wanted);
		json_decref(value);
		text_clear(&stream.text);
	}
}

static void bytes_that_are_no_utf8_are_written_as_numbers(void **state)
{
	(void)state;
	struct report_stream stream = { 0 };
	struct json_writer writer = { .stream = &stream };

	json_write_text(&writer, NULL, "\xff\xc3(\n\xed\xa0\x80");
	assert_string_equal(stream.text.bytes, "\"\\\\xff\\\\xc3(\\n\\\\xed\\\\xa0\\\\x80\"");
	text_clear(&stream.text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_document_is_laid_out_as_jansson_does),
		cmocka_unit_test(every_character_is_escaped_as_jansson_does),
		cmocka_unit_test(bytes_that_are_no_utf8_are_written_as_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
