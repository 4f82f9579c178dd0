#include "../../src/scan/path_formats.h"
#include "../support/assertions.h"
#include <digestbump/base/memory.h>
#include <string.h>

static void must_agree(const struct claims *claims, const char *path)
{
	if (claims_find(claims, path) != format_of_path(path))
		fail_msg("the two do not agree on '%s'", path);
}

/* Ways in which a glob is filled in, or nearly. */
static void try_glob(const struct claims *claims, const char *glob)
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

		must_agree(claims, path);
	}
}

static void claims_say_what_format_of_path_says(void **state)
{
	OWNED(claims) claims = claims_new();
	size_t globs = 0;

	(void)state;
	for (size_t i = 0; scan_formats[i]; i++) {
		for (const char *const *glob = scan_formats[i]->globs; *glob; glob++, globs++)
			try_glob(claims, *glob);
		for (const char *const *glob = scan_formats[i]->except; glob && *glob; glob++)
			try_glob(claims, *glob);
	}
	assert_true(globs > 20);
	must_agree(claims, "");
	must_agree(claims, "Dockerfile");
	must_agree(claims, "\xff");
	assert_string_equal(claims_find(claims, "a/Dockerfile")->name, "dockerfile");
	assert_null(claims_find(claims, "server.go"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(claims_say_what_format_of_path_says),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
