#include "../support/assertions.h"
#include "../support/make_pin.h"
#include <digestbump/base/memory.h>
#include <digestbump/config/title_template.h>
#include <digestbump/limits.h>
#include <digestbump/plan/plan.h>
#include <digestbump/scan/scan.h>
#include <git2.h>
#include <string.h>

/* Pins with verdicts of our own making. */
struct fixture {
	struct pins pins;
	struct verdicts *verdicts;
	struct config *config;
};

static struct fixture *fixture_new(const char *yaml)
{
	struct fixture *fixture = must_alloc(sizeof(*fixture));

	fixture->verdicts = must_alloc(sizeof(*fixture->verdicts));
	assert_fine(config_parse(&fixture->config, "f.yaml", slice_of(yaml)));
	return fixture;
}

static void fixture_free(struct fixture *fixture)
{
	pins_clear(&fixture->pins);
	verdicts_free(fixture->verdicts);
	config_free(fixture->config);
	free(fixture);
}
DEFINE_OWNED(fixture)

/* Adds a pin that goes from one digest to another; to 0: it is current. */
static struct pin *add(struct fixture *fixture, const char *path, const char *text,
		       const char *digits)
{
	struct pin *pin = make_pin(path, PIN_FROM, text, digits[0]);
	struct verdicts *verdicts = fixture->verdicts;

	pins_add(&fixture->pins, pin);
	verdicts->items = must_grow(verdicts->items, verdicts->count, sizeof(*verdicts->items));
	verdicts->items[verdicts->count++] = (struct verdict){
		.pin = pin,
		.code = digits[1] ? VERDICT_BUMP : VERDICT_CURRENT,
		.reason = must_copy("because"),
		.tag = must_copy(pin->tracked),
		.to = digits[1] ? make_digest(digits[1]) : NULL,
		.group = config_rule(fixture->config, pin->image->name, path).group,
	};
	return pin;
}

static char *joined(const struct strings *list)
{
	OWNED(text) text = text_new(0);

	for (size_t i = 0; i < list->count; i++)
		text_add_format(text, "%s%s", i ? " " : "", list->items[i]);
	return text_take(pass_on(&text));
}

static void assert_list(const struct strings *list, const char *want)
{
	OWNED_STRING got = joined(list);

	assert_string_equal(got, want);
}

/* All of a plan but the hashes of branches, one bump a line. */
static char *print(const struct plan *plan)
{
	OWNED(text) out = text_new(0);

	for (size_t i = 0; i < plan->count; i++) {
		const struct bump *bump = &plan->bumps[i];

		text_add_format(out, "%s %s %s |", bump->id, bump->branch, bump->title);
		for (size_t k = 0; k < bump->update_count; k++)
			text_add_format(out, " %s:%s %.10s %.10s", bump->updates[k].image,
					bump->updates[k].tag, bump->updates[k].from,
					bump->updates[k].to);
		text_add_string(out, "\n");
	}
	return text_take(pass_on(&out));
}

static void one_bump_per_image_whatever_tags_and_files(void **state)
{
	(void)state;
	OWNED(fixture) fixture = fixture_new("");

	add(fixture, "b/Dockerfile", "debian:12", "12");
	add(fixture, "a/Dockerfile", "alpine:3.20", "34");
	add(fixture, "b/Dockerfile", "alpine:edge", "56");
	add(fixture, "b/Dockerfile", "alpine:3.20", "34");
	add(fixture, "c/Dockerfile", "busybox:1", "7");
	OWNED(plan) plan = plan_make(fixture->verdicts, fixture->config, NULL);
	const struct bump *alpine = &plan->bumps[0];

	assert_int_equal(plan->count, 2);
	assert_string_equal(alpine->id, "docker.io/library/alpine");
	assert_int_equal(alpine->verdict_count, 3);
	assert_ptr_equal(alpine->verdicts[0], &fixture->verdicts->items[1]);
	assert_ptr_equal(alpine->verdicts[2], &fixture->verdicts->items[3]);
	assert_int_equal(alpine->update_count, 2);
	assert_string_equal(alpine->updates[0].tag, "3.20");
	assert_string_equal(alpine->updates[1].tag, "edge");
	assert_list(&alpine->files, "a/Dockerfile b/Dockerfile");
	assert_string_equal(alpine->title,
			    "build(base): bump docker.io/library/alpine to new digests");
	assert_string_equal(plan->bumps[1].title,
			    "build(base): bump docker.io/library/debian to 2222222");
}

