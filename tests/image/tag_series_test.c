#include "../support/assertions.h"
#include <digestbump/base/memory.h>
#include <digestbump/base/text.h>
#include <digestbump/image/tag_series.h>
#include <string.h>

struct row {
	struct series_options series;
	const char *written;
	const char *tags; /* with blanks between them */
	enum series_choice choice;
	const char *next; /* NULL: none */
};

#define GLOB(text_)                                                                                \
	{                                                                                          \
		.kind = SERIES_GLOB, .text = (text_)                                               \
	}
#define SEMVER(text_, suffix_)                                                                     \
	{                                                                                          \
		.kind = SERIES_SEMVER, .text = (text_), .suffix = (suffix_)                        \
	}
#define REGEX(text_, order_)                                                                       \
	{                                                                                          \
		.kind = SERIES_REGEX, .text = (text_), .order = (order_)                           \
	}

static const struct row rows[] = {
	/* globs */
	{ GLOB("1.22.*"), "1.22.1", "1.22.0 1.22.1 1.22.4 1.23.0 latest", SERIES_NEWER, "1.22.4" },
	{ GLOB("1.22.*"), "1.22.9", "1.22.9 1.22.10 1.22.2", SERIES_NEWER, "1.22.10" },
	{ GLOB("1.22.*"), "1.22.4", "1.22.4 1.22.3", SERIES_CURRENT, NULL },
	{ GLOB("1.22.*"), "1.22.4", "1.22.3", SERIES_CURRENT, NULL },
	{ GLOB("1.22.*"), "1.22.4", "", SERIES_CURRENT, NULL },
	{ GLOB("1.22.*"), "1.22.1", "1.22.4-alpine 1.22.rc1 1.22.5rc1 1.22.7.1", SERIES_CURRENT,
	  NULL },
	{ GLOB("1.*"), "1.22", "1.23 1.24.1 1.24-alpine", SERIES_NEWER, "1.23" },
	{ GLOB("3.*-alpine"), "3.9-alpine", "3.10-alpine 3.11 3.12-slim", SERIES_NEWER,
	  "3.10-alpine" },
	{ GLOB("1.*-alpine3.*"), "1.2-alpine3.9", "1.2-alpine3.10 1.2-alpine3.10.1", SERIES_NEWER,
	  "1.2-alpine3.10" },
	{ GLOB("1.*-alpine3.*"), "1.2-alpine3.9", "1.3-alpine3.8", SERIES_NEWER, "1.3-alpine3.8" },
	{ GLOB("v1.*"), "v1.2", "1.3 v1.3", SERIES_NEWER, "v1.3" },
	{ GLOB("*"), "3", "20240101 4 latest", SERIES_NEWER, "4" },
	{ GLOB("*"), "20240101", "20240301 20240201", SERIES_NEWER, "20240301" },
	{ GLOB("*"), "9", "10 2024", SERIES_NEWER, "10" },
	{ GLOB("2*"), "2017", "2019 2022", SERIES_NEWER, "2022" },
	{ GLOB("1.22.*"), "1.23.0", "1.22.9", SERIES_OLDER, "1.22.9" },
	{ GLOB("1.22.*"), "1.21.3", "1.22.9 1.22.8", SERIES_NEWER, "1.22.9" },
	{ GLOB("1.22.*"), "latest", "1.22.9", SERIES_INCOMPARABLE, NULL },
	{ GLOB("1.22.*"), "1.22", "1.22.9", SERIES_INCOMPARABLE, NULL },
	{ GLOB("1.02.*"), "1.02.3", "1.02.04 1.02.4", SERIES_NEWER, "1.02.04" },
	{ GLOB("1.*"), "1.2", "1.99999999999999999999999999999999 1.3", SERIES_NEWER,
	  "1.99999999999999999999999999999999" },
	/* ranges */
	{ SEMVER("^1.22", NULL), "1.22.1", "1.22.4 1.30.0 2.0.0 1.31.0-rc.1", SERIES_NEWER,
	  "1.30.0" },
	{ SEMVER("~1.22.1", NULL), "1.22.1", "1.22.9 1.23.0 1.22.10", SERIES_NEWER, "1.22.10" },
	{ SEMVER("^1.22", "-alpine"), "1.22-alpine", "1.23-alpine 1.24 1.25-alpine3.20 1.24-slim",
	  SERIES_NEWER, "1.23-alpine" },
	{ SEMVER("^1.22", "-alpine"), "1.22", "1.23-alpine", SERIES_INCOMPARABLE, NULL },
	{ SEMVER("^1", NULL), "1", "2 1", SERIES_CURRENT, NULL },
	{ SEMVER(">=3", NULL), "3", "4 20240101 5.1", SERIES_NEWER, "4" },
	{ SEMVER(">=3", NULL), "3.18", "3.20 3.19 edge 20240101 20240101.1", SERIES_NEWER, "3.20" },
	{ SEMVER("^0.2.3", NULL), "0.2.3", "0.2.9 0.3.0", SERIES_NEWER, "0.2.9" },
	{ SEMVER("^0.0.3", NULL), "0.0.3", "0.0.4", SERIES_CURRENT, NULL },
	{ SEMVER("1.x", NULL), "1.2.3", "1.9.0 2.0.0", SERIES_NEWER, "1.9.0" },
	{ SEMVER("1.2 - 1.4", NULL), "1.2.0", "1.4.7 1.5.0", SERIES_NEWER, "1.4.7" },
	{ SEMVER("1.2.0 - 1.4.5", NULL), "1.2.0", "1.4.7 1.4.5", SERIES_NEWER, "1.4.5" },
	{ SEMVER("> 1.2 < 3", NULL), "1.3.0", "2.9.9 3.0.0", SERIES_NEWER, "2.9.9" },
	{ SEMVER("^1 || ^3", NULL), "1.3.0", "2.9.9 3.4.0 4.0.0", SERIES_NEWER, "3.4.0" },
	{ SEMVER("<=1.3", NULL), "1.2.0", "1.3.9 1.4.0", SERIES_NEWER, "1.3.9" },
	{ SEMVER("=1.3", NULL), "1.3.0", "1.3.9 1.4.0", SERIES_NEWER, "1.3.9" },
	{ SEMVER("*", NULL), "1.3.0", "7.0.0 v9.0.0 8.0.0-rc1", SERIES_NEWER, "7.0.0" },
	{ SEMVER("^1", NULL), "v1.0.0", "1.9.0 v1.8.0", SERIES_NEWER, "v1.8.0" },
	{ SEMVER("^1", NULL), "2.0.0", "1.9.0", SERIES_OLDER, "1.9.0" },
	{ SEMVER("^1", NULL), "latest", "1.9.0", SERIES_INCOMPARABLE, NULL },
	{ SEMVER("^1", NULL), "1.0.0", "1.2.3.4 1.1.0 a1.9.0 1.9.0a", SERIES_NEWER, "1.1.0" },
	{ { .kind = SERIES_SEMVER, .text = "^1.2", .prereleases = true },
	  "1.2.0",
	  "1.3.0-rc.1 1.3.0-rc.2 1.3.0-beta.9 2.0.0-rc.1",
	  SERIES_NEWER,
	  "1.3.0-rc.2" },
	{ SEMVER(">=1.3.0-rc.1", NULL), "1.3.0-rc.2", "1.3.0-rc.10 1.3.0-rc.9", SERIES_NEWER,
	  "1.3.0-rc.10" },
	{ SEMVER(">=1.3.0-rc.1", NULL), "1.3.0-rc.2", "1.3.0 1.3.0-rc.9", SERIES_NEWER, "1.3.0" },
	/* expressions */
	{ REGEX("RELEASE\\.(.*)", SERIES_NUMERIC), "RELEASE.2024-01-05T22-17-24Z",
	  "RELEASE.2024-02-01T00-00-00Z RELEASE.2023-12-31T00-00-00Z latest", SERIES_NEWER,
	  "RELEASE.2024-02-01T00-00-00Z" },
	{ REGEX("[0-9a-f]{7}-(\\d+)", SERIES_NUMERIC), "abcdef0-9", "1234567-10 fffffff-8",
	  SERIES_NEWER, "1234567-10" },
	{ REGEX("focal-\\d{8}", SERIES_TEXT), "focal-20240101", "focal-20240301 jammy-20250101",
	  SERIES_NEWER, "focal-20240301" },
	{ REGEX("focal-\\d{8}", SERIES_TEXT), "latest", "focal-20240301", SERIES_INCOMPARABLE,
	  NULL },
	{ REGEX("(a+)+b", SERIES_NUMERIC), "ab", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac",
	  SERIES_CURRENT, NULL },
	/* what is no tag */
	{ GLOB("1.*"), "1.2", "1.3/x .1.4 -1.5 sha256:1.6", SERIES_CURRENT, NULL },
};

