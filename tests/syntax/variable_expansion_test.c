#include "../support/assertions.h"
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <digestbump/syntax/variable_expansion.h>
#include <string.h>

/* Variables that the tests have. The bytes of a value come from 1000 on. */
enum { VALUE_ORIGIN = 1000 };

static const struct {
	const char *name;
	enum variable_state state;
	const char *value;
} variables[] = {
	{ "A", VARIABLE_SET, "one" },
	{ "B", VARIABLE_SET, "two words" },
	{ "EMPTY", VARIABLE_SET, "" },
	{ "PATHS", VARIABLE_SET, "a/b/c.tar.gz" },
	{ "STARS", VARIABLE_SET, "a*b?c\\d" },
	{ "UNGIVEN", VARIABLE_DEFAULT_ONLY, NULL },
	{ "HIDDEN", VARIABLE_UNKNOWN, NULL },
	{ "1", VARIABLE_SET, "first" },
	{ "PIN", VARIABLE_SET,
	  "a:1@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" },
};

static struct mapped_text *letters_of(const char *text, uint32_t origin)
{
	struct mapped_text *mapped_text = mapped_text_new(0);

	for (size_t i = 0; text[i]; i++)
		mapped_text_add(mapped_text, text[i], origin + (uint32_t)i);
	return mapped_text;
}

/* The bytes of the values, which an expansion borrows. */
enum { VARIABLES = sizeof(variables) / sizeof(*variables) };
struct store {
	struct mapped_text *values[VARIABLES];
};

static void store_fill(struct store *store)
{
	for (size_t i = 0; i < VARIABLES; i++)
		store->values[i] =
		    letters_of(variables[i].value ? variables[i].value : "", VALUE_ORIGIN);
}

static void store_clear(struct store *store)
{
	for (size_t i = 0; i < VARIABLES; i++)
		mapped_text_free(store->values[i]);
}

static enum variable_state look_up(struct mapped_slice *value, const void *data, struct slice name)
{
	const struct store *store = data;

	for (size_t i = 0; i < VARIABLES; i++) {
		if (!slice_is(name, variables[i].name))
			continue;
		if (variables[i].state == VARIABLE_SET)
			*value = mapped_text_slice(store->values[i]);
		return variables[i].state;
	}
	return VARIABLE_UNSET;
}

static struct error *expanded(struct mapped_text *out, const struct dialect *dialect, char escape,
			      const char *word)
{
	OWNED(mapped_text) mapped = letters_of(word, 0);
	struct store store;
	struct expansion how = {
		.dialect = dialect,
		.escape = escape,
		.lookup = look_up,
		.data = &store,
		.most = EXPANSION_STEPS_MOST,
	};

	store_fill(&store);
	struct error *failed = expand(out, &how, mapped_text_slice(mapped));

	store_clear(&store);
	return failed;
}

static char *text_of(const struct mapped_text *mapped_text)
{
	return slice_copy(mapped_bytes(mapped_text_slice(mapped_text)));
}

static void check_expands(const struct dialect *dialect, char escape, const char *word,
			  const char *want)
{
	OWNED(mapped_text) out = mapped_text_new(EXPANSION_BYTES_MOST);

	assert_fine(expanded(out, dialect, escape, word));
	OWNED_STRING got = text_of(out);

	assert_string_equal(got, want);
}

struct row {
	const char *word;
	const char *want;
};

static void check_rows(const struct dialect *dialect, const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		check_expands(dialect, '\\', rows[i].word, rows[i].want);
}

static void replaces_variables(void **state)
{
	static const struct row rows[] = {
		{ "", "" },
		{ "plain", "plain" },
		{ "$A", "one" },
		{ "${A}", "one" },
		{ "x$A-$A.y", "xone-one.y" },
		{ "$A$EMPTY$A", "oneone" },
		{ "$NOPE", "" },
		{ "x${NOPE}y", "xy" },
		{ "$A_B", "" },
		{ "$", "$" },
		{ "a$/b", "a$/b" },
		{ "$1", "first" },
		{ "$1x", "firstx" },
		{ "$12", "" },
		{ "$$A", "A" },
		{ "$@x", "x" },
	};

	(void)state;
	check_rows(&dialect_dockerfile, rows, sizeof(rows) / sizeof(*rows));
}

