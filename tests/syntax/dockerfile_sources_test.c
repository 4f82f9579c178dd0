#include "../support/assertions.h"
#include <digestbump/base/memory.h>
#include <digestbump/base/text.h>
#include <digestbump/syntax/dockerfile_args.h>
#include <digestbump/syntax/dockerfile_sources.h>
#include <digestbump/syntax/dockerfile_stages.h>
#include <string.h>

static void note(void *data, const struct dockerfile_source *source)
{
	text_add_format(data, "%s%s %.*s\n", source->is_broken ? "broken " : "",
			source->is_mount ? "mount" : "copy", (int)source->from.size,
			source->from.at);
}

/* Gives what an instruction names, a line each. */
static char *sources_of(const char *instruction)
{
	OWNED(mapped_text) text = mapped_text_of_file(slice_of(instruction));
	OWNED(text) out = text_new(0);
	struct mapped_slice rest = mapped_text_slice(text);
	struct mapped_slice keyword = words_take_keyword(&rest);
	struct words flags = { 0 };

	words_take_flags(&flags, &rest, '\\');
	dockerfile_sources(keyword, &flags, note, out);
	words_clear(&flags);
	return text_take(pass_on(&out));
}

static void assert_sources(const char *instruction, const char *wanted)
{
	OWNED_STRING got = sources_of(instruction);

	assert_string_equal(got, wanted);
}

static void copy_names_one_source(void **state)
{
	(void)state;
	assert_sources("COPY --from=build --chown=1:1 /a /b", "copy build\n");
	assert_sources("copy --chown=1:1 --from=\"alpine:3\" /a /b", "copy alpine:3\n");
	assert_sources("COPY /a /b", "");
	assert_sources("COPY --from= /a /b", "");
	assert_sources("ADD --from=build /a /b", "");
}

static void run_names_a_source_in_every_mount(void **state)
{
	(void)state;
	assert_sources("RUN --mount=type=bind,from=a,target=/x --mount=FROM=b,target=/y make",
		       "mount a\nmount b\n");
	assert_sources("RUN --mount=type=cache,target=/x make", "");
	assert_sources("RUN --mount=type=bind,from=a,from=b make", "mount b\n");
	assert_sources("RUN --mount=from=a,x=b\\\"c make", "broken mount a\n");
	assert_sources("RUN echo --mount=from=a", "");
}

static size_t number_of(const char *word)
{
	OWNED(mapped_text) text = mapped_text_of_file(slice_of(word));
	size_t number = 77;

	return dockerfile_stage_number(&number, mapped_text_slice(text)) ? number : 77;
}

static void numbers_are_stages(void **state)
{
	(void)state;
	assert_int_equal(number_of("0"), 0);
	assert_int_equal(number_of("+12"), 12);
	assert_true(number_of("-1") == SIZE_MAX);
	assert_true(number_of("99999999999999999999999") == SIZE_MAX);
	assert_int_equal(number_of("1a"), 77);
	assert_int_equal(number_of("-"), 77);
	assert_int_equal(number_of(""), 77);
}

static char *stage_of(const char *arguments)
{
	OWNED(mapped_text) text = mapped_text_of_file(slice_of(arguments));

	return stage_of_from(mapped_text_slice(text), '\\');
}

static void stages_are_named_behind_as(void **state)
{
	(void)state;
	OWNED_STRING named = stage_of("--platform=$P alpine as Build");
	OWNED_STRING nameless = stage_of("alpine");

	assert_string_equal(named, "build");
	assert_null(nameless);
}

/* Gives the word, read with one argument declared and perhaps given. */
static char *expand_with(const char *given, const char *declaration, const char *word)
{
	struct dockerfile_args arguments;
	struct error *why = NULL;
	OWNED(mapped_text) text = mapped_text_of_file(slice_of(declaration));
	OWNED(mapped_text) use = mapped_text_of_file(slice_of(word));
	OWNED(mapped_text) value = mapped_text_of_file(slice_of(given));
	OWNED(mapped_text) out = mapped_text_new(100);
	struct mapped_slice mapped = mapped_text_slice(value);

	dockerfile_args_begin(&arguments, '\\', 100);
	if (given)
		dockerfile_args_give(&arguments, "X", strcmp(given, "?") ? &mapped : NULL);
	dockerfile_args_declare(&arguments, mapped_text_slice(text), &why);
	assert_null(why);
	assert_fine(dockerfile_args_expand(out, &arguments, mapped_text_slice(use)));
	dockerfile_args_clear(&arguments);
	return slice_copy(mapped_bytes(mapped_text_slice(out)));
}

static void assert_expands(const char *given, const char *declaration, const char *wanted)
{
	OWNED_STRING got = expand_with(given, declaration, "a${X}b");

	assert_string_equal(got, wanted);
}

static void given_values_count_once_they_are_declared(void **state)
{
	(void)state;
	assert_expands(NULL, "X=1", "a1b");
	assert_expands("2", "X=1", "a2b");
	assert_expands("2", "X", "a2b");
	assert_expands("2", "Y=1", "ab");
	assert_expands("?", "X=1", "a${X}b");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(copy_names_one_source),
		cmocka_unit_test(run_names_a_source_in_every_mount),
		cmocka_unit_test(numbers_are_stages),
		cmocka_unit_test(stages_are_named_behind_as),
		cmocka_unit_test(given_values_count_once_they_are_declared),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
