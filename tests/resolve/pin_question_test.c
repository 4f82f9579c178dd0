#include "../support/assertions.h"
#include "../support/make_pin.h"
#include <digestbump/base/memory.h>
#include <digestbump/resolve/pin_question.h>
#include <string.h>

struct world {
	struct config *config;
	struct questions *questions;
	struct pin *pin;
};

static void open_world(struct world *world, const char *config, const char *image, char digit)
{
	*world = (struct world){ .questions = questions_new() };
	assert_fine(config_parse(&world->config, "test.yaml", slice_of(config)));
	world->pin = make_pin("web/Dockerfile", PIN_FROM, image, digit);
}

static void close_world(struct world *world)
{
	config_free(world->config);
	questions_free(world->questions);
	pin_free(world->pin);
}

static struct held *ask(struct world *world, struct question **question)
{
	return ask_pin(question, world->questions, world->pin, world->config);
}

static void assert_silent(struct world *world)
{
	assert_null(ask(world, NULL));
	assert_int_equal(questions_count(world->questions), 0);
	close_world(world);
}

static void a_pin_asks_after_its_own_tag(void **state)
{
	struct question *question = NULL;
	struct world world;

	(void)state;
	open_world(&world, "", "alpine:3.20", 'a');
	struct held *held = ask(&world, &question);

	assert_string_equal(question->host, "docker.io");
	assert_string_equal(question->repository, "library/alpine");
	assert_string_equal(question->tag, "3.20");
	assert_false(question->verify);
	assert_string_equal(held->digest, world.pin->pinned);
	assert_null(held->platform);
	assert_null(held->to);
	close_world(&world);
}

static void a_rule_says_which_tag_is_followed_and_for_which_platform(void **state)
{
	struct question *question = NULL;
	struct world world;

	(void)state;
	open_world(&world,
		   "rules:\n  - match: {images: [alpine]}\n    track: edge\n    platform: "
		   "linux/arm64\n",
		   "alpine:3.20", 'a');
	world.pin->platform = must_copy("linux/amd64");
	struct held *held = ask(&world, &question);

	assert_string_equal(question->tag, "edge");
	assert_string_equal(held->platform, "linux/arm64");
	close_world(&world);
}

static void a_rule_gives_a_tag_to_a_pin_that_has_none(void **state)
{
	struct world world;

	(void)state;
	open_world(&world, "rules:\n  - match: {images: [alpine]}\n    track: '3'\n", "alpine:3.20",
		   'a');
	free(world.pin->tracked);
	world.pin->tracked = NULL;
	assert_non_null(ask(&world, NULL));
	assert_string_equal(questions_at(world.questions, 0)->tag, "3");
	close_world(&world);
}

static void the_pin_s_platform_is_held(void **state)
{
	struct world world;

	(void)state;
	open_world(&world, "", "alpine:3.20", 'a');
	world.pin->platform = must_copy("linux/arm64");
	assert_string_equal(ask(&world, NULL)->platform, "linux/arm64");
	close_world(&world);
}

static void pins_that_nobody_may_change_cause_no_traffic(void **state)
{
	static const enum pin_obstacle obstacles[] = { PIN_UNRESOLVED, PIN_SHARED, PIN_IN_PIECES,
						       PIN_NOT_NAMED };
	struct world world;

	(void)state;
	for (size_t i = 0; i < sizeof(obstacles) / sizeof(*obstacles); i++) {
		open_world(&world, "", "alpine:3.20", 'a');
		world.pin->obstacle = obstacles[i];
		assert_silent(&world);
	}
	open_world(&world, "", "alpine:3.20", 0);
	assert_silent(&world);
	open_world(&world, "liveness: off", "alpine:3.20", 'a');
	free(world.pin->tracked);
	world.pin->tracked = NULL;
	assert_silent(&world);
	open_world(&world, "ignore:\n  images: [alpine]\n", "alpine:3.20", 'a');
	assert_silent(&world);
	open_world(&world, "rules:\n  - match: {paths: ['web/**']}\n    ignore: true\n",
		   "alpine:3.20", 'a');
	assert_silent(&world);
}