static void add_words(struct strings *list, const char *words)
{
	OWNED_STRING copy = must_copy(words);
	char *rest = copy;

	for (char *word; (word = strsep(&rest, " "));)
		strings_add(list, word);
}

static void every_row_chooses_as_it_says(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		OWNED(series) series = NULL;
		OWNED(strings) tags = strings_new();
		const char *next = NULL;

		assert_fine(series_new(&series, &rows[i].series));
		add_words(tags, rows[i].tags);
		enum series_choice choice = series_choose(&next, series, rows[i].written, tags);

		if (choice != rows[i].choice || !next != !rows[i].next ||
		    (next && strcmp(next, rows[i].next) != 0))
			fail_msg("'%s' of '%s' among '%s': %d '%s'", rows[i].written,
				 rows[i].series.text, rows[i].tags, choice, next ? next : "");
	}
}

static void the_order_of_tags_does_not_matter(void **state)
{
	(void)state;
	OWNED(series) series = NULL;
	const char *const orders[] = { "1.2 1.02 1.002", "1.002 1.02 1.2", "1.02 1.2 1.002" };

	assert_fine(series_new(&series, &(struct series_options)GLOB("1.*")));
	for (size_t i = 0; i < sizeof(orders) / sizeof(*orders); i++) {
		OWNED(strings) tags = strings_new();
		const char *next = NULL;

		add_words(tags, orders[i]);
		assert_int_equal(series_choose(&next, series, "1.1", tags), SERIES_NEWER);
		assert_string_equal(next, "1.002");
	}
}

