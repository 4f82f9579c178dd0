#include "../support/assertions.h"
#include "../support/bumps.h"
#include "../support/sandbox.h"
#include "../support/test_context.h"
#include <digestbump/base/memory.h>
#include <digestbump/commit/commit.h>
#include <digestbump/config/title_template.h>
#include <string.h>

struct fixture {
	struct sandbox *sandbox;
	const struct context *context;
	struct git *git;
	struct bumps *bumps;
	struct identity *who;
};

static int set_up(void **state)
{
	struct fixture *fixture = must_alloc(sizeof(*fixture));

	fixture->sandbox = sandbox_new();
	fixture->context = test_context(fixture->sandbox->top);
	sandbox_shell(fixture->sandbox, "git init -q . && git commit -q --allow-empty -m first");
	assert_fine(git_open(&fixture->git, fixture->sandbox->top, fixture->context));
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;

	identity_free(fixture->who);
	bumps_free(fixture->bumps);
	git_free(fixture->git);
	sandbox_free(fixture->sandbox);
	free(fixture);
	return 0;
}

/* Writes a Dockerfile FROM image, pinned to the digest of `digit`. */
static void dockerfile(const struct fixture *fixture, const char *path, const char *image,
		       char digit)
{
	OWNED_STRING digest = bumps_digest(digit);
	OWNED_STRING content = must_format("FROM %s@%s\n", image, digest);

	sandbox_write(fixture->sandbox, path, content);
}

/* Gives the commit of the first bump to the digest of '9'. */
static struct bump_commit *make(struct fixture *fixture, const char *settings)
{
	struct edits *edits = NULL;
	struct bump_commit *bump_commit = NULL;

	sandbox_shell(fixture->sandbox, "git add . && git commit -q --allow-empty -m base");
	fixture->bumps = bumps_new(fixture->git, "HEAD", '9', settings, fixture->context);
	assert_true(fixture->bumps->plan->count > 0);
	const struct bump *bump = &fixture->bumps->plan->bumps[0];

	assert_fine(edit_make(&edits, fixture->bumps->tree, fixture->bumps->config, bump->verdicts,
			      bump->verdict_count));
	const struct bump_edits what = { bump, edits, fixture->bumps->config, NULL };

	fixture->who = identity_choose(fixture->bumps->config, fixture->git, fixture->context);
	assert_fine(bump_commit_prepare(&bump_commit, fixture->git, &what, fixture->bumps->base,
					fixture->who));
	assert_fine(bump_commit_write(bump_commit, fixture->git, fixture->who));
	edits_free(edits);
	return bump_commit;
}

static char *ask(const struct fixture *fixture, const char *format, const char *commit)
{
	OWNED_STRING line = must_format("%s %s", format, commit);

	return sandbox_output(fixture->sandbox, line);
}

/* What must hold of every message, whatever is in it. */
static void check_commit(const struct fixture *fixture, const struct bump_commit *bump_commit)
{
	struct slice rest = slice_of(bump_commit->message);
	struct slice line;

	assert_null(title_skip_token(bump_commit->message));
	while (slice_line(&line, &rest))
		assert_false(slice_starts(line, "---"));
	sandbox_write(fixture->sandbox, "message", bump_commit->message);
	OWNED_STRING trailers =
	    sandbox_output(fixture->sandbox, "git interpret-trailers --parse <message");

	assert_true(slice_ends(slice_of(bump_commit->message), trailers));
	assert_true(strncmp(trailers, "Digestbump-Version: 1\n", 22) == 0);
	OWNED_STRING base = ask(fixture,
				"git log -1 --format='%(trailers:key=Digestbump-Base,"
				"valueonly,separator=)%n%(trailers:key=Digestbump-Tree,"
				"valueonly,separator=)'",
				bump_commit->commit);
	OWNED_STRING wanted = ask(fixture, "git log -1 --format='%P%n%T'", bump_commit->commit);

	assert_string_equal(base, wanted);
	sandbox_shell(fixture->sandbox, "git fsck --strict --no-dangling"
					" && test -z \"$(git status --porcelain -uno)\"");
}

static void the_message_is_as_the_design_has_it(void **state)
{
	struct fixture *fixture = *state;

	dockerfile(fixture, "images/bitvaultd/Dockerfile", "gcr.io/distroless/static:nonroot", '1');
	dockerfile(fixture, "images/worker/Dockerfile", "gcr.io/distroless/static:nonroot", '1');
	OWNED(bump_commit)
	bump_commit = make(fixture, "commit: {author: 'The Bot <bot@example.com>'}\n");
	OWNED_STRING from = bumps_digest('1');
	OWNED_STRING to = bumps_digest('9');
	OWNED_STRING digest = commit_message_digest(bump_commit->message);
	OWNED_STRING wanted =
	    must_format("build(base): bump gcr.io/distroless/static to 9999999\n\n"
			"gcr.io/distroless/static:nonroot moved\n  from %s\n  to   %s\n"
			"in images/bitvaultd/Dockerfile, images/worker/Dockerfile.\n\n"
			"Digestbump-Version: 1\n"
			"Digestbump-Update: gcr.io/distroless/static:nonroot %s %s\n"
			"Digestbump-Rebuild: images/bitvaultd/Dockerfile\n"
			"Digestbump-Rebuild: images/worker/Dockerfile\n"
			"Digestbump-Base: %s\nDigestbump-Tree: %s\n"
			"Digestbump-Message: %s\n"
			"Signed-off-by: The Bot <bot@example.com>\n",
			from, to, from, to, bump_commit->base, bump_commit->tree, digest);

	assert_string_equal(bump_commit->message, wanted);
	check_commit(fixture, bump_commit);
}

