#include "../support/assertions.h"
#include "../support/sandbox.h"
#include "../support/test_context.h"
#include <digestbump/base/memory.h>
#include <digestbump/rebuild/range.h>
#include <string.h>

/* Sets the variables of CI: "NAME=VALUE" lines; all others of these go. Takes the text. */
static void with_variables(char *taken)
{
	static const char *const names[] = {
		"GITHUB_ACTIONS", "GITHUB_EVENT_NAME",    "GITHUB_EVENT_PATH",
		"GITLAB_CI",      "CI_COMMIT_BEFORE_SHA", "CI_MERGE_REQUEST_DIFF_BASE_SHA"
	};
	OWNED_STRING text = taken;
	struct slice rest = slice_of(text);
	struct slice line;

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		test_setenv(names[i], NULL);
	while (slice_line(&line, &rest)) {
		OWNED_STRING name = slice_copy(line);
		char *equals = strchr(name, '=');

		assert_non_null(equals);
		*equals = '\0';
		test_setenv(name, equals + 1);
	}
}

/* A repository of three commits, main~2 to main, and a branch of main~2. */
static struct sandbox *repository(void)
{
	struct sandbox *sandbox = sandbox_new();

	sandbox_shell(sandbox, "git init -q -b main r && cd r && "
			       "for n in 1 2 3; do git commit -q --allow-empty -m $n; done && "
			       "git checkout -q -b topic main~2 && "
			       "git commit -q --allow-empty -m t");
	return sandbox;
}

static char *commit(const struct sandbox *sandbox, const char *revision)
{
	OWNED_STRING line = must_format("git -C r rev-parse %s | tr -d '\\n'", revision);

	return sandbox_output(sandbox, line);
}

/* Checks where the range begins and ends, and where that comes from. */
static void check_in(const struct sandbox *sandbox, const char *path, const char *from,
		     const char *to, const char *expected)
{
	const struct context *context = test_context(sandbox->top);
	OWNED_STRING place = sandbox_path(sandbox, path);
	OWNED(git) git = NULL;
	OWNED(rebuild_range) range = NULL;

	assert_fine(git_open(&git, place, context));
	assert_fine(rebuild_range_find(&range, git, from, to, context));
	OWNED_STRING found = must_format("%s %s %s%s%s", range->from ? range->from : "-", range->to,
					 range_source_name(range->source), range->note ? ": " : "",
					 range->note ? range->note : "");

	assert_string_equal(found, expected);
}

static void check(const struct sandbox *sandbox, const char *from, const char *to,
		  const char *expected)
{
	check_in(sandbox, "r", from, to, expected);
}

static void the_last_commit_is_the_default(void **state)
{
	(void)state;
	OWNED(sandbox) sandbox = repository();
	OWNED_STRING to = commit(sandbox, "topic");
	OWNED_STRING from = commit(sandbox, "main~2");
	OWNED_STRING expected = must_format("%s %s head", from, to);

	with_variables(NULL);
	check(sandbox, NULL, NULL, expected);
}

static void a_first_commit_has_nothing_before_it(void **state)
{
	(void)state;
	OWNED(sandbox) sandbox = repository();
	OWNED_STRING to = commit(sandbox, "main~2");
	OWNED_STRING expected = must_format("- %s option", to);

	check(sandbox, NULL, "main~2", expected);
}

static void options_win(void **state)
{
	(void)state;
	OWNED(sandbox) sandbox = repository();
	OWNED_STRING from = commit(sandbox, "main~2");
	OWNED_STRING to = commit(sandbox, "main");
	OWNED_STRING parent = commit(sandbox, "main~1");
	OWNED_STRING both = must_format("%s %s option", from, to);
	OWNED_STRING one = must_format("%s %s option", parent, to);

	with_variables(must_format("GITLAB_CI=true\nCI_COMMIT_BEFORE_SHA=%s\n", parent));
	check(sandbox, "main~2", "main", both);
	check(sandbox, NULL, "main", one);
}