static void chooses_by_what_is_set(void **state)
{
	static const struct row rows[] = {
		{ "${A:-d}", "one" },
		{ "${A-d}", "one" },
		{ "${EMPTY:-d}", "d" },
		{ "${EMPTY-d}", "" },
		{ "${NOPE:-d}", "d" },
		{ "${NOPE-d}", "d" },
		{ "${NOPE:-}", "" },
		{ "${A:+r}", "r" },
		{ "${A+r}", "r" },
		{ "${EMPTY:+r}", "" },
		{ "${EMPTY+r}", "r" },
		{ "${NOPE:+r}", "" },
		{ "${NOPE+r}", "" },
		{ "${A:?e}", "one" },
		{ "${EMPTY?e}", "" },
		{ "${UNGIVEN:-d}", "d" },
		{ "${UNGIVEN-d}", "d" },
		{ "${UNGIVEN:+r}", "" },
		{ "${NOPE:-${NIL:-$A}}", "one" },
		{ "${NOPE:-a b}", "a b" },
		{ "${NOPE:-\"}\"}", "}" },
		{ "${NOPE:-'$A'}", "$A" },
		{ "${NOPE:-\\}}", "}" },
	};

	(void)state;
	check_rows(&dialect_dockerfile, rows, sizeof(rows) / sizeof(*rows));
}

static void cuts_and_replaces_by_patterns(void **state)
{
	static const struct row rows[] = {
		{ "${PATHS#a/}", "b/c.tar.gz" },
		{ "${PATHS#*/}", "b/c.tar.gz" },
		{ "${PATHS##*/}", "c.tar.gz" },
		{ "${PATHS%.gz}", "a/b/c.tar" },
		{ "${PATHS%.*}", "a/b/c.tar" },
		{ "${PATHS%%.*}", "a/b/c" },
		{ "${PATHS%/*}", "a/b" },
		{ "${PATHS%%/*}", "a" },
		{ "${PATHS#x}", "a/b/c.tar.gz" },
		{ "${PATHS#}", "a/b/c.tar.gz" },
		{ "${PATHS##*}", "" },
		{ "${PATHS%%*}", "" },
		{ "${PATHS#*}", "a/b/c.tar.gz" },
		{ "${PATHS#?}", "/b/c.tar.gz" },
		{ "${PATHS#a?b}", "/c.tar.gz" },
		{ "${PATHS#*b*t}", "ar.gz" },
		{ "${PATHS##*b*r}", ".gz" },
		{ "${PATHS#a/b/c.tar.gz?}", "a/b/c.tar.gz" },
		{ "${PATHS/b/x}", "a/x/c.tar.gz" },
		{ "${PATHS/\\//-}", "a-b/c.tar.gz" },
		{ "${PATHS//\\//-}", "a-b-c.tar.gz" },
		{ "${PATHS//[/-}", "a/b/c.tar.gz" },
		{ "${PATHS/a*c/x}", "x.tar.gz" },
		{ "${PATHS//?\\//}", "c.tar.gz" },
		{ "${PATHS/nope/x}", "a/b/c.tar.gz" },
		{ "${A//n/$A}", "oonee" },
		{ "${A//*/x}", "x" },
		{ "${A///-}", "-o-n-e-" },
		{ "${A//n/}", "oe" },
		{ "${STARS#a\\*}", "b?c\\d" },
		{ "${STARS%\\\\d}", "a*b?c" },
		{ "${STARS#a\\*b\\?}", "c\\d" },
		{ "${NOPE#x}", "" },
		{ "${NOPE/x/y}", "" },
		{ "${PATHS#$NOPE}", "a/b/c.tar.gz" },
		{ "${PATHS#\"a/\"}", "b/c.tar.gz" },
	};

	(void)state;
	check_rows(&dialect_dockerfile, rows, sizeof(rows) / sizeof(*rows));
}

