#include "../support/assertions.h"
#include "../support/sandbox.h"
#include <digestbump/base/memory.h>
#include <digestbump/edit/edit.h>
#include <digestbump/image/digest.h>
#include <digestbump/scan/scan.h>
#include <string.h>
#include <sys/stat.h>

/* A tree, what it scans to, and a wish for every pin that can be edited. */
struct fixture {
	struct sandbox *sandbox;
	struct tree *tree;
	struct config *config;
	struct scan *scan;
	struct verdict *verdicts; /* one per pin */
	const struct verdict **wishes;
	size_t count; /* of wishes */
	struct edits *edits;
};

static int set_up(void **state)
{
	struct fixture *fixture = must_alloc(sizeof(*fixture));

	fixture->sandbox = sandbox_new();
	fixture->config = config_default();
	assert_fine(tree_directory(&fixture->tree, fixture->sandbox->top));
	*state = fixture;
	return 0;
}

static void clear_case(struct fixture *fixture)
{
	for (size_t i = 0; fixture->scan && i < fixture->scan->pins.count; i++)
		free(fixture->verdicts[i].to);
	free(fixture->verdicts);
	free(fixture->wishes);
	scan_free(fixture->scan);
	edits_free(fixture->edits);
	*fixture = (struct fixture){
		.sandbox = fixture->sandbox,
		.tree = fixture->tree,
		.config = fixture->config,
	};
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;

	clear_case(fixture);
	tree_free(fixture->tree);
	config_free(fixture->config);
	sandbox_free(fixture->sandbox);
	free(fixture);
	return 0;
}

static void add_digest(struct text *out, char digit, bool bare)
{
	bool is_long = digit >= 'A' && digit <= 'F';
	int length = is_long ? SHA512_HEX : SHA256_HEX;

	if (!bare)
		text_add_string(out, is_long ? "sha512:" : "sha256:");
	for (int i = 0; i < length; i++)
		text_add_format(out, "%c", is_long ? digit - 'A' + 'a' : digit);
}

/* Gives a text with <a> become a sha256 digest of 64 a, <A> a sha512 one of 128,
 * and <a.> the hex digits alone. */
static char *filled(const char *template)
{
	OWNED(text) out = text_new(0);

	for (const char *at = template; *at;) {
		bool bare = at[0] == '<' && at[1] && at[2] == '.' && at[3] == '>';

		if (bare || (at[0] == '<' && at[1] && at[2] == '>')) {
			add_digest(out, at[1], bare);
			at += bare ? 4 : 3;
		} else {
			text_add(out, at++, 1);
		}
	}
	return text_take(pass_on(&out));
}

static void put(const struct fixture *fixture, const char *path, const char *template)
{
	OWNED_STRING content = filled(template);

	sandbox_write(fixture->sandbox, path, content);
}

static void want_digest(struct fixture *fixture, size_t index, const char *to)
{
	struct verdict *verdict = &fixture->verdicts[index];

	verdict->code = VERDICT_BUMP;
	free(verdict->to);
	verdict->to = filled(to);
	fixture->wishes[fixture->count++] = verdict;
}

/* Scans the tree and wants every pin to be `to` whose text can be edited. */
static void want_all(struct fixture *fixture, const char *to)
{
	const struct context context = { 0 };

	clear_case(fixture);
	assert_fine(scan_run(&fixture->scan, fixture->tree, fixture->config, &context));
	size_t pins = fixture->scan->pins.count;

	fixture->verdicts = must_alloc(pins * sizeof(*fixture->verdicts));
	fixture->wishes = must_alloc(pins * sizeof(struct verdict *));
	for (size_t i = 0; i < pins; i++) {
		fixture->verdicts[i].pin = fixture->scan->pins.items[i];
		if (pin_is_updatable(fixture->scan->pins.items[i]))
			want_digest(fixture, i, to);
	}
}

static struct error *make(struct fixture *fixture) MUST_CHECK;
static struct error *make(struct fixture *fixture)
{
	edits_free(pass_on(&fixture->edits));
	return edit_make(&fixture->edits, fixture->tree, fixture->config, fixture->wishes,
			 fixture->count);
}

static void assert_after(const struct edit *edit, const char *path, const char *template)
{
	OWNED_STRING wanted = filled(template);

	assert_string_equal(edit->path, path);
	assert_string_equal(edit->after->bytes, wanted);
	assert_int_equal(edit->after->size, strlen(wanted));
	assert_null(edit->error);
}

/* One file, one new digest for all of its pins. */
struct row {
	const char *path;
	const char *before;
	const char *to;
	const char *after;
};

