#include "../support/assertions.h"
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <digestbump/syntax/dockerfile.h>
#include <digestbump/syntax/dockerfile_heredoc.h>
#include <digestbump/syntax/dockerfile_words.h>
#include <string.h>

/* Gives the logical lines of a Dockerfile, each in brackets. */
static char *lines_of(const char *text)
{
	OWNED(mapped_text) file = mapped_text_of_file(slice_of(text));
	OWNED(mapped_text) line = mapped_text_new(0);
	OWNED(text) out = text_new(0);
	struct dockerfile reader;

	dockerfile_begin(&reader, mapped_text_slice(file));
	while (dockerfile_next(&reader, line))
		text_add_format(out, "[%.*s]", (int)line->size, line->bytes ? line->bytes : "");
	return text_take(pass_on(&out));
}

static void check_lines(const char *text, const char *want)
{
	OWNED_STRING got = lines_of(text);

	assert_string_equal(got, want);
}

static void joins_continued_lines_as_they_stand(void **state)
{
	(void)state;
	check_lines("RUN a\\\nb\n", "[RUN ab]");
	check_lines("RUN a \\\n  b\n", "[RUN a   b]");
	check_lines("RUN a\\  \t\nb\n", "[RUN ab]");
	check_lines("RUN a\\\r\nb\r\n", "[RUN ab]");
	check_lines("RUN a\\ x\nRUN b\n", "[RUN a\\ x][RUN b]");
	check_lines("RUN a\\\\\nRUN b\n", "[RUN a\\\\][RUN b]");
	check_lines("RUN a\\\n\\\nb\n", "[RUN ab]");
	check_lines("\\\nRUN a\n", "[RUN a]");
	check_lines("  \\  \n RUN a\n", "[ RUN a]");
	check_lines("RUN a \\", "[RUN a ]");
	check_lines("\\\n", "[]");
}

static void leaves_comments_and_empty_lines_out(void **state)
{
	(void)state;
	check_lines("", "");
	check_lines("\n \n\t\n", "");
	check_lines("# a\n  # b\nRUN c\n", "[RUN c]");
	check_lines("RUN a \\\n# b\n\n   # c \\\n \t\n  d\n", "[RUN a   d]");
	check_lines("# a \\\nRUN b\n", "[RUN b]");
	check_lines("RUN a # b\n", "[RUN a # b]");
	check_lines("RUN a \\\n b # c \\\n d\n", "[RUN a  b # c  d]");
}

static void keeps_blanks_at_the_end_of_a_line(void **state)
{
	(void)state;
	check_lines("\tRUN a  \n", "[RUN a  ]");
	check_lines("RUN a\r\r\n", "[RUN a]");
	check_lines("RUN a\rb\n", "[RUN a\rb]");
}

static void continues_by_the_escape_of_the_directive(void **state)
{
	(void)state;
	check_lines("# escape=`\nRUN a`\nb\\\nc\n", "[RUN ab\\][c]");
	check_lines("#ESCAPE = `\t\nRUN a`\nb\n", "[RUN ab]");
	check_lines("# escape=\\\nRUN a\\\nb\n", "[RUN ab]");
	check_lines("# x=y\n# escape=`\nRUN a`\nb\n", "[RUN a`][b]");
	check_lines("RUN x\n# escape=`\nRUN a`\nb\n", "[RUN x][RUN a`][b]");
	check_lines("# escape=``\nRUN a\\\nb\n", "[RUN ab]");
	check_lines("# escape=\n# escape=`\nRUN a`\nb\n", "[RUN a`][b]");
	check_lines("# 1escape=`\nRUN a\\\nb\n", "[RUN ab]");
}