static void a_revision_that_is_not_there_is_wrong_usage(void **state)
{
	(void)state;
	OWNED(sandbox) sandbox = repository();
	OWNED_STRING path = sandbox_path(sandbox, "r");
	OWNED(git) git = NULL;
	OWNED(rebuild_range) range = NULL;

	assert_fine(git_open(&git, path, test_context(sandbox->top)));
	assert_fails(rebuild_range_find(&range, git, "nowhere", NULL, test_context(sandbox->top)),
		     ERROR_USAGE, "nowhere");
	assert_fails(rebuild_range_find(&range, git, NULL, "nowhere", test_context(sandbox->top)),
		     ERROR_USAGE, "nowhere");
}

static void zeros_as_an_option_fall_back_and_say_so(void **state)
{
	(void)state;
	OWNED(sandbox) sandbox = repository();
	OWNED_STRING to = commit(sandbox, "topic");
	OWNED_STRING from = commit(sandbox, "main~2");
	OWNED_STRING expected = must_format("%s %s head: there was nothing before ('--from' is "
					    "zeros); compared with the parent of '%s' instead",
					    from, to, to);

	check(sandbox, "0000000000000000000000000000000000000000", NULL, expected);
}

static void gitlab_names_what_was_there_before(void **state)
{
	(void)state;
	OWNED(sandbox) sandbox = repository();
	OWNED_STRING to = commit(sandbox, "topic");
	OWNED_STRING before = commit(sandbox, "main");
	OWNED_STRING push = must_format("%s %s gitlab", before, to);

	with_variables(must_format("GITLAB_CI=true\nCI_COMMIT_BEFORE_SHA=%s\n", before));
	check(sandbox, NULL, NULL, push);

	/* A merge request is compared with where it began. */
	OWNED_STRING base = commit(sandbox, "main~2");
	OWNED_STRING request = must_format("%s %s gitlab", base, to);

	with_variables(
	    must_format("GITLAB_CI=true\nCI_MERGE_REQUEST_DIFF_BASE_SHA=%s\n"
			"CI_COMMIT_BEFORE_SHA=0000000000000000000000000000000000000000\n",
			before));
	check(sandbox, NULL, NULL, request);
}

static void gitlab_of_a_new_branch_falls_back(void **state)
{
	(void)state;
	OWNED(sandbox) sandbox = repository();
	OWNED_STRING to = commit(sandbox, "topic");
	OWNED_STRING from = commit(sandbox, "main~2");
	OWNED_STRING expected = must_format("%s %s head: the branch is new: there was nothing "
					    "before; compared with the parent of '%s' instead",
					    from, to, to);

	with_variables(
	    must_copy("GITLAB_CI=true\n"
		      "CI_COMMIT_BEFORE_SHA=0000000000000000000000000000000000000000\n"));
	check(sandbox, NULL, NULL, expected);
}

/* Sets the variables of a workflow whose event file holds `event`. */
static void set_github(const struct sandbox *sandbox, const char *name, const char *event)
{
	OWNED_STRING path = sandbox_path(sandbox, "event.json");

	sandbox_write(sandbox, "event.json", event);
	with_variables(must_format("GITHUB_ACTIONS=true\nGITHUB_EVENT_NAME=%s\n"
				   "GITHUB_EVENT_PATH=%s\n",
				   name, path));
}

static void github_names_what_was_there_before(void **state)
{
	(void)state;
	OWNED(sandbox) sandbox = repository();
	OWNED_STRING to = commit(sandbox, "topic");
	OWNED_STRING before = commit(sandbox, "main");
	OWNED_STRING base = commit(sandbox, "main~2");
	OWNED_STRING push = must_format("{\"before\":\"%s\"}", before);
	OWNED_STRING request =
	    must_format("{\"pull_request\":{\"base\":{\"sha\":\"%s\"}}}", before);
	OWNED_STRING group = must_format("{\"merge_group\":{\"base_sha\":\"%s\"}}", before);
	OWNED_STRING pushed = must_format("%s %s github", before, to);
	OWNED_STRING merged = must_format("%s %s github", base, to);
	OWNED_STRING scheduled = must_format("%s %s head", base, to);

	set_github(sandbox, "push", push);
	check(sandbox, NULL, NULL, pushed);
	set_github(sandbox, "pull_request", request);
	check(sandbox, NULL, NULL, merged);
	set_github(sandbox, "merge_group", group);
	check(sandbox, NULL, NULL, merged);
	set_github(sandbox, "schedule", "{}");
	check(sandbox, NULL, NULL, scheduled);
}

