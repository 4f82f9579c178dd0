#include "../../src/publish/branch_table.h"
#include "../support/assertions.h"
#include <digestbump/base/file.h>
#include <digestbump/base/memory.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char page[] = "src/publish/README.md";

/* The table's lines in the page: from its head to the next empty line. */
static struct slice find_table(struct slice text)
{
	size_t start;
	size_t end;

	if (!slice_find(&start, text, "| what stands there |"))
		return (struct slice){ text.at, 0 };
	struct slice rest = { text.at + start, text.size - start };

	if (!slice_find(&end, rest, "\n\n"))
		end = rest.size - 1;
	return (struct slice){ rest.at, end + 1 };
}

/* GOLDEN=write writes it there, as for fixtures (`make tables`). */
static void write_table(struct slice text, struct slice old, const char *table)
{
	FILE *file = fopen(page, "w");
	size_t before = (size_t)(old.at - text.at);

	assert_non_null(file);
	fprintf(file, "%.*s%s%.*s", (int)before, text.at, table,
		(int)(text.size - before - old.size), old.at + old.size);
	assert_int_equal(fclose(file), 0);
}

static void the_page_shows_the_table(void **state)
{
	(void)state;
	OWNED(text) text = NULL;
	OWNED_STRING table = branch_table_markdown();

	assert_fine(file_read(&text, AT_FDCWD, page, 1024 * 1024));
	struct slice found = find_table(text_slice(text));
	const char *golden = getenv("GOLDEN");

	if (golden && strcmp(golden, "write") == 0)
		write_table(text_slice(text), found, table);
	else if (!slice_is(found, table))
		fail_msg("%s differs from the code: run GOLDEN=write of this test", page);
}

/* Nothing there, or a branch of another base branch: nothing of it is ever touched. */
static void what_is_not_ours_is_never_written(void **state)
{
	(void)state;
	for (enum branch_standing standing = 0; standing < BRANCH_STANDINGS; standing++) {
		const struct branch_rule *elsewhere = branch_rule(standing, WANTED_ELSEWHERE);
		bool is_ours = standing == STANDS_CURRENT || standing == STANDS_OUTDATED ||
			       standing == STANDS_SUPERSEDED;

		assert_true(elsewhere->action == ACTION_LEAVE || elsewhere->action == ACTION_NONE);
		for (enum branch_wish wish = 0; wish < BRANCH_WISHES; wish++) {
			enum branch_action action = branch_rule(standing, wish)->action;

			assert_true(is_ours || action != ACTION_UPDATE);
			assert_true(is_ours || action != ACTION_DELETE);
			assert_true(action != ACTION_DELETE || wish == WANTED_NOT);
			assert_true(action != ACTION_CREATE || standing == STANDS_NOTHING);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_page_shows_the_table),
		cmocka_unit_test(what_is_not_ours_is_never_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