static void skips_the_bodies_of_heredocs(void **state)
{
	(void)state;
	check_lines("RUN <<A\nx\nA\nRUN y\n", "[RUN <<A][RUN y]");
	check_lines("RUN <<A <<B\nB\nA\nA\nB\nRUN y\n", "[RUN <<A <<B][RUN y]");
	check_lines("RUN <<-A\n\t\tA\nRUN y\n", "[RUN <<-A][RUN y]");
	check_lines("RUN <<A\nA \n A\nA\nRUN y\n", "[RUN <<A][RUN y]");
	check_lines("RUN <<A\nA\r\nRUN y\n", "[RUN <<A][RUN y]");
	check_lines("RUN <<A \\\n && z\nx\nA\nRUN y\n", "[RUN <<A  && z][RUN y]");
	check_lines("RUN <<A\nx", "[RUN <<A]");
	check_lines("CMD <<A\nx\n", "[CMD <<A][x]");
}

static void skips_the_comments_of_templates(void **state)
{
	(void)state;
	check_lines("{# a #}\nRUN b\n", "[RUN b]");
	check_lines("{#\nRUN a\n#}\nRUN b\n", "[RUN b]");
	check_lines("{{/* a\nRUN a\n*/}}\nRUN b\n", "[RUN b]");
	check_lines("<%# a\nRUN a %>\nRUN b\n", "[RUN b]");
	check_lines("{#\nRUN a", "");
}

static void every_joined_letter_knows_its_place(void **state)
{
	OWNED(mapped_text) file = mapped_text_of_file(slice_of("# c\nFROM a\\\n# d\n  b\n"));
	OWNED(mapped_text) line = mapped_text_new(0);
	struct dockerfile reader;
	struct range image_path;

	(void)state;
	dockerfile_begin(&reader, mapped_text_slice(file));
	assert_true(dockerfile_next(&reader, line));
	struct mapped_slice mapped = mapped_text_slice(line);

	assert_true(slice_is(mapped_bytes(mapped), "FROM a  b"));
	assert_true(mapped_range(&image_path, mapped_part(mapped, 0, 6)));
	assert_int_equal(image_path.at, 4);
	assert_true(mapped_range(&image_path, mapped_part(mapped, 8, 1)));
	assert_int_equal(image_path.at, 18);
	assert_false(mapped_range(&image_path, mapped_part(mapped, 5, 2)));
	assert_false(mapped_range(&image_path, mapped_part(mapped, 0, 0)));
}

static void check_syntax(const char *text, const char *want)
{
	OWNED(mapped_text) file = mapped_text_of_file(slice_of(text));
	struct mapped_slice value;
	bool found = dockerfile_syntax(&value, mapped_text_slice(file));

	assert_int_equal(found, want != NULL);
	if (want)
		assert_true(slice_is(mapped_bytes(value), want));
}

static void reads_the_syntax_directive(void **state)
{
	(void)state;
	check_syntax("# syntax=a\n", "a");
	check_syntax("#syntax = a b c\r\n", "a");
	check_syntax("# Syntax=a", "a");
	check_syntax("\xEF\xBB\xBF# syntax=a\n", "a");
	check_syntax("#!x\n# syntax=a\n", "a");
	check_syntax("# escape=`\n# check=x\n# syntax=a\n", "a");
	check_syntax("// syntax=a\n", "a");
	check_syntax("//syntax=a\n# syntax=b\n", "a");
	check_syntax("# syntax=a\n# syntax=b\n", "a");
	check_syntax(" # syntax=a\n", NULL);
	check_syntax("\n# syntax=a\n", NULL);
	check_syntax("# x\n# syntax=a\n", NULL);
	check_syntax("# syntax=\n", NULL);
	check_syntax("# syntax a\n", NULL);
	check_syntax("#!x\n#!y\n# syntax=a\n", NULL);
	check_syntax("FROM a\n# syntax=a\n", NULL);
	check_syntax("", NULL);
}

/* ---- words ---- */

static char *shown(const struct words *words)
{
	OWNED(text) out = text_new(0);

	for (size_t i = 0; i < words->count; i++)
		text_add_format(out, "[%.*s]", (int)words->items[i]->size,
				words->items[i]->bytes ? words->items[i]->bytes : "");
	return text_take(pass_on(&out));
}

