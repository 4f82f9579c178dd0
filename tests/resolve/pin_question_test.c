#include "../support/assertions.h"
#include "../support/make_pin.h"
#include <digestbump/base/memory.h>
#include <digestbump/resolve/pin_question.h>
#include <string.h>

struct fixture {
	struct config *config;
	struct questions *questions;
	struct pin *pin;
};

static void set_up(struct fixture *fixture, const char *config, const char *image, char digit)
{
	*fixture = (struct fixture){ .questions = questions_new() };
	assert_fine(config_parse(&fixture->config, "test.yaml", slice_of(config)));
	fixture->pin = make_pin("web/Dockerfile", PIN_FROM, image, digit);
}

static void tear_down(struct fixture *fixture)
{
	config_free(fixture->config);
	questions_free(fixture->questions);
	pin_free(fixture->pin);
}

static struct pinned_digest *add_question(struct fixture *fixture, struct question **question)
{
	return pin_add_question(question, fixture->questions, fixture->pin, fixture->config);
}

static void assert_silent(struct fixture *fixture)
{
	assert_null(add_question(fixture, NULL));
	assert_int_equal(questions_count(fixture->questions), 0);
	tear_down(fixture);
}

static void a_pin_asks_after_its_own_tag(void **state)
{
	struct question *question = NULL;
	struct fixture fixture;

	(void)state;
	set_up(&fixture, "", "alpine:3.20", 'a');
	struct pinned_digest *pinned = add_question(&fixture, &question);

	assert_string_equal(question->host, "docker.io");
	assert_string_equal(question->repository, "library/alpine");
	assert_string_equal(question->tag, "3.20");
	assert_false(question->verify);
	assert_string_equal(pinned->digest, fixture.pin->pinned);
	assert_null(pinned->platform);
	assert_null(pinned->to);
	tear_down(&fixture);
}

static void a_rule_says_which_tag_is_followed_and_for_which_platform(void **state)
{
	struct question *question = NULL;
	struct fixture fixture;

	(void)state;
	set_up(&fixture,
	       "rules:\n  - match: {images: [alpine]}\n    track: edge\n    platform: "
	       "linux/arm64\n",
	       "alpine:3.20", 'a');
	fixture.pin->platform = must_copy("linux/amd64");
	struct pinned_digest *pinned = add_question(&fixture, &question);

	assert_string_equal(question->tag, "edge");
	assert_string_equal(pinned->platform, "linux/arm64");
	tear_down(&fixture);
}

static void a_rule_gives_a_tag_to_a_pin_that_has_none(void **state)
{
	struct fixture fixture;

	(void)state;
	set_up(&fixture, "rules:\n  - match: {images: [alpine]}\n    track: '3'\n", "alpine:3.20",
	       'a');
	free(fixture.pin->tracked);
	fixture.pin->tracked = NULL;
	assert_non_null(add_question(&fixture, NULL));
	assert_string_equal(questions_at(fixture.questions, 0)->tag, "3");
	tear_down(&fixture);
}

static void the_pin_s_platform_is_held(void **state)
{
	struct fixture fixture;

	(void)state;
	set_up(&fixture, "", "alpine:3.20", 'a');
	fixture.pin->platform = must_copy("linux/arm64");
	assert_string_equal(add_question(&fixture, NULL)->platform, "linux/arm64");
	tear_down(&fixture);
}

static void pins_that_nobody_may_change_cause_no_traffic(void **state)
{
	static const enum pin_obstacle obstacles[] = { PIN_UNRESOLVED, PIN_SHARED, PIN_IN_PIECES,
						       PIN_NOT_NAMED };
	struct fixture fixture;

	(void)state;
	for (size_t i = 0; i < sizeof(obstacles) / sizeof(*obstacles); i++) {
		set_up(&fixture, "", "alpine:3.20", 'a');
		fixture.pin->obstacle = obstacles[i];
		assert_silent(&fixture);
	}
	set_up(&fixture, "", "alpine:3.20", 0);
	assert_silent(&fixture);
	set_up(&fixture, "liveness: off", "alpine:3.20", 'a');
	free(fixture.pin->tracked);
	fixture.pin->tracked = NULL;
	assert_silent(&fixture);
	set_up(&fixture, "ignore:\n  images: [alpine]\n", "alpine:3.20", 'a');
	assert_silent(&fixture);
	set_up(&fixture, "rules:\n  - match: {paths: ['web/**']}\n    ignore: true\n",
	       "alpine:3.20", 'a');
	assert_silent(&fixture);
}

static void pins_share_questions_and_digests(void **state)
{
	struct fixture fixture;

	(void)state;
	set_up(&fixture, "", "alpine:3.20", 'a');
	struct pinned_digest *first = add_question(&fixture, NULL);

	assert_ptr_equal(add_question(&fixture, NULL), first);
	OWNED(pin) other = make_pin("b/Dockerfile", PIN_FROM, "docker.io/library/alpine:3.20", 'b');
	struct question *question = NULL;

	assert_ptr_not_equal(pin_add_question(&question, fixture.questions, other, fixture.config),
			     first);
	assert_int_equal(questions_count(fixture.questions), 1);
	assert_int_equal(question->pinned_count, 2);
	/* One digest asked for two platforms counts twice. */
	other->platform = must_copy("linux/arm64");
	assert_non_null(pin_add_question(&question, fixture.questions, other, fixture.config));
	assert_int_equal(question->pinned_count, 3);
	tear_down(&fixture);
}