static void a_rescue_moves_as_a_bump_does_and_is_called_so(void **state)
{
	(void)state;
	OWNED(fixture) fixture = fixture_new("");

	add(fixture, "a", "alpine:3.20", "12");
	add(fixture, "b", "alpine:3.20", "12");
	add(fixture, "c", "debian:12", "34");
	fixture->verdicts->items[1].code = VERDICT_RESCUE;
	OWNED(plan) plan = plan_make(fixture->verdicts, fixture->config, NULL);

	assert_int_equal(plan->count, 2);
	assert_int_equal(plan->bumps[0].verdict_count, 2);
	assert_int_equal(plan->bumps[0].update_count, 1);
	assert_true(plan->bumps[0].updates[0].rescue);
	assert_string_equal(plan->bumps[0].title,
			    "build(base): rescue docker.io/library/alpine to 2222222");
	assert_false(plan->bumps[1].updates[0].rescue);
}

static void a_group_shares_one_bump(void **state)
{
	(void)state;
	OWNED(fixture)
	fixture = fixture_new("rules:\n  - match: {images: [alpine, debian]}\n"
			      "    group: Base Images\n"
			      "commit: {title: '{group}: {count} x {image} {tag} {short}'}\n");

	add(fixture, "a", "alpine:3.20", "12");
	add(fixture, "b", "debian:12", "34");
	add(fixture, "c", "busybox:1", "56");
	OWNED(plan) plan = plan_make(fixture->verdicts, fixture->config, NULL);

	assert_int_equal(plan->count, 2);
	assert_string_equal(plan->bumps[0].id, "Base Images");
	assert_string_equal(plan->bumps[0].title,
			    "Base Images: 2 x Base Images (2 images) several tags new digests");
	assert_string_equal(plan->bumps[1].title, "docker.io/library/busybox: 1 x "
						  "docker.io/library/busybox 1 6666666");
	assert_true(strncmp(plan->bumps[0].branch, "digestbump/base-images-", 23) == 0);
}

static void a_group_of_one_image_is_called_by_its_image(void **state)
{
	(void)state;
	OWNED(fixture) fixture = fixture_new("rules: [{group: g}]");

	add(fixture, "a", "alpine:3.20", "12");
	OWNED(plan) plan = plan_make(fixture->verdicts, fixture->config, NULL);

	assert_string_equal(plan->bumps[0].id, "g");
	assert_string_equal(plan->bumps[0].title,
			    "build(base): bump docker.io/library/alpine to 2222222");
}

static void the_same_movement_counts_once_and_platforms_stay_apart(void **state)
{
	(void)state;
	OWNED(fixture) fixture = fixture_new("");

	add(fixture, "a", "alpine:3.20", "12");
	add(fixture, "b", "alpine:3.20", "12");
	add(fixture, "c", "alpine:3.20", "13");
	add(fixture, "d", "alpine:3.20", "42");
	OWNED(plan) plan = plan_make(fixture->verdicts, fixture->config, NULL);
	const struct bump *bump = &plan->bumps[0];

	assert_int_equal(bump->update_count, 3);
	assert_int_equal(bump->updates[0].to[7], '2');
	assert_int_equal(bump->updates[1].to[7], '3');
	assert_int_equal(bump->updates[2].from[7], '4');
}

static void the_order_of_verdicts_changes_nothing(void **state)
{
	static const char *const pins[][3] = {
		{ "a", "alpine:3.20", "12" },   { "b", "debian:12", "34" },
		{ "a", "alpine:edge", "56" },   { "z", "alpine:3.20", "12" },
		{ "a", "quay.io/x/y:1", "78" },
	};
	enum { PINS = sizeof(pins) / sizeof(*pins) };

	(void)state;
	OWNED(fixture) forward = fixture_new("");
	OWNED(fixture) backward = fixture_new("");

	for (size_t i = 0; i < PINS; i++) {
		add(forward, pins[i][0], pins[i][1], pins[i][2]);
		add(backward, pins[PINS - 1 - i][0], pins[PINS - 1 - i][1], pins[PINS - 1 - i][2]);
	}
	OWNED(plan) one = plan_make(forward->verdicts, forward->config, NULL);
	OWNED(plan) other = plan_make(backward->verdicts, backward->config, NULL);
	OWNED_STRING one_text = print(one);
	OWNED_STRING other_text = print(other);

	assert_string_equal(one_text, other_text);
}

static void nothing_to_bump_is_an_empty_plan(void **state)
{
	(void)state;
	OWNED(fixture) fixture = fixture_new("");
	OWNED(plan) none = plan_make(fixture->verdicts, fixture->config, NULL);

	assert_int_equal(none->count, 0);
	add(fixture, "a", "alpine:3.20", "1");
	OWNED(plan) still_none = plan_make(fixture->verdicts, fixture->config, NULL);

	assert_int_equal(still_none->count, 0);
	plan_free(NULL);
}

/* ---- what must be built again ---- */