static void check_flags(const char *line, char escape, const char *want, const char *want_rest)
{
	OWNED(mapped_text) mapped = mapped_text_of_file(slice_of(line));
	struct mapped_slice rest = mapped_text_slice(mapped);
	struct words flags = { 0 };

	words_take_flags(&flags, &rest, escape);
	OWNED_STRING got = shown(&flags);

	words_clear(&flags);
	assert_string_equal(got, want);
	assert_true(slice_is(mapped_bytes(rest), want_rest));
}

static void takes_flags_off_the_front(void **state)
{
	(void)state;
	check_flags("--a=b  --c d --e", '\\', "[--a=b][--c]", "d --e");
	check_flags("", '\\', "", "");
	check_flags("-a b", '\\', "", "-a b");
	check_flags("--a -- --b", '\\', "[--a]", "--b");
	check_flags("--a=\"x y\"z --b='q\"'", '\\', "[--a=x yz][--b=q\"]", "");
	check_flags("--a=x\\ y z", '\\', "[--a=x y]", "z");
	check_flags("--a='x\\'y' z", '\\', "[--a=x'y]", "z");
	check_flags("--a=x\\", '\\', "[--a=x]", "");
	check_flags("--a=x` y\\ z", '`', "[--a=x y\\]", "z");
	check_flags("--a=\"open z", '\\', "[--a=open z]", "");
	check_flags("\"--a\" b", '\\', "", "\"--a\" b");
}

static void finds_a_flag_by_its_whole_name(void **state)
{
	OWNED(mapped_text)
	mapped = mapped_text_of_file(slice_of("--fro=a --from-x=b --from=c --from=d e"));
	struct mapped_slice rest = mapped_text_slice(mapped);
	struct words flags = { 0 };
	struct mapped_slice value;

	(void)state;
	words_take_flags(&flags, &rest, '\\');
	assert_true(words_flag_value(&value, &flags, "--from"));
	assert_true(slice_is(mapped_bytes(value), "c"));
	assert_false(words_flag_value(&value, &flags, "--FROM"));
	words_clear(&flags);
}

static void check_words(const char *line, const char *want)
{
	OWNED(mapped_text) mapped = mapped_text_of_file(slice_of(line));
	struct words words = { 0 };

	words_split_quoted(&words, mapped_text_slice(mapped), '\\');
	OWNED_STRING got = shown(&words);

	words_clear(&words);
	assert_string_equal(got, want);
}

static void keeps_quotes_of_words_in_quotes(void **state)
{
	(void)state;
	check_words("a=1  b\t c=", "[a=1][b][c=]");
	check_words("a=\"x y\" b='z w'", "[a=\"x y\"][b='z w']");
	check_words("a=x\\ y b", "[a=x\\ y][b]");
	check_words("a=\"x\\\" y\" b", "[a=\"x\\\" y\"][b]");
	check_words("a='x\\' b", "[a='x\\'][b]");
	check_words("a=\"open b", "[a=\"open b]");
	check_words("a=x\\", "[a=x\\]");
	check_words("", "");
}

static void keeps_only_so_many_words(void **state)
{
	OWNED(text) line = text_new(0);
	struct words words = { 0 };

	(void)state;
	for (size_t i = 0; i < WORDS_MOST + 10; i++)
		text_add_string(line, "a ");
	OWNED(mapped_text) mapped = mapped_text_of_file(text_slice(line));

	words_split_quoted(&words, mapped_text_slice(mapped), '\\');
	assert_int_equal(words.count, WORDS_MOST);
	words_clear(&words);
}

static void check_csv(const char *line, bool whole, const char *want)
{
	OWNED(mapped_text) mapped = mapped_text_of_file(slice_of(line));
	struct words fields = { 0 };

	assert_int_equal(words_split_csv(&fields, mapped_text_slice(mapped)), whole);
	OWNED_STRING got = shown(&fields);

	words_clear(&fields);
	if (whole)
		assert_string_equal(got, want);
}