/* What hangs on the digits of a digest is something else with the next digest. */
static void a_pattern_that_reads_a_digest_gives_nothing(void **state)
{
	static const struct row rows[] = {
		{ "${PIN%@*}", "a:1" },
		{ "${PIN%%:*}", "a" },
		{ "${PIN%:*}", "a:1@sha256" },
		{ "${PIN#*@sha}",
		  "256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" },
		{ "${PIN#*5}",
		  "6:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" },
		{ "${PIN#a*:0}", "${PIN#a*:0}" },
		{ "${PIN%5*}", "${PIN%5*}" },
		{ "${PIN%%9*}", "${PIN%%9*}" },
		{ "${PIN/ff/x}", "${PIN/ff/x}" },
		{ "${PIN//@*/}", "a:1" },
	};

	(void)state;
	check_rows(&dialect_dockerfile, rows, sizeof(rows) / sizeof(*rows));
}

static void takes_quotes_and_escapes_away(void **state)
{
	static const struct row rows[] = {
		{ "\"$A\"", "one" },
		{ "'$A'", "$A" },
		{ "a\"b c\"d", "ab cd" },
		{ "\"it's\"", "it's" },
		{ "'say \"x\"'", "say \"x\"" },
		{ "\\$A", "$A" },
		{ "\"\\$A\"", "$A" },
		{ "\"a\\\"b\"", "a\"b" },
		{ "\"a\\b\"", "a\\b" },
		{ "\"a\\\\b\"", "a\\b" },
		{ "'a\\b'", "a\\b" },
		{ "a\\bc", "abc" },
		{ "a\\\\b", "a\\b" },
		{ "a\\", "a" },
		{ "\\'", "'" },
		{ "\"\"", "" },
		{ "\"${NOPE:-\"x y\"}\"", "x y" },
	};

	(void)state;
	check_rows(&dialect_dockerfile, rows, sizeof(rows) / sizeof(*rows));
}

static void escapes_by_the_letter_of_the_directive(void **state)
{
	(void)state;
	check_expands(&dialect_dockerfile, '`', "`$A\\$A", "$A\\one");
	check_expands(&dialect_dockerfile, '`', "\"`$A`\"\"", "$A\"");
	check_expands(&dialect_dockerfile, '`', "C:\\x", "C:\\x");
}

static void compose_knows_no_quotes_but_a_doubled_dollar(void **state)
{
	static const struct row rows[] = {
		{ "$A ${A}", "one one" },
		{ "$$A", "$A" },
		{ "$$$A", "$one" },
		{ "\"$A\" '$A'", "\"one\" 'one'" },
		{ "\\$A", "\\one" },
		{ "${NOPE:-a'b}", "a'b" },
		{ "${NOPE:-${NIL-$A}}", "one" },
		{ "${NOPE:-$$A}", "$A" },
		{ "${EMPTY:+x}${A:+y}", "y" },
		{ "$1", "$1" },
		{ "$@", "$@" },
		{ "$", "$" },
	};

	(void)state;
	check_rows(&dialect_compose, rows, sizeof(rows) / sizeof(*rows));
}