static void an_event_that_says_nothing_falls_back(void **state)
{
	(void)state;
	OWNED(sandbox) sandbox = repository();
	OWNED_STRING to = commit(sandbox, "topic");
	OWNED_STRING from = commit(sandbox, "main~2");
	OWNED_STRING expected =
	    must_format("%s %s head: the event of GitHub names no commit before "
			"it; compared with the parent of '%s' instead",
			from, to, to);

	set_github(sandbox, "push", "{\"before\":7}");
	check(sandbox, NULL, NULL, expected);
}

static void a_commit_that_is_gone_falls_back(void **state)
{
	(void)state;
	OWNED(sandbox) sandbox = repository();
	OWNED_STRING to = commit(sandbox, "topic");
	OWNED_STRING from = commit(sandbox, "main~2");
	OWNED_STRING expected = must_format(
	    "%s %s head: commit '1111111111111111111111111111111111111111' is not here and cannot "
	    "be fetched (there is no remote to fetch it from); compared with the parent of '%s' "
	    "instead",
	    from, to, to);

	set_github(sandbox, "push", "{\"before\":\"1111111111111111111111111111111111111111\"}");
	check(sandbox, NULL, NULL, expected);
}

static void a_shallow_clone_fetches_what_it_lacks(void **state)
{
	(void)state;
	OWNED(sandbox) sandbox = repository();
	OWNED_STRING to = commit(sandbox, "main");
	OWNED_STRING parent = commit(sandbox, "main~1");
	OWNED_STRING before = commit(sandbox, "main~2");
	OWNED_STRING pushed = must_format("%s %s gitlab", before, to);
	OWNED_STRING last = must_format("%s %s head", parent, to);

	sandbox_shell(sandbox, "git -C r config uploadpack.allowAnySHA1InWant true && "
			       "git clone -q --depth 1 -b main file://$PWD/r shallow");
	with_variables(must_format("GITLAB_CI=true\nCI_COMMIT_BEFORE_SHA=%s\n", before));
	check_in(sandbox, "shallow", NULL, NULL, pushed);
	with_variables(NULL);
	check_in(sandbox, "shallow", NULL, NULL, last);
}

static void a_shallow_clone_without_its_remote_is_told(void **state)
{
	(void)state;
	OWNED(sandbox) sandbox = repository();
	OWNED_STRING path = sandbox_path(sandbox, "shallow");
	OWNED(git) git = NULL;
	OWNED(rebuild_range) range = NULL;

	with_variables(NULL);
	sandbox_shell(sandbox, "git clone -q --depth 1 -b main file://$PWD/r shallow && "
			       "git -C shallow remote remove origin");
	assert_fine(git_open(&git, path, test_context(sandbox->top)));
	assert_fails(rebuild_range_find(&range, git, NULL, NULL, test_context(sandbox->top)),
		     ERROR_ABSENT, "fetch-depth: 2");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_last_commit_is_the_default),
		cmocka_unit_test(a_first_commit_has_nothing_before_it),
		cmocka_unit_test(options_win),
		cmocka_unit_test(a_revision_that_is_not_there_is_wrong_usage),
		cmocka_unit_test(zeros_as_an_option_fall_back_and_say_so),
		cmocka_unit_test(gitlab_names_what_was_there_before),
		cmocka_unit_test(gitlab_of_a_new_branch_falls_back),
		cmocka_unit_test(github_names_what_was_there_before),
		cmocka_unit_test(an_event_that_says_nothing_falls_back),
		cmocka_unit_test(a_commit_that_is_gone_falls_back),
		cmocka_unit_test(a_shallow_clone_fetches_what_it_lacks),
		cmocka_unit_test(a_shallow_clone_without_its_remote_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