static void reads_comma_separated_values(void **state)
{
	(void)state;
	check_csv("a=b,c", true, "[a=b][c]");
	check_csv("", true, "[]");
	check_csv("a,", true, "[a][]");
	check_csv("\"a,b\",c", true, "[a,b][c]");
	check_csv("\"a\"\"b\"", true, "[a\"b]");
	check_csv("\"\"", true, "[]");
	check_csv("a\"b", false, "");
	check_csv("\"a\"b", false, "");
	check_csv("\"a", false, "");
}

/* ---- heredocs ---- */

/* The words that end the heredocs of a line, `-` in front of chomped ones. */
static void check_heredocs(const char *line, const char *want)
{
	OWNED(mapped_text) mapped = mapped_text_of_file(slice_of(line));
	OWNED(text) out = text_new(0);
	struct heredocs found = { 0 };

	heredocs_find(&found, mapped_text_slice(mapped), '\\');
	for (size_t i = 0; i < found.count; i++)
		text_add_format(out, "[%s%.*s]", found.items[i].chomp ? "-" : "",
				(int)found.items[i].word->size, found.items[i].word->bytes);
	heredocs_clear(&found);
	assert_true(slice_is(text_slice(out), want));
}

static void knows_what_opens_a_heredoc(void **state)
{
	(void)state;
	check_heredocs("RUN <<A", "[A]");
	check_heredocs("run cat <<A >x && cat 3<<-B", "[A][-B]");
	check_heredocs("COPY <<A <<'B c' /d", "[A][B c]");
	check_heredocs("ADD --chown=1 <<A /d", "[A]");
	check_heredocs("ONBUILD RUN <<A", "[A]");
	check_heredocs("RUN << A", "[A]");
	check_heredocs("RUN <<\"A\"B", "[AB]");
	check_heredocs("RUN <<\\A", "[A]");
	check_heredocs("RUN <<A;", "[A;]");
	check_heredocs("RUN [ -e x ] <<A", "[A]");
	check_heredocs("RUN [\"a\", 1] <<A", "[A]");
	check_heredocs("RUN [\"a\"] <<A", "[A]");
}

static void knows_what_only_looks_like_a_heredoc(void **state)
{
	(void)state;
	check_heredocs("RUN <<<A", "");
	check_heredocs("RUN a<<A", "");
	check_heredocs("RUN \"<<A\"", "");
	check_heredocs("RUN '<<A'", "");
	check_heredocs("RUN \\<<A", "");
	check_heredocs("RUN <<", "");
	check_heredocs("RUN <<- A", "");
	check_heredocs("RUN <<''", "");
	check_heredocs("RUN 'a <<A", "");
	check_heredocs("RUN <<A 'b", "");
	check_heredocs("RUN [\"<<A\"]", "");
	check_heredocs("RUN [ \"a\\\"\" , \"<<A\" ] ", "");
	check_heredocs("CMD <<A", "");
	check_heredocs("ONBUILD CMD <<A", "");
	check_heredocs("HEALTHCHECK CMD <<A", "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(joins_continued_lines_as_they_stand),
		cmocka_unit_test(leaves_comments_and_empty_lines_out),
		cmocka_unit_test(keeps_blanks_at_the_end_of_a_line),
		cmocka_unit_test(continues_by_the_escape_of_the_directive),
		cmocka_unit_test(skips_the_bodies_of_heredocs),
		cmocka_unit_test(skips_the_comments_of_templates),
		cmocka_unit_test(every_joined_letter_knows_its_place),
		cmocka_unit_test(reads_the_syntax_directive),
		cmocka_unit_test(takes_flags_off_the_front),
		cmocka_unit_test(finds_a_flag_by_its_whole_name),
		cmocka_unit_test(keeps_quotes_of_words_in_quotes),
		cmocka_unit_test(keeps_only_so_many_words),
		cmocka_unit_test(reads_comma_separated_values),
		cmocka_unit_test(knows_what_opens_a_heredoc),
		cmocka_unit_test(knows_what_only_looks_like_a_heredoc),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