static void leaves_what_nobody_knows_as_written(void **state)
{
	static const struct row rows[] = {
		{ "x$HIDDEN", "x$HIDDEN" },           { "${HIDDEN}y", "${HIDDEN}y" },
		{ "${HIDDEN:-d}", "${HIDDEN:-d}" },   { "${HIDDEN:+$A}", "${HIDDEN:+$A}" },
		{ "${HIDDEN-d}", "${HIDDEN-d}" },     { "${HIDDEN+r}", "r" },
		{ "${HIDDEN#x}", "${HIDDEN#x}" },     { "${HIDDEN/x/y}", "${HIDDEN/x/y}" },
		{ "${A#$HIDDEN}", "${A#$HIDDEN}" },   { "$UNGIVEN", "$UNGIVEN" },
		{ "${UNGIVEN:?e}", "${UNGIVEN:?e}" }, { "${UNGIVEN%x}", "${UNGIVEN%x}" },
		{ "${NOPE:-$HIDDEN}", "$HIDDEN" },
	};

	(void)state;
	check_rows(&dialect_dockerfile, rows, sizeof(rows) / sizeof(*rows));
}

static void marks_hidden_letters(void **state)
{
	OWNED(mapped_text) out = mapped_text_new(EXPANSION_BYTES_MOST);

	(void)state;
	assert_fine(expanded(out, &dialect_dockerfile, '\\', "a$HIDDEN.b"));
	assert_true(mapped_has_unknown(mapped_text_slice(out)));
	assert_int_equal(out->from[0], 0);
	assert_int_equal(out->from[1], ORIGIN_UNKNOWN);
	assert_int_equal(out->from[7], ORIGIN_UNKNOWN);
	assert_int_equal(out->from[8], 8);
	assert_int_equal(out->from[9], 9);
}

/* The place of `part` in what the word expands to. */
static void check_place(const char *word, const char *part, bool whole, size_t at)
{
	OWNED(mapped_text) out = mapped_text_new(EXPANSION_BYTES_MOST);
	struct range image_path = { 0 };
	size_t found;

	assert_fine(expanded(out, &dialect_dockerfile, '\\', word));
	assert_true(slice_find(&found, mapped_bytes(mapped_text_slice(out)), part));
	struct mapped_slice mapped = mapped_part(mapped_text_slice(out), found, strlen(part));

	assert_int_equal(mapped_range(&image_path, mapped), whole);
	if (whole) {
		assert_int_equal(image_path.at, at);
		assert_int_equal(image_path.length, strlen(part));
	}
}

static void every_letter_knows_its_origin(void **state)
{
	(void)state;
	check_place("xyz", "yz", true, 1);
	check_place("x$A", "one", true, VALUE_ORIGIN);
	check_place("x$A", "xone", false, 0);
	check_place("${NOPE:-word}", "word", true, 8);
	check_place("${A:+word}", "word", true, 5);
	check_place("\"a b\"", "a b", true, 1);
	check_place("a\\bc", "abc", false, 0);
	check_place("a\\bc", "bc", true, 2);
	check_place("'ab'cd", "abcd", false, 0);
	check_place("${PATHS##*/}", "c.tar", true, VALUE_ORIGIN + 4);
	check_place("${PATHS%.*}", "a/b/c.tar", true, VALUE_ORIGIN);
	check_place("${PATHS/b/word}", "word", true, 10);
	check_place("${PATHS/b/word}", "/c.tar", true, VALUE_ORIGIN + 3);
	check_place("${PATHS/b/word}", "word/c", false, 0);
}

static void refuses_what_the_dialect_refuses(void **state)
{
	static const char *const words[] = {
		"${}",  "${",    "${A",    "${:-x}",  "${A:}",    "${A!x}",      "${A:#x}",
		"${A:", "${{A}", "${A:-x", "${A/x}",  "${A/x/y",  "${NOPE:?}",   "${NOPE?x}",
		"'x",   "\"x",   "\"$A",   "${A:-'}", "${A#\\x}", "${EMPTY:?x}",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		OWNED(mapped_text) out = mapped_text_new(EXPANSION_BYTES_MOST);

		assert_fails(expanded(out, &dialect_dockerfile, '\\', words[i]), ERROR_SYNTAX, "");
	}
	OWNED(mapped_text) out = mapped_text_new(EXPANSION_BYTES_MOST);

	assert_fails(expanded(out, &dialect_compose, '\\', "${A#x}"), ERROR_SYNTAX, "'${A'");
	assert_fails(expanded(out, &dialect_dockerfile, '\\', "${NOPE:?which one}"), ERROR_SYNTAX,
		     "'NOPE' has no value: which one");
}