#define ONE "@sha256:1111111111111111111111111111111111111111111111111111111111111111"

/* A repository with its bump: every pin that is at 1 goes to 2. */
struct repository {
	struct tree *files;
	struct scan *scan;
	struct image_graph *graph;
	struct fixture *fixture;
	struct plan *plan;
};

/* Gives the repository of files: path and text in turn, up to a NULL. */
static struct repository *repository_new(const char *const *files)
{
	const struct context context = { 0 };
	struct repository *repository = must_alloc(sizeof(*repository));
	struct fixture *fixture = fixture_new("");

	repository->fixture = fixture;
	repository->files = tree_overlay(NULL);
	for (size_t i = 0; files[i]; i += 2)
		tree_overlay_set(repository->files, files[i], slice_of(files[i + 1]));
	assert_fine(scan_run(&repository->scan, repository->files, fixture->config, &context));
	const struct graph_tree tree = { .files = repository->files, .config = fixture->config };

	assert_fine(graph_make(&repository->graph, &tree, 1, &context));
	struct verdicts *verdicts = fixture->verdicts;

	verdicts->items = must_alloc(repository->scan->pins.count * sizeof(*verdicts->items));
	for (size_t i = 0; i < repository->scan->pins.count; i++) {
		const struct pin *pin = repository->scan->pins.items[i];

		if (pin->pinned)
			verdicts->items[verdicts->count++] = (struct verdict){
				.pin = pin,
				.code = VERDICT_BUMP,
				.reason = must_copy("because"),
				.tag = must_copy(pin->tracked),
				.to = make_digest('2'),
			};
	}
	repository->plan = plan_make(verdicts, fixture->config, repository->graph);
	return repository;
}

static void repository_free(struct repository *repository)
{
	plan_free(repository->plan);
	image_graph_free(repository->graph);
	scan_free(repository->scan);
	fixture_free(repository->fixture);
	tree_free(repository->files);
	free(repository);
}
DEFINE_OWNED(repository)

/* Every row is a repository with one bump, and the files that it obliges. */
static void only_what_a_target_reaches_is_rebuilt(void **state)
{
	static const struct {
		const char *rebuild;
		const char *const files[9];
	} rows[] = {
		{ "a/Dockerfile b/Dockerfile",
		  { "a/Dockerfile", "FROM alpine:3" ONE "\n", "b/Dockerfile",
		    "FROM busybox:1\nCOPY --from=alpine:3" ONE " / /\n", "c/Dockerfile",
		    "FROM debian:12\n", NULL } },
		{ "",
		  { "Dockerfile", "# syntax=docker/dockerfile:1" ONE "\nFROM alpine:3\n", NULL } },
		{ "", { "Dockerfile", "FROM alpine:3" ONE " AS unused\nFROM debian:12\n", NULL } },
		{ "",
		  { "deploy/compose.yaml", "services: {a: {image: 'alpine:3" ONE "'}}\n", NULL } },
		{ "Dockerfile",
		  { "Dockerfile", "ARG BASE\nFROM $BASE\n", ".github/workflows/i.yml",
		    "jobs: {b: {steps: [{uses: docker/build-push-action@v6, with: {context: ., "
		    "build-args: 'BASE=alpine:3" ONE "'}}]}}\n",
		    NULL } },
		{ "a/Dockerfile",
		  { "a/.env", "BASE=alpine:3" ONE "\n", "a/compose.yaml",
		    "services: {a: {build: {context: ., args: {BASE: '${BASE}'}}}}\n",
		    "a/Dockerfile", "ARG BASE\nFROM $BASE\n", NULL } },
		{ "app/Dockerfile base/Dockerfile",
		  { "base/Dockerfile", "FROM alpine:3" ONE "\n", "app/Dockerfile",
		    "FROM acme/base\n", "compose.yaml",
		    "services: {base: {image: acme/base, build: base}}\n", NULL } },
		{ ".ko.yaml", { ".ko.yaml", "defaultBaseImage: alpine:3" ONE "\n", NULL } },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		OWNED(repository) repository = repository_new(rows[i].files);

		if (repository->plan->count != 1)
			fail_msg("row %zu: %zu bumps", i, repository->plan->count);
		assert_list(&repository->plan->bumps[0].rebuild, rows[i].rebuild);
	}
}

/* By digest an image of ours is a boundary: its own pin is bumped after it is published. */
static void what_pins_an_image_of_ours_is_not_rebuilt_with_it(void **state)
{
	static const char *const files[] = {
		"base/Dockerfile",
		"FROM alpine:3" ONE "\n",
		"app/Dockerfile",
		"FROM acme/base" ONE "\n",
		"compose.yaml",
		"services: {base: {image: acme/base, build: base}}\n",
		NULL,
	};

	(void)state;
	OWNED(repository) repository = repository_new(files);

	assert_int_equal(repository->plan->count, 2);
	assert_string_equal(repository->plan->bumps[0].id, "docker.io/acme/base");
	assert_list(&repository->plan->bumps[0].rebuild, "app/Dockerfile");
	assert_list(&repository->plan->bumps[1].rebuild, "base/Dockerfile");
}