static const struct row rows[] = {
	{ "Dockerfile", "FROM alpine:3@<a>\n", "<b>", "FROM alpine:3@<b>\n" },

	/* line ends, a byte order mark, no newline at the end, odd blanks */
	{ "Dockerfile", "FROM alpine:3@<a>\r\n\r\nRUN x  \r\n", "<b>",
	  "FROM alpine:3@<b>\r\n\r\nRUN x  \r\n" },
	{ "Dockerfile",
	  "\xef\xbb\xbf"
	  "FROM   alpine:3@<a>   AS\tx",
	  "<b>",
	  "\xef\xbb\xbf"
	  "FROM   alpine:3@<b>   AS\tx" },
	{ "Dockerfile", "FROM \"alpine:3@<a>\"\n# \xff\xfe\x01\n", "<b>",
	  "FROM \"alpine:3@<b>\"\n# \xff\xfe\x01\n" },

	/* the same letters where they are nobody's pin */
	{ "Dockerfile", "# was <a>\nFROM alpine:3@<a>\nRUN <<E\nFROM alpine:3@<a>\nE\n", "<b>",
	  "# was <a>\nFROM alpine:3@<b>\nRUN <<E\nFROM alpine:3@<a>\nE\n" },

	/* several on one line, and other lengths */
	{ "Dockerfile", "ARG X=a:1@<a> Y=a:1@<a>\nFROM $X\nFROM $Y\nFROM a:1@<a>", "<b>",
	  "ARG X=a:1@<b> Y=a:1@<b>\nFROM $X\nFROM $Y\nFROM a:1@<b>" },
	{ "Dockerfile", "ARG X=a:1@<A> Y=a:1@<a>\nFROM $X\nFROM $Y\nFROM a:1@<A> AS z\n", "<b>",
	  "ARG X=a:1@<b> Y=a:1@<b>\nFROM $X\nFROM $Y\nFROM a:1@<b> AS z\n" },
	{ "Dockerfile", "ARG X=a:1@<a> Y=a:1@<A>\nFROM $X\nFROM $Y\nFROM a:1@<a> AS z\n", "<B>",
	  "ARG X=a:1@<B> Y=a:1@<B>\nFROM $X\nFROM $Y\nFROM a:1@<B> AS z\n" },

	/* YAML keeps its quotes, comments, indentation, flow and folds */
	{ "compose.yaml",
	  "services:\n  a: {image: 'a:1@<a>'} # <a>\n  b:\n     image:   \"b:2@<A>\"\r\n", "<b>",
	  "services:\n  a: {image: 'a:1@<b>'} # <a>\n  b:\n     image:   \"b:2@<b>\"\r\n" },
	{ "k8s/pod.yaml",
	  "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - image: >-\n      a:1@<a>\n"
	  "  - &x {image: b:2@<a>, name: x}\n--- # <a>\n",
	  "<B>",
	  "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - image: >-\n      a:1@<B>\n"
	  "  - &x {image: b:2@<B>, name: x}\n--- # <a>\n" },
	{ "values.yaml", "image:\n  repository: a/b\n  tag: 1.10\n  digest: <a>\n", "<b>",
	  "image:\n  repository: a/b\n  tag: 1.10\n  digest: <b>\n" },
	{ "kustomization.yaml", "images:\n- {name: a, newTag: v1, digest: '<a>'}\n", "<b>",
	  "images:\n- {name: a, newTag: v1, digest: '<b>'}\n" },

	/* bare hex digits stay bare */
	{ "Dockerfile", "ARG D=<a.>\nFROM alpine:3@sha256:${D}\n", "<b>",
	  "ARG D=<b.>\nFROM alpine:3@sha256:${D}\n" },
};

static void only_the_digests_change(void **state)
{
	struct fixture *fixture = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		sandbox_shell(fixture->sandbox, "rm -rf -- *");
		put(fixture, rows[i].path, rows[i].before);
		want_all(fixture, rows[i].to);
		assert_true(fixture->count > 0);
		assert_fine(make(fixture));
		assert_int_equal(fixture->edits->count, 1);
		assert_after(&fixture->edits->items[0], rows[i].path, rows[i].after);
	}
}