/* Gives `open` times "${NOPE:-", then what closes them. */
static char *nested(size_t open)
{
	OWNED(text) word = text_new(0);

	for (size_t i = 0; i < open; i++)
		text_add_string(word, "${NOPE:-");
	text_add_string(word, "x");
	for (size_t i = 0; i < open; i++)
		text_add_string(word, "}");
	return text_take(pass_on(&word));
}

static void stops_at_the_ceilings(void **state)
{
	OWNED_STRING fine = nested(EXPANSION_DEPTH_MOST - 1);
	OWNED_STRING deep = nested(EXPANSION_DEPTH_MOST);
	OWNED_STRING wide = must_alloc(2 * EXPANSION_BYTES_MOST + 1);
	OWNED(mapped_text) out = mapped_text_new(EXPANSION_BYTES_MOST);
	OWNED(mapped_text) long_one = mapped_text_new(EXPANSION_BYTES_MOST);

	(void)state;
	check_expands(&dialect_dockerfile, '\\', fine, "x");
	assert_fails(expanded(out, &dialect_dockerfile, '\\', deep), ERROR_LIMIT, "deep");
	for (size_t i = 0; i < EXPANSION_BYTES_MOST; i++)
		memcpy(wide + 2 * i, "$A", 2);
	assert_fails(expanded(long_one, &dialect_dockerfile, '\\', wide), ERROR_LIMIT, "longer");
	assert_true(long_one->size <= EXPANSION_BYTES_MOST);
}

static void counts_the_steps_of_all_words(void **state)
{
	OWNED(mapped_text) word = letters_of("$A", 0);
	OWNED(mapped_text) out = mapped_text_new(EXPANSION_BYTES_MOST);
	struct store store;
	struct expansion how = {
		.dialect = &dialect_dockerfile,
		.escape = '\\',
		.lookup = look_up,
		.data = &store,
		.most = 2 * strlen("one"),
	};
	OWNED(mapped_text) plain = letters_of("without any", 0);

	(void)state;
	store_fill(&store);
	assert_fine(expand(out, &how, mapped_text_slice(word)));
	assert_fine(expand(out, &how, mapped_text_slice(word)));
	assert_fails(expand(out, &how, mapped_text_slice(word)), ERROR_LIMIT, "too many");
	assert_fine(expand(out, &how, mapped_text_slice(plain)));
	store_clear(&store);
}

static void may_take_more_steps_in_a_longer_file(void **state)
{
	(void)state;
	assert_int_equal(expansion_most(0), EXPANSION_STEPS_LEAST);
	assert_int_equal(expansion_most(1000),
			 EXPANSION_STEPS_LEAST + 1000 * EXPANSION_STEPS_PER_BYTE);
	assert_int_equal(expansion_most(FILE_BYTES_MOST), EXPANSION_STEPS_MOST);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(replaces_variables),
		cmocka_unit_test(may_take_more_steps_in_a_longer_file),
		cmocka_unit_test(chooses_by_what_is_set),
		cmocka_unit_test(cuts_and_replaces_by_patterns),
		cmocka_unit_test(a_pattern_that_reads_a_digest_gives_nothing),
		cmocka_unit_test(takes_quotes_and_escapes_away),
		cmocka_unit_test(escapes_by_the_letter_of_the_directive),
		cmocka_unit_test(compose_knows_no_quotes_but_a_doubled_dollar),
		cmocka_unit_test(leaves_what_nobody_knows_as_written),
		cmocka_unit_test(marks_hidden_letters),
		cmocka_unit_test(every_letter_knows_its_origin),
		cmocka_unit_test(refuses_what_the_dialect_refuses),
		cmocka_unit_test(stops_at_the_ceilings),
		cmocka_unit_test(counts_the_steps_of_all_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
