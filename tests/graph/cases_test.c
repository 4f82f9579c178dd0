/* Small repositories in cases/, each with the graph that it has: expect.json, whose "desc" says
 * what the case shows. GOLDEN=write rewrites what is expected; `git diff` then reviews it. */
#include "../support/assertions.h"
#include "../support/graph_json.h"
#include <digestbump/base/file.h>
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <dirent.h>
#include <fcntl.h>
#include <jansson.h>
#include <string.h>

static const char cases[] = "tests/graph/cases";

static int is_case(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

/* Gives what is expected, and *desc of it. */
static char *expectation(char **desc, const char *path)
{
	OWNED(text) bytes = NULL;

	assert_fine(file_read(&bytes, AT_FDCWD, path, FILE_BYTES_MOST));
	json_t *root = json_loads(bytes->bytes, 0, NULL);

	if (!root || !json_is_string(json_object_get(root, "desc")))
		fail_msg("%s: no JSON with a 'desc'", path);
	*desc = must_copy(json_string_value(json_object_get(root, "desc")));
	json_decref(root);
	return text_take(pass_on(&bytes));
}

static bool check_case(const char *name)
{
	OWNED_STRING folder = must_format("%s/%s", cases, name);
	OWNED_STRING path = must_format("%s/expect.json", folder);
	OWNED_STRING desc = NULL;
	OWNED_STRING want = expectation(&desc, path);
	OWNED(image_graph) graph = graph_of_directory(folder);
	OWNED_STRING got = graph_json(graph, desc);
	const char *write = getenv("GOLDEN");

	if (write && strcmp(write, "write") == 0) {
		assert_fine(file_replace(AT_FDCWD, path, slice_of(got)));
		return true;
	}
	if (strcmp(want, got) == 0)
		return true;
	print_error("%s wants\n%s\nbut this came\n%s\n", path, want, got);
	return false;
}

static void every_case_has_the_graph_that_is_expected(void **state)
{
	struct dirent **entries = NULL;
	int count = scandir(cases, &entries, is_case, alphasort);
	bool fine = true;

	(void)state;
	for (int i = 0; i < count; i++) {
		fine = check_case(entries[i]->d_name) && fine;
		free(entries[i]);
	}
	free(entries);
	assert_true(count > 0);
	assert_true(fine);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_case_has_the_graph_that_is_expected),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