static void edits_are_sorted_and_only_of_files_that_change(void **state)
{
	struct fixture *fixture = *state;

	put(fixture, "z/Dockerfile", "FROM a:1@<a>\nFROM b:1@<a>\n");
	put(fixture, "a/Dockerfile", "FROM a:1@<a>\n");
	put(fixture, "m/Dockerfile", "FROM a:1@<b>\n");
	put(fixture, "n/Dockerfile", "FROM a:1\n");
	want_all(fixture, "<b>");
	assert_int_equal(fixture->count, 4);
	assert_fine(make(fixture));
	assert_int_equal(fixture->edits->count, 2);
	assert_after(&fixture->edits->items[0], "a/Dockerfile", "FROM a:1@<b>\n");
	assert_after(&fixture->edits->items[1], "z/Dockerfile", "FROM a:1@<b>\nFROM b:1@<b>\n");
}

static void pins_without_a_verdict_stay(void **state)
{
	struct fixture *fixture = *state;

	put(fixture, "Dockerfile", "FROM a:1@<A>\nFROM b:1@<a>\nFROM c:1@<a>\n");
	want_all(fixture, "<b>");
	fixture->wishes[1] = fixture->wishes[2];
	fixture->count = 2;
	assert_fine(make(fixture));
	assert_after(&fixture->edits->items[0], "Dockerfile",
		     "FROM a:1@<b>\nFROM b:1@<a>\nFROM c:1@<b>\n");
}

static void no_verdicts_make_no_edits(void **state)
{
	struct fixture *fixture = *state;

	assert_fine(make(fixture));
	assert_int_equal(fixture->edits->count, 0);
	assert_fine(edit_write(fixture->edits, fixture->sandbox->top, NULL));
}

static void a_file_that_changed_since_the_scan_is_a_conflict(void **state)
{
	struct fixture *fixture = *state;

	put(fixture, "Dockerfile", "FROM a:1@<a>\n");
	want_all(fixture, "<b>");
	put(fixture, "Dockerfile", "FROM a:1@<c>\n");
	assert_fails(make(fixture), ERROR_CONFLICT, "'Dockerfile': no longer holds");
	put(fixture, "Dockerfile", "FROM a\n");
	assert_fails(make(fixture), ERROR_CONFLICT, "'Dockerfile': no longer holds");
	sandbox_shell(fixture->sandbox, "rm Dockerfile");
	assert_fails(make(fixture), ERROR_ABSENT, "'Dockerfile'");
}

static void two_wishes_for_one_place_are_a_conflict(void **state)
{
	struct fixture *fixture = *state;

	put(fixture, "Dockerfile", "FROM a:1@<a>\n");
	want_all(fixture, "<b>");
	const struct verdict other = { .pin = fixture->verdicts[0].pin,
				       .code = VERDICT_BUMP,
				       .to = filled("<c>") };
	const struct verdict *both[] = { &fixture->verdicts[0], &other, &fixture->verdicts[0] };

	assert_fails(edit_make(&fixture->edits, fixture->tree, fixture->config, both, 2),
		     ERROR_CONFLICT, "two new texts");
	both[1] = both[0];
	assert_fine(edit_make(&fixture->edits, fixture->tree, fixture->config, both, 3));
	assert_after(&fixture->edits->items[0], "Dockerfile", "FROM a:1@<b>\n");
	free(other.to);
}

static void places_that_overlap_are_a_conflict(void **state)
{
	struct fixture *fixture = *state;

	put(fixture, "Dockerfile", "FROM a:1@<a>\nFROM b:1@<a>\n");
	want_all(fixture, "<b>");
	fixture->scan->pins.items[1]->digest.at = fixture->scan->pins.items[0]->digest.at + 1;
	assert_fails(make(fixture), ERROR_CONFLICT, "same place");
}

static void what_cannot_be_edited_is_refused(void **state)
{
	struct fixture *fixture = *state;

	put(fixture, "Dockerfile", "ARG D=<a.>\nFROM alpine:3@sha256:${D}\n");
	want_all(fixture, "<B>");
	assert_fails(make(fixture), ERROR_UNSUPPORTED, "'Dockerfile', line 1: hex digits alone");
	want_all(fixture, "<b>");
	fixture->scan->pins.items[0]->obstacle = PIN_SHARED;
	assert_fails(make(fixture), ERROR_UNSUPPORTED, "no place that can be edited");
	want_all(fixture, "latest");
	assert_fails(make(fixture), ERROR_UNTRUSTED, "no digest to write");
	want_all(fixture, "sha256:123");
	assert_fails(make(fixture), ERROR_UNTRUSTED, "no digest to write");
}

