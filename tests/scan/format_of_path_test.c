#include "../support/assertions.h"
#include <digestbump/base/memory.h>
#include <digestbump/scan/format_of_path.h>
#include <string.h>

static void must_agree(const struct path_formats *path_formats, const char *path)
{
	if (path_formats_find(path_formats, path) != format_of_path(path))
		fail_msg("the two do not agree on '%s'", path);
}

/* Ways in which a glob is filled in, or nearly. */
static void try_glob(const struct path_formats *path_formats, const char *glob)
{
	static const char *const forms[] = { "%s",       "a/%s",         "%s.md",
					     "x%s",      "%s/x",         "%s.yaml",
					     "a.b/c/%s", "deploy/%s.go", "vendor/%s" };
	OWNED(text) plain = text_new(0);

	for (const char *at = glob; *at; at++)
		if (!strchr("*?[]", *at))
			text_add(plain, at, 1);
	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
		const char *mark = strstr(forms[i], "%s");
		OWNED_STRING path = must_format("%.*s%s%s", (int)(mark - forms[i]), forms[i],
						text_slice(plain).at, mark + 2);

		must_agree(path_formats, path);
	}
}

static void claims_say_what_format_of_path_says(void **state)
{
	OWNED(path_formats) path_formats = path_formats_new();
	size_t globs = 0;

	(void)state;
	for (size_t i = 0; scan_formats[i]; i++) {
		for (const char *const *glob = scan_formats[i]->globs; *glob; glob++, globs++)
			try_glob(path_formats, *glob);
		for (const char *const *glob = scan_formats[i]->except; glob && *glob; glob++)
			try_glob(path_formats, *glob);
	}
	assert_true(globs > 20);
	must_agree(path_formats, "");
	must_agree(path_formats, "Dockerfile");
	must_agree(path_formats, "\xff");
	assert_string_equal(path_formats_find(path_formats, "a/Dockerfile")->name, "dockerfile");
	assert_null(path_formats_find(path_formats, "server.go"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(claims_say_what_format_of_path_says),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
