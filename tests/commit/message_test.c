#include "../support/assertions.h"
#include "../support/bumps.h"
#include "../support/sandbox.h"
#include "../support/test_context.h"
#include <digestbump/base/memory.h>
#include <digestbump/commit/commit.h>
#include <digestbump/config/title_template.h>
#include <string.h>

struct place {
	struct sandbox *sandbox;
	const struct context *context;
	struct git *git;
	struct bumps *bumps;
	struct identity *who;
};

static int enter(void **state)
{
	struct place *place = must_alloc(sizeof(*place));

	place->sandbox = sandbox_new();
	place->context = outside(place->sandbox->top);
	sandbox_shell(place->sandbox, "git init -q . && git commit -q --allow-empty -m first");
	assert_fine(git_open(&place->git, place->sandbox->top, place->context));
	*state = place;
	return 0;
}

static int leave(void **state)
{
	struct place *place = *state;

	identity_free(place->who);
	bumps_free(place->bumps);
	git_free(place->git);
	sandbox_free(place->sandbox);
	free(place);
	return 0;
}

/* Writes a Dockerfile FROM image, pinned to the digest of `digit`. */
static void dockerfile(const struct place *place, const char *path, const char *image, char digit)
{
	OWNED_STRING digest = bumps_digest(digit);
	OWNED_STRING content = must_format("FROM %s@%s\n", image, digest);

	sandbox_write(place->sandbox, path, content);
}

/* Gives the commit of the first bump to the digest of '9'. */
static struct made *make(struct place *place, const char *settings)
{
	struct edits *edits = NULL;
	struct made *made = NULL;

	sandbox_shell(place->sandbox, "git add . && git commit -q --allow-empty -m base");
	place->bumps = bumps_new(place->git, "HEAD", '9', settings, place->context);
	assert_true(place->bumps->plan->count > 0);
	const struct bump *bump = &place->bumps->plan->bumps[0];

	assert_fine(edit_make(&edits, place->bumps->tree, place->bumps->config, bump->verdicts,
			      bump->verdict_count));
	const struct bump_edits what = { bump, edits, place->bumps->config };

	place->who = identity_choose(place->bumps->config, place->git, place->context);
	assert_fine(commit_prepare(&made, place->git, &what, place->bumps->base, place->who));
	assert_fine(commit_write(made, place->git, place->who));
	edits_free(edits);
	return made;
}

static char *ask(const struct place *place, const char *format, const char *commit)
{
	OWNED_STRING line = must_format("%s %s", format, commit);

	return sandbox_output(place->sandbox, line);
}

/* What must hold of every message, whatever is in it. */
static void must_be_sound(const struct place *place, const struct made *made)
{
	struct slice rest = slice_of(made->message);
	struct slice line;

	assert_null(title_skip_token(made->message));
	while (slice_line(&line, &rest))
		assert_false(slice_starts(line, "---"));
	sandbox_write(place->sandbox, "message", made->message);
	OWNED_STRING trailers =
	    sandbox_output(place->sandbox, "git interpret-trailers --parse <message");

	assert_true(slice_ends(slice_of(made->message), trailers));
	assert_true(strncmp(trailers, "Digestbump-Version: 1\n", 22) == 0);
	OWNED_STRING base = ask(place,
				"git log -1 --format='%(trailers:key=Digestbump-Base,"
				"valueonly,separator=)%n%(trailers:key=Digestbump-Tree,"
				"valueonly,separator=)'",
				made->commit);
	OWNED_STRING wanted = ask(place, "git log -1 --format='%P%n%T'", made->commit);

	assert_string_equal(base, wanted);
	sandbox_shell(place->sandbox, "git fsck --strict --no-dangling"
				      " && test -z \"$(git status --porcelain -uno)\"");
}