/* A scan that was wrong about a place cannot make an edit there. */
static void a_place_that_is_no_pin_is_not_edited(void **state)
{
	struct fixture *fixture = *state;

	put(fixture, "Dockerfile", "# <a>\nFROM a:1@<a>\n");
	want_all(fixture, "<b>");
	fixture->scan->pins.items[0]->digest.at = 2;
	assert_fails(make(fixture), ERROR_UNTRUSTED, "no scan of the file finds again");
}

/* The text stands in one file, what gives it a name in others. */
static void a_value_beside_is_edited_where_it_stands(void **state)
{
	struct fixture *fixture = *state;

	put(fixture, "app/.env", "# values\nTAG=1.4@<a>\nOTHER=2@<a>\n");
	put(fixture, "app/compose.yaml", "services:\n  a:\n    image: acme/a:${TAG}\n");
	put(fixture, "app/compose.prod.yaml", "services:\n  a:\n    image: acme/a:${TAG}\n");
	want_all(fixture, "<b>");
	assert_int_equal(fixture->count, 1);
	assert_fine(make(fixture));
	assert_int_equal(fixture->edits->count, 1);
	assert_after(&fixture->edits->items[0], "app/.env", "# values\nTAG=1.4@<b>\nOTHER=2@<a>\n");
}

/* The file that a pin was found in is scanned again, wherever its text stands;
 * here it changes from under the proof. */
static void a_second_scan_that_disagrees_stops_the_edit(void **state)
{
	struct fixture *fixture = *state;

	put(fixture, "Dockerfile", "FROM a:1@<a>\n");
	want_all(fixture, "<b>");
	struct pin *pin = fixture->scan->pins.items[0];

	free(pin->path);
	pin->path = must_copy("values.md"); /* prose: nobody looks for pins in it */
	put(fixture, "values.md", "FROM a:1@<a>\n");
	assert_fails(make(fixture), ERROR_UNTRUSTED, "'values.md'");
}

static void files_are_written_with_their_modes_and_nothing_else(void **state)
{
	struct fixture *fixture = *state;

	put(fixture, "Dockerfile", "FROM a:1@<a>\r\n");
	put(fixture, "a b/c/Dockerfile", "FROM a:1@<a>");
	put(fixture, "other", "<a>");
	sandbox_shell(fixture->sandbox, "chmod 751 Dockerfile; chmod 600 'a b/c/Dockerfile'");
	want_all(fixture, "<b>");
	assert_fine(make(fixture));
	assert_fine(edit_write(fixture->edits, fixture->sandbox->top, NULL));
	for (size_t i = 0; i < fixture->edits->count; i++)
		assert_null(fixture->edits->items[i].error);
	OWNED_STRING now =
	    sandbox_output(fixture->sandbox, "find . -type f -printf '%m %s %P\\n' | sort");

	assert_string_equal(now, "600 80 a b/c/Dockerfile\n644 71 other\n751 82 Dockerfile\n");
	want_all(fixture, "<b>");
	assert_fine(make(fixture));
	assert_int_equal(fixture->edits->count, 0);
}

static void one_file_that_fails_does_not_hinder_the_others(void **state)
{
	struct fixture *fixture = *state;
	static const struct {
		const char *path;
		enum error_kind kind;
		const char *part;
	} failures[] = {
		{ "1/changed/Dockerfile", ERROR_CONFLICT, "changed since it was read" },
		{ "2/gone/Dockerfile", ERROR_ABSENT, "'Dockerfile'" },
		{ "3/link/Dockerfile", ERROR_FILE, "symbolic link" },
		{ "4/way/Dockerfile", ERROR_FILE, "symbolic link" },
		{ "5/directory/Dockerfile", ERROR_FILE, "no regular file" },
	};

	for (size_t i = 0; i < 5; i++)
		put(fixture, failures[i].path, "FROM a:1@<a>\n");
	put(fixture, "6/Dockerfile", "FROM a:1@<a>\n");
	want_all(fixture, "<b>");
	assert_fine(make(fixture));
	sandbox_shell(fixture->sandbox,
		      "echo >>1/changed/Dockerfile; rm 2/gone/Dockerfile 5/directory/Dockerfile;"
		      " mkdir 5/directory/Dockerfile out; mv 3/link/Dockerfile out/;"
		      " ln -s ../../out/Dockerfile 3/link/Dockerfile; rm -r 4/way; ln -s ../out "
		      "4/way");
	assert_fine(edit_write(fixture->edits, fixture->sandbox->top, NULL));
	assert_int_equal(fixture->edits->count, 6);
	for (size_t i = 0; i < 5; i++) {
		struct edit *edit = &fixture->edits->items[i];

		assert_string_equal(edit->path, failures[i].path);
		assert_fails(pass_on(&edit->error), failures[i].kind, failures[i].part);
	}
	assert_null(fixture->edits->items[5].error);
	OWNED_STRING changed = sandbox_output(fixture->sandbox, "grep -lr bbbb .");

	assert_string_equal(changed, "./6/Dockerfile\n");
}