static void pins_share_questions_and_digests(void **state)
{
	struct world world;

	(void)state;
	open_world(&world, "", "alpine:3.20", 'a');
	struct held *first = ask(&world, NULL);

	assert_ptr_equal(ask(&world, NULL), first);
	OWNED(pin) other = make_pin("b/Dockerfile", PIN_FROM, "docker.io/library/alpine:3.20", 'b');
	struct question *question = NULL;

	assert_ptr_not_equal(ask_pin(&question, world.questions, other, world.config), first);
	assert_int_equal(questions_count(world.questions), 1);
	assert_int_equal(question->held_count, 2);
	/* One digest asked for two platforms is held twice. */
	other->platform = must_copy("linux/arm64");
	assert_non_null(ask_pin(&question, world.questions, other, world.config));
	assert_int_equal(question->held_count, 3);
	close_world(&world);
}

static void a_digest_alone_asks_whether_it_is_alive(void **state)
{
	struct question *question = NULL;
	struct world world;

	(void)state;
	open_world(&world, "", "alpine", 'a');
	free(world.pin->tracked);
	world.pin->tracked = NULL;
	struct held *held = ask(&world, &question);

	assert_null(question->tag);
	assert_string_equal(held->digest, world.pin->pinned);
	assert_int_equal(held->liveness, LIVENESS_PIN);
	close_world(&world);
}

static void the_keenest_rule_decides_what_is_looked_for(void **state)
{
	struct world world;

	(void)state;
	open_world(&world, "rules: [{match: {paths: [b]}, liveness: children}]", "alpine:3", 'a');
	OWNED(pin) keen = make_pin("b", PIN_FROM, "alpine:3", 'a');
	struct held *held = ask(&world, NULL);

	assert_int_equal(held->liveness, LIVENESS_PIN);
	assert_ptr_equal(ask_pin(NULL, world.questions, keen, world.config), held);
	assert_ptr_equal(ask(&world, NULL), held);
	assert_int_equal(held->liveness, LIVENESS_CHILDREN);
	close_world(&world);
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
static void list(struct world *world, const char *const *tags)
{
	ask_tags(world->questions, world->pin, world->config);
	assert_int_equal(tags_count(world->questions), 1);
	struct tag_list *listed = tags_at(world->questions, 0);

	listed->tags = strings_new();
	for (; *tags; tags++)
		strings_add(listed->tags, *tags);
}

static void a_rule_with_a_series_asks_after_its_next_tag(void **state)
{
	static const struct {
		const char *image;
		const char *tags[4];
		enum ask_step step;
		const char *asked; /* NULL: only whether the digest is alive */
	} rows[] = {
		{ "alpine:3.19", { "3.20", "3.18", "4.0" }, ASK_RISE, "3.20" },
		{ "alpine:3.19", { "3.19", "3.18" }, ASK_STAY, "3.19" },
		{ "alpine:4.1", { "3.20" }, ASK_FALL, NULL },
		{ "alpine:edge", { "3.20" }, ASK_STRANGE, NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct world world;
		struct question *question = NULL;

		open_world(&world, "rules: [{track: '3.*'}]", rows[i].image, 'a');
		list(&world, rows[i].tags);
		struct ruling ruling =
		    config_rule(world.config, world.pin->image->name, world.pin->path);
		struct asked_tag asked = ask_tag(world.questions, world.pin, &ruling);

		assert_int_equal(asked.step, rows[i].step);
		ask(&world, &question);
		if (rows[i].asked)
			assert_string_equal(question->tag, rows[i].asked);
		else
			assert_null(question->tag);
		close_world(&world);
	}
}

static void tags_are_listed_only_for_pins_whose_tag_can_move(void **state)
{
	static const char *const images[] = { "alpine", "alpine:3.20" };

	(void)state;
	for (size_t i = 0; i < sizeof(images) / sizeof(*images); i++) {
		struct world world;

		open_world(&world, "rules: [{track: '3.*'}]", images[i], 'a');
		if (i == 1)
			world.pin->tag.length = 0; /* a variable holds a part of it */
		ask_tags(world.questions, world.pin, world.config);
		assert_int_equal(tags_count(world.questions), 0);
		struct ruling ruling =
		    config_rule(world.config, world.pin->image->name, world.pin->path);

		assert_int_equal(ask_tag(world.questions, world.pin, &ruling).step, ASK_FIXED);
		close_world(&world);
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