static void no_title_skips_ci_whatever_the_names(void **state)
{
	(void)state;
	OWNED(fixture)
	fixture = fixture_new("rules: [{group: ci}]\ncommit: {title: '[skip {group}]'}");

	add(fixture, "a", "alpine:3.20", "12");
	OWNED(plan) plan = plan_make(fixture->verdicts, fixture->config, NULL);

	assert_null(title_skip_token(plan->bumps[0].title));
	assert_string_equal(plan->bumps[0].title, "(skip ci]");
}

/* ---- branches ---- */

static void branches_can_be_read_and_are_as_git_wants_them(void **state)
{
	static const struct {
		const char *id;
		const char *readable_character; /* in front of the hash */
	} rows[] = {
		{ "gcr.io/distroless/static-debian12", "gcr.io-distroless-static-debian12-" },
		{ "localhost:5000/a__b", "localhost-5000-a__b-" },
		{ "[::1]:5000/x", "1-5000-x-" },
		{ "Base Images", "base-images-" },
		{ "a..b", "a.b-" },
		{ "../../x", "x-" },
		{ "..", "" },
		{ "-rf", "rf-" },
		{ ".lock", "lock-" },
		{ "x.lock", "x.lock-" },
		{ "x@{1}", "x-1-" },
		{ "a~^:?*[\\b", "a-b-" },
		{ "\xe6\x97\xa5\xe6\x9c\xac", "" },
		{ "tab\there", "tab-here-" },
		{ "@", "" },
		{ "a.", "a-" },
	};

	(void)state;
	OWNED(config) config = config_default();

	assert_true(git_libgit2_init() > 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		OWNED_STRING branch = plan_branch(config, rows[i].id, NULL);
		OWNED_STRING start = must_format("digestbump/%s", rows[i].readable_character);
		int valid = 0;

		git_branch_name_is_valid(&valid, branch);
		if (!valid || strncmp(branch, start, strlen(start)) != 0 ||
		    strlen(branch) != strlen(start) + 8)
			fail_msg("'%s' gives '%s'", rows[i].id, branch);
	}
	git_libgit2_shutdown();
}

static void ids_that_read_alike_have_branches_of_their_own(void **state)
{
	(void)state;
	OWNED(config) config = config_default();
	OWNED_STRING one = plan_branch(config, "a/b", NULL);
	OWNED_STRING other = plan_branch(config, "a-b", NULL);
	OWNED_STRING again = plan_branch(config, "a/b", NULL);

	assert_string_not_equal(one, other);
	assert_string_equal(one, again);
	assert_string_equal(one, "digestbump/a-b-c14cddc0");
}

static void long_ids_are_cut_and_stay_apart(void **state)
{
	char id[300];

	(void)state;
	memset(id, 'a', sizeof(id));
	id[299] = '\0';
	for (size_t i = 60; i < 250; i += 2)
		id[i] = '/';
	OWNED(config) config = config_default();
	OWNED_STRING one = plan_branch(config, id, NULL);

	id[298] = 'b';
	OWNED_STRING other = plan_branch(config, id, NULL);

	assert_true(strlen(one) <= BRANCH_BYTES_MOST);
	assert_true(strlen(one) > BRANCH_BYTES_MOST - 3);
	assert_string_not_equal(one, other);
	assert_null(strstr(one, "--"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_bump_per_image_whatever_tags_and_files),
		cmocka_unit_test(a_rescue_moves_as_a_bump_does_and_is_called_so),
		cmocka_unit_test(a_group_shares_one_bump),
		cmocka_unit_test(a_group_of_one_image_is_called_by_its_image),
		cmocka_unit_test(the_same_movement_counts_once_and_platforms_stay_apart),
		cmocka_unit_test(the_order_of_verdicts_changes_nothing),
		cmocka_unit_test(nothing_to_bump_is_an_empty_plan),
		cmocka_unit_test(only_what_a_target_reaches_is_rebuilt),
		cmocka_unit_test(what_pins_an_image_of_ours_is_not_rebuilt_with_it),
		cmocka_unit_test(no_title_skips_ci_whatever_the_names),
		cmocka_unit_test(branches_can_be_read_and_are_as_git_wants_them),
		cmocka_unit_test(ids_that_read_alike_have_branches_of_their_own),
		cmocka_unit_test(long_ids_are_cut_and_stay_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