static void git_reads_the_trailers_by_their_keys(void **state)
{
	struct fixture *fixture = *state;

	dockerfile(fixture, "a/Dockerfile", "localhost:5000/x:1", '1');
	dockerfile(fixture, "b/Dockerfile", "localhost:5000/x:2", '2');
	OWNED(bump_commit) bump_commit = make(fixture, "");
	OWNED_STRING updates =
	    ask(fixture, "git log -1 --format='%(trailers:key=Digestbump-Update,valueonly)'",
		bump_commit->commit);
	OWNED_STRING from1 = bumps_digest('1');
	OWNED_STRING from2 = bumps_digest('2');
	OWNED_STRING to = bumps_digest('9');
	OWNED_STRING wanted = must_format("localhost:5000/x:1 %s %s\nlocalhost:5000/x:2 %s %s\n\n",
					  from1, to, from2, to);

	assert_string_equal(updates, wanted);
	check_commit(fixture, bump_commit);
}

static void every_movement_has_a_paragraph_with_its_own_files(void **state)
{
	struct fixture *fixture = *state;

	dockerfile(fixture, "a/Dockerfile", "alpine:3.19", '1');
	dockerfile(fixture, "b/Dockerfile", "alpine:3.20", '1');
	OWNED(bump_commit) bump_commit = make(fixture, "");

	assert_non_null(strstr(bump_commit->message, "alpine:3.19 moved\n"));
	assert_non_null(
	    strstr(bump_commit->message, "\nin a/Dockerfile.\n\ndocker.io/library/alpine:3.20"));
	assert_non_null(strstr(bump_commit->message, "\nin b/Dockerfile.\n\nDigestbump-Version"));
	check_commit(fixture, bump_commit);
}

static void long_lists_are_wrapped_and_cut(void **state)
{
	struct fixture *fixture = *state;

	for (int i = 10; i < 70; i++) {
		OWNED_STRING path = must_format("services/number-%d/Dockerfile", i);

		dockerfile(fixture, path, "alpine:3.20", '1');
	}
	OWNED(bump_commit) bump_commit = make(fixture, "");
	struct slice rest = slice_of(bump_commit->message);
	struct slice line;
	size_t rebuild = 0;

	assert_non_null(strstr(bump_commit->message, "\n   and 10 more.\n"));
	while (slice_line(&line, &rest)) {
		rebuild += slice_starts(line, "Digestbump-Rebuild: ");
		if (slice_starts(line, "   "))
			assert_true(line.size <= 72);
	}
	assert_int_equal(rebuild, 51);
	assert_non_null(
	    strstr(bump_commit->message, "number-59/Dockerfile\nDigestbump-Rebuild: *\n"));
	check_commit(fixture, bump_commit);
}

static const char *const odd_names[] = {
	"new\nline/Dockerfile",      "a\n\nDigestbump-Tree: 0/Dockerfile",
	"--- a/Dockerfile",          "n\xc3\xa9/Dockerfile",
	"bad\xff/Dockerfile",        "quo\"te/Dockerfile",
	" blank/Dockerfile",         "a b/Dockerfile",
	"[skip ci]/Dockerfile",      "[CI Skip]/Dockerfile",
	"***NO_CI***/Dockerfile",    "skip-checks: true/Dockerfile",
	"[slug]/Dockerfile",         "tab\t/Dockerfile",
	"escape\033[31m/Dockerfile",
};

static void odd_names_are_quoted_as_git_quotes_them(void **state)
{
	struct fixture *fixture = *state;

	for (size_t i = 0; i < sizeof(odd_names) / sizeof(*odd_names); i++)
		dockerfile(fixture, odd_names[i], "alpine:3.20", '1');
	OWNED(bump_commit) bump_commit = make(fixture, "");

	check_commit(fixture, bump_commit);
	assert_non_null(
	    strstr(bump_commit->message, "Digestbump-Rebuild: \"new\\nline/Dockerfile\"\n"));
	assert_non_null(strstr(bump_commit->message, "Rebuild: \"n\\303\\251/Dockerfile\"\n"));
	assert_non_null(strstr(bump_commit->message, "Rebuild: \"\\040blank/Dockerfile\"\n"));
	assert_non_null(strstr(bump_commit->message, "Rebuild: \"\\133skip ci]/Dockerfile\"\n"));
	assert_non_null(strstr(bump_commit->message, "Rebuild: [slug]/Dockerfile\n"));
	assert_non_null(strstr(bump_commit->message, "Rebuild: a b/Dockerfile\n"));
}