static void a_stop_ends_the_writing_and_says_how_many_were_written(void **state)
{
	struct fixture *fixture = *state;
	const atomic_int stop = 1;

	put(fixture, "Dockerfile", "FROM a:1@<a>\n");
	want_all(fixture, "<b>");
	assert_fine(make(fixture));
	assert_fails(edit_write(fixture->edits, fixture->sandbox->top, &stop), ERROR_STOPPED,
		     "0 of 1 files were written");
	assert_null(fixture->edits->items[0].error);
}

static void without_a_top_nothing_is_tried(void **state)
{
	struct fixture *fixture = *state;

	put(fixture, "Dockerfile", "FROM a:1@<a>\n");
	want_all(fixture, "<b>");
	assert_fine(make(fixture));
	assert_fails(edit_write(fixture->edits, "/nowhere/at/all", NULL), ERROR_ABSENT, "/nowhere");
	assert_null(fixture->edits->items[0].error);
}

/* Wants tag 2.10 as well wherever a tag stands in one piece. */
static void want_tags(struct fixture *fixture)
{
	static char tag[] = "2.10";

	for (size_t i = 0; i < fixture->scan->pins.count; i++)
		if (fixture->scan->pins.items[i]->tag.length)
			fixture->verdicts[i].to_tag = tag;
}

static void tag_and_digest_move_together(void **state)
{
	static const struct row together[] = {
		{ "Dockerfile", "FROM a:1.9@<a> AS b\r\n", "<b>", "FROM a:2.10@<b> AS b\r\n" },
		{ "Dockerfile", "FROM a:1.9@<a> AS b\n", "<a>", "FROM a:2.10@<a> AS b\n" },
		{ "Dockerfile", "ARG T=1.9\nARG D=<a>\nFROM a:$T@$D\nFROM a:$T@$D\n", "<b>",
		  "ARG T=2.10\nARG D=<b>\nFROM a:$T@$D\nFROM a:$T@$D\n" },
		{ "kustomization.yaml",
		  "images:\n- name: a\n  newTag: '1.9' # 1.9\n  digest: <a>\n", "<b>",
		  "images:\n- name: a\n  newTag: '2.10' # 1.9\n  digest: <b>\n" },
	};
	struct fixture *fixture = *state;

	for (size_t i = 0; i < sizeof(together) / sizeof(*together); i++) {
		put(fixture, together[i].path, together[i].before);
		want_all(fixture, together[i].to);
		want_tags(fixture);
		assert_fine(make(fixture));
		assert_int_equal(fixture->edits->count, 1);
		assert_after(&fixture->edits->items[0], together[i].path, together[i].after);
		sandbox_shell(fixture->sandbox, "rm *");
	}
}

static void a_tag_that_changes_another_pin_stops_the_edit(void **state)
{
	struct fixture *fixture = *state;

	put(fixture, "Dockerfile", "ARG T=1.9\nFROM a:$T@<a>\nFROM a:$T-slim@<a>\n");
	want_all(fixture, "<b>");
	want_tags(fixture);
	assert_fails(make(fixture), ERROR_UNTRUSTED, "another reference");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(only_the_digests_change, set_up, tear_down),
		cmocka_unit_test_setup_teardown(edits_are_sorted_and_only_of_files_that_change,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(pins_without_a_verdict_stay, set_up, tear_down),
		cmocka_unit_test_setup_teardown(no_verdicts_make_no_edits, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_file_that_changed_since_the_scan_is_a_conflict,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(two_wishes_for_one_place_are_a_conflict, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(places_that_overlap_are_a_conflict, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(what_cannot_be_edited_is_refused, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(a_place_that_is_no_pin_is_not_edited, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(a_value_beside_is_edited_where_it_stands, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(a_second_scan_that_disagrees_stops_the_edit, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(files_are_written_with_their_modes_and_nothing_else,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(one_file_that_fails_does_not_hinder_the_others,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    a_stop_ends_the_writing_and_says_how_many_were_written, set_up, tear_down),
		cmocka_unit_test_setup_teardown(without_a_top_nothing_is_tried, set_up, tear_down),
		cmocka_unit_test_setup_teardown(tag_and_digest_move_together, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_tag_that_changes_another_pin_stops_the_edit,
						set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