static void what_is_no_series_is_refused_with_the_reason(void **state)
{
	static const struct {
		struct series_options series;
		const char *part;
	} wrong[] = {
		{ GLOB("1.[0-9]"), "'*' stands for its numbers" },
		{ SEMVER("^1.2.y", NULL), "'^1.2.y' is no version" },
		{ SEMVER("", NULL), "an empty range" },
		{ SEMVER("^", NULL), "'^' is no version" },
		{ SEMVER("1.2 -", NULL), "'' is no version" },
		{ SEMVER("^1.2.3.4", NULL), "is no version" },
		{ SEMVER(">=99999999999999999999", NULL), "is no version" },
		{ REGEX("1.(", SERIES_NUMERIC), "missing closing parenthesis" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		OWNED(series) series = NULL;

		assert_fails(series_new(&series, &wrong[i].series), ERROR_SYNTAX, wrong[i].part);
		assert_null(series);
	}
}

static void a_series_says_what_it_follows(void **state)
{
	(void)state;
	OWNED(series) series = NULL;

	assert_fine(series_new(&series, &(struct series_options)SEMVER("^1.22", "-alpine")));
	assert_string_equal(series_text(series), "^1.22 with '-alpine'");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_row_chooses_as_it_says),
		cmocka_unit_test(the_order_of_tags_does_not_matter),
		cmocka_unit_test(what_is_no_series_is_refused_with_the_reason),
		cmocka_unit_test(a_series_says_what_it_follows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