static void a_digest_alone_asks_whether_it_is_alive(void **state)
{
	struct question *question = NULL;
	struct fixture fixture;

	(void)state;
	set_up(&fixture, "", "alpine", 'a');
	free(fixture.pin->tracked);
	fixture.pin->tracked = NULL;
	struct pinned_digest *pinned = add_question(&fixture, &question);

	assert_null(question->tag);
	assert_string_equal(pinned->digest, fixture.pin->pinned);
	assert_int_equal(pinned->liveness, LIVENESS_PIN);
	tear_down(&fixture);
}

static void the_keenest_rule_decides_what_is_looked_for(void **state)
{
	struct fixture fixture;

	(void)state;
	set_up(&fixture, "rules: [{match: {paths: [b]}, liveness: children}]", "alpine:3", 'a');
	OWNED(pin) keen = make_pin("b", PIN_FROM, "alpine:3", 'a');
	struct pinned_digest *pinned = add_question(&fixture, NULL);

	assert_int_equal(pinned->liveness, LIVENESS_PIN);
	assert_ptr_equal(pin_add_question(NULL, fixture.questions, keen, fixture.config), pinned);
	assert_ptr_equal(add_question(&fixture, NULL), pinned);
	assert_int_equal(pinned->liveness, LIVENESS_CHILDREN);
	tear_down(&fixture);
}

static void questions_stay_in_the_order_of_asking(void **state)
{
	OWNED(questions) questions = questions_new();

	(void)state;
	questions_add(questions, "b.test", "x", "1");
	questions_add(questions, "a.test", "x", "1");
	questions_add(questions, "b.test", "x", "1");
	questions_add(questions, "b.test", "x", "0");
	assert_int_equal(questions_count(questions), 3);
	assert_string_equal(questions_at(questions, 1)->host, "a.test");
	assert_string_equal(questions_at(questions, 2)->tag, "0");
}

/* The tags that a registry shall have listed for the pin's repository. */
static void list(struct fixture *fixture, const char *const *tags)
{
	pin_request_tags(fixture->questions, fixture->pin, fixture->config);
	assert_int_equal(tag_lists_count(fixture->questions), 1);
	struct tag_list *listed = tag_lists_at(fixture->questions, 0);

	listed->tags = strings_new();
	for (; *tags; tags++)
		strings_add(listed->tags, *tags);
}

static void a_rule_with_a_series_asks_after_its_next_tag(void **state)
{
	static const struct {
		const char *image;
		const char *tags[4];
		enum tracked_tag_kind kind;
		const char *asked; /* NULL: only whether the digest is alive */
	} rows[] = {
		{ "alpine:3.19", { "3.20", "3.18", "4.0" }, TRACKED_NEXT, "3.20" },
		{ "alpine:3.19", { "3.19", "3.18" }, TRACKED_HIGHEST, "3.19" },
		{ "alpine:4.1", { "3.20" }, TRACKED_ABOVE_SERIES, NULL },
		{ "alpine:edge", { "3.20" }, TRACKED_INCOMPARABLE, NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct fixture fixture;
		struct question *question = NULL;

		set_up(&fixture, "rules: [{track: '3.*'}]", rows[i].image, 'a');
		list(&fixture, rows[i].tags);
		struct ruling ruling =
		    config_rule(fixture.config, fixture.pin->image->name, fixture.pin->path);
		struct tracked_tag asked =
		    choose_tracked_tag(fixture.questions, fixture.pin, &ruling);

		assert_int_equal(asked.kind, rows[i].kind);
		add_question(&fixture, &question);
		if (rows[i].asked)
			assert_string_equal(question->tag, rows[i].asked);
		else
			assert_null(question->tag);
		tear_down(&fixture);
	}
}

static void tags_are_listed_only_for_pins_whose_tag_can_move(void **state)
{
	static const char *const images[] = { "alpine", "alpine:3.20" };

	(void)state;
	for (size_t i = 0; i < sizeof(images) / sizeof(*images); i++) {
		struct fixture fixture;

		set_up(&fixture, "rules: [{track: '3.*'}]", images[i], 'a');
		if (i == 1)
			fixture.pin->tag.length = 0; /* a variable holds a part of it */
		pin_request_tags(fixture.questions, fixture.pin, fixture.config);
		assert_int_equal(tag_lists_count(fixture.questions), 0);
		struct ruling ruling =
		    config_rule(fixture.config, fixture.pin->image->name, fixture.pin->path);

		assert_int_equal(choose_tracked_tag(fixture.questions, fixture.pin, &ruling).kind,
				 TRACKED_NOT_EDITABLE);
		tear_down(&fixture);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_pin_asks_after_its_own_tag),
		cmocka_unit_test(a_rule_says_which_tag_is_followed_and_for_which_platform),
		cmocka_unit_test(a_rule_gives_a_tag_to_a_pin_that_has_none),
		cmocka_unit_test(the_pin_s_platform_is_held),
		cmocka_unit_test(pins_that_nobody_may_change_cause_no_traffic),
		cmocka_unit_test(pins_share_questions_and_digests),
		cmocka_unit_test(a_digest_alone_asks_whether_it_is_alive),
		cmocka_unit_test(the_keenest_rule_decides_what_is_looked_for),
		cmocka_unit_test(questions_stay_in_the_order_of_asking),
		cmocka_unit_test(a_rule_with_a_series_asks_after_its_next_tag),
		cmocka_unit_test(tags_are_listed_only_for_pins_whose_tag_can_move),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