static void the_message_is_as_the_design_has_it(void **state)
{
	struct place *place = *state;

	dockerfile(place, "images/bitvaultd/Dockerfile", "gcr.io/distroless/static:nonroot", '1');
	dockerfile(place, "images/worker/Dockerfile", "gcr.io/distroless/static:nonroot", '1');
	OWNED(made) made = make(place, "commit: {author: 'The Bot <bot@example.com>'}\n");
	OWNED_STRING from = bumps_digest('1');
	OWNED_STRING to = bumps_digest('9');
	OWNED_STRING wanted =
	    must_format("build(base): bump gcr.io/distroless/static to 9999999\n\n"
			"gcr.io/distroless/static:nonroot moved\n  from %s\n  to   %s\n"
			"in images/bitvaultd/Dockerfile, images/worker/Dockerfile.\n\n"
			"Digestbump-Version: 1\n"
			"Digestbump-Update: gcr.io/distroless/static:nonroot %s %s\n"
			"Digestbump-Rebuild: images/bitvaultd/Dockerfile\n"
			"Digestbump-Rebuild: images/worker/Dockerfile\n"
			"Digestbump-Base: %s\nDigestbump-Tree: %s\n"
			"Signed-off-by: The Bot <bot@example.com>\n",
			from, to, from, to, made->base, made->tree);

	assert_string_equal(made->message, wanted);
	must_be_sound(place, made);
}

static void git_reads_the_trailers_by_their_keys(void **state)
{
	struct place *place = *state;

	dockerfile(place, "a/Dockerfile", "localhost:5000/x:1", '1');
	dockerfile(place, "b/Dockerfile", "localhost:5000/x:2", '2');
	OWNED(made) made = make(place, "");
	OWNED_STRING updates =
	    ask(place, "git log -1 --format='%(trailers:key=Digestbump-Update,valueonly)'",
		made->commit);
	OWNED_STRING from1 = bumps_digest('1');
	OWNED_STRING from2 = bumps_digest('2');
	OWNED_STRING to = bumps_digest('9');
	OWNED_STRING wanted = must_format("localhost:5000/x:1 %s %s\nlocalhost:5000/x:2 %s %s\n\n",
					  from1, to, from2, to);

	assert_string_equal(updates, wanted);
	must_be_sound(place, made);
}

static void every_movement_has_a_paragraph_with_its_own_files(void **state)
{
	struct place *place = *state;

	dockerfile(place, "a/Dockerfile", "alpine:3.19", '1');
	dockerfile(place, "b/Dockerfile", "alpine:3.20", '1');
	OWNED(made) made = make(place, "");

	assert_non_null(strstr(made->message, "alpine:3.19 moved\n"));
	assert_non_null(
	    strstr(made->message, "\nin a/Dockerfile.\n\ndocker.io/library/alpine:3.20"));
	assert_non_null(strstr(made->message, "\nin b/Dockerfile.\n\nDigestbump-Version"));
	must_be_sound(place, made);
}

static void long_lists_are_wrapped_and_cut(void **state)
{
	struct place *place = *state;

	for (int i = 10; i < 70; i++) {
		OWNED_STRING path = must_format("services/number-%d/Dockerfile", i);

		dockerfile(place, path, "alpine:3.20", '1');
	}
	OWNED(made) made = make(place, "");
	struct slice rest = slice_of(made->message);
	struct slice line;
	size_t rebuild = 0;

	assert_non_null(strstr(made->message, "\n   and 10 more.\n"));
	while (slice_line(&line, &rest)) {
		rebuild += slice_starts(line, "Digestbump-Rebuild: ");
		if (slice_starts(line, "   "))
			assert_true(line.size <= 72);
	}
	assert_int_equal(rebuild, 51);
	assert_non_null(strstr(made->message, "number-59/Dockerfile\nDigestbump-Rebuild: *\n"));
	must_be_sound(place, made);
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
	struct place *place = *state;

	for (size_t i = 0; i < sizeof(odd_names) / sizeof(*odd_names); i++)
		dockerfile(place, odd_names[i], "alpine:3.20", '1');
	OWNED(made) made = make(place, "");

	must_be_sound(place, made);
	assert_non_null(strstr(made->message, "Digestbump-Rebuild: \"new\\nline/Dockerfile\"\n"));
	assert_non_null(strstr(made->message, "Rebuild: \"n\\303\\251/Dockerfile\"\n"));
	assert_non_null(strstr(made->message, "Rebuild: \"\\040blank/Dockerfile\"\n"));
	assert_non_null(strstr(made->message, "Rebuild: \"\\133skip ci]/Dockerfile\"\n"));
	assert_non_null(strstr(made->message, "Rebuild: [slug]/Dockerfile\n"));
	assert_non_null(strstr(made->message, "Rebuild: a b/Dockerfile\n"));
}