static void one_odd_name_in_front_begins_no_line(void **state)
{
	struct fixture *fixture = *state;

	dockerfile(fixture, "--- a/Dockerfile", "alpine:3.20", '1');
	dockerfile(fixture, "--- rather long so that the next one is wrapped/Dockerfile",
		   "alpine:3.20", '1');
	OWNED(bump_commit) bump_commit = make(fixture, "");

	check_commit(fixture, bump_commit);
}

static void without_a_sign_off_the_tree_stands_last(void **state)
{
	struct fixture *fixture = *state;

	dockerfile(fixture, "Dockerfile", "alpine:3.20", '1');
	OWNED(bump_commit) bump_commit = make(fixture, "commit: {sign_off: false}\n");

	check_commit(fixture, bump_commit);
	assert_null(strstr(bump_commit->message, "Signed-off-by"));
}

struct person {
	const char *settings;
	const char *variable;
	const char *value;
	const char *wanted;
};

static const struct person persons[] = {
	{ "", NULL, NULL, "digestbump <digestbump@localhost>|digestbump <digestbump@localhost>" },
	{ "commit: {author: 'C <c@x>'}", NULL, NULL, "C <c@x>|C <c@x>" },
	{ "commit: {author: 'C <c@x>'}", "GIT_AUTHOR_NAME", "E", "E <c@x>|C <c@x>" },
	{ "", "GIT_COMMITTER_EMAIL", "e@x", "digestbump <digestbump@localhost>|digestbump <e@x>" },
	{ "", "GIT_AUTHOR_NAME", " .<E\n>, ",
	  "E <digestbump@localhost>|digestbump "
	  "<digestbump@localhost>" },
	{ "", "GIT_AUTHOR_NAME", "",
	  "digestbump <digestbump@localhost>|digestbump "
	  "<digestbump@localhost>" },
};

static void who_commits_is_chosen_in_order(void **state)
{
	struct fixture *fixture = *state;

	for (size_t i = 0; i < sizeof(persons) / sizeof(*persons); i++) {
		OWNED(config) config = NULL;

		assert_fine(config_parse(&config, "c", slice_of(persons[i].settings)));
		if (persons[i].variable)
			test_setenv(persons[i].variable, persons[i].value);
		OWNED(identity) who = identity_choose(config, fixture->git, fixture->context);
		OWNED_STRING got =
		    must_format("%s <%s>|%s <%s>", who->author_name, who->author_email,
				who->committer_name, who->committer_email);

		assert_string_equal(got, persons[i].wanted);
		if (persons[i].variable)
			test_setenv(persons[i].variable, NULL);
	}
}

static void gits_own_name_is_better_than_none(void **state)
{
	struct fixture *fixture = *state;
	OWNED(config) config = config_default();

	sandbox_shell(fixture->sandbox, "git config user.name 'G H' && git config user.email g@x");
	OWNED(identity) who = identity_choose(config, fixture->git, fixture->context);

	assert_string_equal(who->author_name, "G H");
	assert_string_equal(who->committer_email, "g@x");
}

struct date {
	const char *text;
	int64_t seconds;
};

static const struct date dates[] = {
	{ "@86400", 86400 },
	{ "@86400 +0200", 86400 },
	{ "86400 +0000", 86400 },
	{ "1970-01-02T00:00:00Z", 86400 },
	{ "1970-01-02T02:00:00+02:00", 86400 },
	{ "1970-01-02 00:00:00 +0000", 86400 },
	{ "Fri, 02 Jan 1970 00:00:00 +0000", 86400 },
	{ "yesterday", 1767323045 },
	{ "-5 +0000", 1767323045 },
	{ "", 1767323045 },
};

static void the_time_is_the_environments_or_that_of_the_run(void **state)
{
	struct fixture *fixture = *state;
	OWNED(config) config = config_default();

	for (size_t i = 0; i < sizeof(dates) / sizeof(*dates); i++) {
		test_setenv("GIT_COMMITTER_DATE", dates[i].text);
		OWNED(identity) who = identity_choose(config, fixture->git, fixture->context);

		if (who->time != dates[i].seconds)
			fail_msg("'%s'", dates[i].text);
	}
	test_setenv("GIT_COMMITTER_DATE", NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_message_is_as_the_design_has_it, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(git_reads_the_trailers_by_their_keys, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(every_movement_has_a_paragraph_with_its_own_files,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(long_lists_are_wrapped_and_cut, set_up, tear_down),
		cmocka_unit_test_setup_teardown(odd_names_are_quoted_as_git_quotes_them, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(one_odd_name_in_front_begins_no_line, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(without_a_sign_off_the_tree_stands_last, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(who_commits_is_chosen_in_order, set_up, tear_down),
		cmocka_unit_test_setup_teardown(gits_own_name_is_better_than_none, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(the_time_is_the_environments_or_that_of_the_run,
						set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