static void one_odd_name_in_front_begins_no_line(void **state)
{
	struct place *place = *state;

	dockerfile(place, "--- a/Dockerfile", "alpine:3.20", '1');
	dockerfile(place, "--- rather long so that the next one is wrapped/Dockerfile",
		   "alpine:3.20", '1');
	OWNED(made) made = make(place, "");

	must_be_sound(place, made);
}

static void without_a_sign_off_the_tree_stands_last(void **state)
{
	struct place *place = *state;

	dockerfile(place, "Dockerfile", "alpine:3.20", '1');
	OWNED(made) made = make(place, "commit: {sign_off: false}\n");

	must_be_sound(place, made);
	assert_null(strstr(made->message, "Signed-off-by"));
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
	struct place *place = *state;

	for (size_t i = 0; i < sizeof(persons) / sizeof(*persons); i++) {
		OWNED(config) config = NULL;

		assert_fine(config_parse(&config, "c", slice_of(persons[i].settings)));
		if (persons[i].variable)
			outside_set(persons[i].variable, persons[i].value);
		OWNED(identity) who = identity_choose(config, place->git, place->context);
		OWNED_STRING got =
		    must_format("%s <%s>|%s <%s>", who->author_name, who->author_email,
				who->committer_name, who->committer_email);

		assert_string_equal(got, persons[i].wanted);
		if (persons[i].variable)
			outside_set(persons[i].variable, NULL);
	}
}

static void gits_own_name_is_better_than_none(void **state)
{
	struct place *place = *state;
	OWNED(config) config = config_default();

	sandbox_shell(place->sandbox, "git config user.name 'G H' && git config user.email g@x");
	OWNED(identity) who = identity_choose(config, place->git, place->context);

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
	struct place *place = *state;
	OWNED(config) config = config_default();

	for (size_t i = 0; i < sizeof(dates) / sizeof(*dates); i++) {
		outside_set("GIT_COMMITTER_DATE", dates[i].text);
		OWNED(identity) who = identity_choose(config, place->git, place->context);

		if (who->time != dates[i].seconds)
			fail_msg("'%s'", dates[i].text);
	}
	outside_set("GIT_COMMITTER_DATE", NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_message_is_as_the_design_has_it, enter, leave),
		cmocka_unit_test_setup_teardown(git_reads_the_trailers_by_their_keys, enter, leave),
		cmocka_unit_test_setup_teardown(every_movement_has_a_paragraph_with_its_own_files,
						enter, leave),
		cmocka_unit_test_setup_teardown(long_lists_are_wrapped_and_cut, enter, leave),
		cmocka_unit_test_setup_teardown(odd_names_are_quoted_as_git_quotes_them, enter,
						leave),
		cmocka_unit_test_setup_teardown(one_odd_name_in_front_begins_no_line, enter, leave),
		cmocka_unit_test_setup_teardown(without_a_sign_off_the_tree_stands_last, enter,
						leave),
		cmocka_unit_test_setup_teardown(who_commits_is_chosen_in_order, enter, leave),
		cmocka_unit_test_setup_teardown(gits_own_name_is_better_than_none, enter, leave),
		cmocka_unit_test_setup_teardown(the_time_is_the_environments_or_that_of_the_run,
						enter, leave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
