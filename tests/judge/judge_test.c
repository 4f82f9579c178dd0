#include "../support/assertions.h"
#include "../support/make_pin.h"
#include <digestbump/base/memory.h>
#include <digestbump/judge/judge.h>
#include <digestbump/resolve/pin_question.h>
#include <string.h>

/* One pin, its answer, and the verdict on it. */
struct scene {
	struct pins pins;
	struct questions *questions;
	struct config *config;
	struct verdicts *verdicts;
};

static void scene_free(struct scene *scene)
{
	verdicts_free(scene->verdicts);
	pins_clear(&scene->pins);
	questions_free(scene->questions);
	config_free(scene->config);
	free(scene);
}
DEFINE_OWNED(scene)

/* "alpine:3.20" in a/Dockerfile, pinned to 1111... unless digit is 0. */
static struct scene *scene_new(const char *yaml, const char *text, char digit)
{
	struct scene *scene = must_alloc(sizeof(*scene));

	scene->questions = questions_new();
	assert_fine(config_parse(&scene->config, "conf.yaml", slice_of(yaml)));
	pins_add(&scene->pins, make_pin("a/Dockerfile", PIN_FROM, text, digit));
	return scene;
}

/* What the registry shall have said of the pin; the caller fills it in. */
static struct pinned_digest *ask(struct scene *scene, struct question **question)
{
	struct pinned_digest *held =
	    pin_add_question(question, scene->questions, scene->pins.items[0], scene->config);

	assert_non_null(held);
	return held;
}

static const struct verdict *judge(struct scene *scene)
{
	verdicts_free(scene->verdicts);
	scene->verdicts = judge_run(&scene->pins, scene->questions, scene->config, NULL, NULL);
	assert_int_equal(scene->verdicts->count, scene->pins.count);
	return &scene->verdicts->items[0];
}

static void expect(struct scene *scene, enum verdict_code code, const char *reason)
{
	const struct verdict *verdict = judge(scene);

	if (verdict->code != code || !strstr(verdict->reason, reason))
		fail_msg("%s because '%s', but %s because '%s' was due",
			 verdict_name(verdict->code), verdict->reason, verdict_name(code), reason);
	assert_int_equal(scene->verdicts->of[code], 1);
	assert_int_equal(verdict->to != NULL, verdict_is_update(code));
	assert_ptr_equal(verdict->pin, scene->pins.items[0]);
}

static void a_tag_that_did_not_move_is_current(void **state)
{
	(void)state;
	OWNED(scene) scene = scene_new("", "alpine:3.20", '1');

	ask(scene, NULL)->to = make_digest('1');
	expect(scene, VERDICT_CURRENT, "tag '3.20' is still 1111111");
	assert_string_equal(judge(scene)->tag, "3.20");
}

static void a_tag_that_moved_is_a_bump(void **state)
{
	(void)state;
	OWNED(scene) scene = scene_new("rules: [{group: g}]", "alpine:3.20", '1');
	OWNED_STRING to = make_digest('2');

	ask(scene, NULL)->to = must_copy(to);
	expect(scene, VERDICT_BUMP, "tag '3.20' moved from 1111111 to 2222222");
	assert_string_equal(judge(scene)->to, to);
	assert_string_equal(judge(scene)->group, "g");
}

static struct pinned_digest *ask_platform(struct scene *scene, char to)
{
	struct question *question = NULL;
	struct pinned_digest *pinned = ask(scene, &question);

	question->digest = make_digest('9');
	pinned->to = make_digest(to);
	pinned->is_entry = true;
	pinned->entry_platform = must_copy("linux/amd64");
	return pinned;
}

static void a_platform_pin_is_told_of_as_what_it_is(void **state)
{
	(void)state;
	OWNED(scene) scene = scene_new("", "alpine:3.20", '1');
	struct pinned_digest *pinned = ask_platform(scene, '1');

	expect(scene, VERDICT_CURRENT,
	       "pins linux/amd64 of tag '3.20'; the tag's index is 9999999");
	free(pinned->to);
	pinned->to = make_digest('2');
	expect(scene, VERDICT_BUMP,
	       "pins linux/amd64 of tag '3.20', which was 1111111 and is 2222222 now; the tag's "
	       "index is 9999999");
	pinned_digest_add_missing(pinned, pinned->digest, NULL);
	expect(scene, VERDICT_RESCUE,
	       "1111111 is gone from the registry; pins linux/amd64 of tag '3.20'");
	strings_add(&pinned->lost_platforms, "linux/amd64");
	expect(scene, VERDICT_HELD_PLATFORM,
	       "pins linux/amd64 of tag '3.20' (1111111); the tag's index is 9999999 now, which "
	       "has no linux/amd64 any more");
}

static void one_platform_without_a_word_is_hinted_at(void **state)
{
	static const char *const meant[] = { "rules: [{platform: linux/amd64}]",
					     "rules: [{kind: index}]" };

	(void)state;
	OWNED(scene) scene = scene_new("", "alpine:3.20", '1');

	ask_platform(scene, '1');
	assert_true(judge(scene)->single_platform);
	assert_non_null(strstr(judge(scene)->hint, "'kind: index'"));
	assert_int_equal(scene->verdicts->single_platform, 1);
	for (size_t i = 0; i < sizeof(meant) / sizeof(*meant); i++) {
		OWNED(scene) other = scene_new(meant[i], "alpine:3.20", '1');

		ask_platform(other, '1');
		assert_false(judge(other)->single_platform);
		assert_null(judge(other)->hint);
	}
}

static void a_rule_turns_one_platform_into_the_index(void **state)
{
	(void)state;
	OWNED(scene) scene = scene_new("rules: [{kind: keep}, {kind: index}]", "alpine:3.20", '1');
	struct pinned_digest *pinned = ask_platform(scene, '1');
	OWNED_STRING index = make_digest('9');

	assert_true(pinned->wants_index);
	expect(scene, VERDICT_BUMP,
	       "pins linux/amd64 of tag '3.20' (1111111); line 1 of 'conf.yaml' (kind: index) "
	       "wants the tag's index, 9999999");
	assert_string_equal(judge(scene)->to, index);
	/* The new image of the platform does not matter then. */
	pinned->entry_error = error_new(ERROR_ABSENT, "not there");
	expect(scene, VERDICT_BUMP, "wants the tag's index");
	strings_add(&pinned->lost_platforms, "linux/amd64");
	expect(scene, VERDICT_HELD_PLATFORM, "linux/amd64");
}

/* ---- indexes of which nothing changed that matters ---- */

static struct pinned_digest *ask_index(struct scene *scene, const char *changed, const char *added)
{
	struct pinned_digest *pinned = ask(scene, NULL);

	pinned->to = make_digest('2');
	strings_add(&pinned->same_platforms, "linux/amd64");
	strings_add(&pinned->same_platforms, "linux/arm64");
	if (changed)
		strings_add(&pinned->changed_platforms, changed);
	if (added)
		strings_add(&pinned->added_platforms, added);
	return pinned;
}

static void what_a_rule_calls_unchanged_is_current_and_says_what_changed(void **state)
{
	static const struct {
		const char *yaml;
		const char *changed;
		const char *added;
		enum verdict_code code;
		const char *reason;
	} rows[] = {
		{ "", NULL, NULL, VERDICT_BUMP, "moved" },
		{ "ignore_unchanged: true", NULL, NULL, VERDICT_CURRENT,
		  "but the images of linux/amd64, linux/arm64 are the same bytes; only "
		  "attestations "
		  "or annotations changed" },
		{ "ignore_unchanged: true", "linux/s390x", NULL, VERDICT_BUMP, "moved" },
		{ "ignore_unchanged: true", NULL, "linux/s390x", VERDICT_CURRENT,
		  "same bytes; new: linux/s390x" },
		{ "ignore_unchanged: true\nrules: [{ignore_unchanged: false}]", NULL, NULL,
		  VERDICT_BUMP, "moved" },
		{ "rules: [{ignore_unchanged: true, platforms: [linux/amd64, linux/aarch64]}]",
		  "linux/s390x", "linux/riscv64", VERDICT_CURRENT,
		  "changed: linux/s390x; new: linux/riscv64" },
		{ "rules: [{ignore_unchanged: true, platforms: [linux/amd64, linux/riscv64]}]",
		  NULL, "linux/riscv64", VERDICT_BUMP, "moved" },
		{ "rules: [{ignore_unchanged: true, platforms: [linux/mips]}]", NULL, NULL,
		  VERDICT_BUMP, "moved" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		OWNED(scene) scene = scene_new(rows[i].yaml, "alpine:3.20", '1');

		ask_index(scene, rows[i].changed, rows[i].added);
		expect(scene, rows[i].code, rows[i].reason);
	}
}

static void unchanged_images_hold_no_rescue_and_excuse_no_lost_platform(void **state)
{
	(void)state;
	OWNED(scene) scene = scene_new("ignore_unchanged: true", "alpine:3.20", '1');
	struct pinned_digest *pinned = ask_index(scene, NULL, NULL);

	strings_add(&pinned->lost_platforms, "linux/s390x");
	expect(scene, VERDICT_HELD_PLATFORM, "linux/s390x");
	strings_clear(&pinned->lost_platforms);
	pinned_digest_add_missing(pinned, pinned->digest, NULL);
	expect(scene, VERDICT_RESCUE, "gone");
}

static void a_new_platform_image_that_cannot_be_taken_is_no_bump(void **state)
{
	(void)state;
	OWNED(scene) scene = scene_new("", "alpine:3.20", '1');

	ask_platform(scene, '2')->entry_error =
	    error_new(ERROR_UNTRUSTED, "linux/amd64 (2222222) of index 9999999: it is an index");
	expect(scene, VERDICT_FAILED, "tag '3.20': linux/amd64 (2222222) of index 9999999: it is");
}

static void children_that_cannot_be_taken_hold_where_a_rule_asks(void **state)
{
	(void)state;
	OWNED(scene) scene = scene_new("liveness: children", "alpine:3.20", '1');
	OWNED(scene) other = scene_new("", "alpine:3.20", '1');
	struct pinned_digest *pinned = ask(scene, NULL);
	struct pinned_digest *without = ask(other, NULL);

	pinned->to = make_digest('2');
	without->to = make_digest('2');
	pinned->children_error = error_new(ERROR_ABSENT, "linux/arm64 of it: not found");
	without->children_error = error_copy(pinned->children_error);
	expect(scene, VERDICT_ABSENT, "tag '3.20': linux/arm64 of it: not found");
	expect(other, VERDICT_BUMP, "moved");
}

static void a_rules_tag_goes_before_the_written_one(void **state)
{
	(void)state;
	OWNED(scene) scene = scene_new("rules: [{track: edge}]", "alpine:3.20", '1');
	struct question *question = NULL;

	ask(scene, &question)->to = make_digest('2');
	assert_string_equal(question->tag, "edge");
	expect(scene, VERDICT_BUMP, "tag 'edge' moved");
	assert_string_equal(judge(scene)->tag, "edge");
}

static void a_pinned_digest_that_is_gone_is_a_rescue(void **state)
{
	(void)state;
	OWNED(scene) scene = scene_new("", "alpine:3.20", '1');
	struct pinned_digest *held = ask(scene, NULL);

	held->to = make_digest('2');
	pinned_digest_add_missing(held, held->digest, NULL);
	expect(scene, VERDICT_RESCUE,
	       "1111111 is gone from the registry; tag '3.20' is 2222222 now");
	assert_true(judge(scene)->dead);
	assert_int_equal(scene->verdicts->dead, 1);
	held->old_platforms_unknown = true;
	expect(scene, VERDICT_RESCUE, "which platforms it had is not known any more");
}

static void children_that_are_gone_are_named_by_platform(void **state)
{
	(void)state;
	OWNED(scene) scene = scene_new("liveness: children", "alpine:3.20", '1');
	OWNED_STRING child = make_digest('3');
	OWNED_STRING other = make_digest('4');
	struct pinned_digest *held = ask(scene, NULL);

	held->to = make_digest('2');
	pinned_digest_add_missing(held, child, "linux/arm64");
	expect(scene, VERDICT_RESCUE,
	       "linux/arm64 (3333333) of 1111111 is gone from the registry; tag '3.20' is 2222222");
	pinned_digest_add_missing(held, other, NULL);
	pinned_digest_add_missing(held, other, NULL);
	expect(scene, VERDICT_RESCUE,
	       "linux/arm64 (3333333), an entry (4444444) of 1111111 are gone");
}

static void a_dead_digest_that_the_tag_still_has_is_absent(void **state)
{
	(void)state;
	OWNED(scene) scene = scene_new("liveness: children", "alpine:3.20", '1');
	OWNED_STRING child = make_digest('3');
	struct pinned_digest *held = ask(scene, NULL);

	held->to = make_digest('1');
	pinned_digest_add_missing(held, child, "linux/arm64");
	expect(scene, VERDICT_ABSENT,
	       "(3333333) of 1111111 is gone from the registry, and tag "
	       "'3.20' has nothing else");
	assert_true(judge(scene)->dead);
}

static void a_rescue_takes_nothing_that_a_bump_must_not(void **state)
{
	(void)state;
	OWNED(scene) scene = scene_new("", "alpine:3.20", '1');
	struct pinned_digest *held = ask(scene, NULL);

	held->to = make_digest('2');
	pinned_digest_add_missing(held, held->digest, NULL);
	strings_add(&held->lost_platforms, "linux/arm64");
	expect(scene, VERDICT_HELD_PLATFORM, "also, 1111111 is gone from the registry");
	assert_true(judge(scene)->dead);
	free(held->to);
	held->to = must_copy("sha512:2222222");
	expect(scene, VERDICT_UNSUPPORTED, "another algorithm");
}

static void what_a_rule_does_not_look_for_rescues_nobody(void **state)
{
	(void)state;
	OWNED(scene) scene = scene_new("liveness: off", "alpine:3.20", '1');
	OWNED(scene) pin_only = scene_new("", "alpine:3.20", '1');
	OWNED_STRING child = make_digest('3');
	struct pinned_digest *held = ask(scene, NULL);

	held->to = make_digest('2');
	pinned_digest_add_missing(held, held->digest, NULL);
	expect(scene, VERDICT_BUMP, "1111111 is gone from the registry");
	assert_false(judge(scene)->dead);
	/* Another pin's rule asked for the children of the same digest. */
	held = ask(pin_only, NULL);
	held->to = make_digest('1');
	pinned_digest_add_missing(held, child, "linux/arm64");
	expect(pin_only, VERDICT_CURRENT, "still 1111111");
}

static void an_absent_tag_tells_of_a_dead_digest_too(void **state)
{
	(void)state;
	OWNED(scene) scene = scene_new("", "alpine:3.20", '1');
	struct question *question = NULL;
	struct pinned_digest *held = ask(scene, &question);

	question->error = error_new(ERROR_ABSENT, "no such tag");
	pinned_digest_add_missing(held, held->digest, NULL);
	expect(scene, VERDICT_ABSENT,
	       "tag '3.20': no such tag; also, 1111111 is gone from the registry");
}

static void a_lost_platform_holds_the_bump_and_is_named(void **state)
{
	(void)state;
	OWNED(scene) scene = scene_new("", "alpine:3.20", '1');
	struct pinned_digest *held = ask(scene, NULL);

	held->to = make_digest('2');
	strings_add(&held->lost_platforms, "linux/arm64");
	strings_add(&held->lost_platforms, "linux/arm/v7");
	expect(scene, VERDICT_HELD_PLATFORM, "no linux/arm64, linux/arm/v7 any more");
	expect(scene, VERDICT_HELD_PLATFORM, "2222222");
}

static void another_algorithm_is_never_spliced_in(void **state)
{
	(void)state;
	OWNED(scene) scene = scene_new("", "alpine:3.20", '1');

	ask(scene, NULL)->to = must_copy("sha512:2222222");
	expect(scene, VERDICT_UNSUPPORTED, "another algorithm");
}

static void every_kind_of_error_has_its_code(void **state)
{
	static const struct {
		enum error_kind kind;
		enum verdict_code code;
	} rows[] = {
		{ ERROR_ABSENT, VERDICT_ABSENT },   { ERROR_DENIED, VERDICT_DENIED },
		{ ERROR_LIMITED, VERDICT_LIMITED }, { ERROR_UNSUPPORTED, VERDICT_UNSUPPORTED },
		{ ERROR_NETWORK, VERDICT_FAILED },  { ERROR_UNTRUSTED, VERDICT_FAILED },
		{ ERROR_LIMIT, VERDICT_FAILED },    { ERROR_SYNTAX, VERDICT_FAILED },
		{ ERROR_FILE, VERDICT_FAILED },     { ERROR_USAGE, VERDICT_FAILED },
		{ ERROR_STOPPED, VERDICT_FAILED },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		OWNED(scene) of_question = scene_new("", "alpine:3.20", '1');
		OWNED(scene) of_digest = scene_new("", "alpine:3.20", '1');
		struct question *question = NULL;

		(void)ask(of_question, &question);
		question->error = error_new(rows[i].kind, "the registry's story");
		expect(of_question, rows[i].code, "tag '3.20': the registry's story");
		ask(of_digest, NULL)->error = error_new(rows[i].kind, "the digest's story");
		expect(of_digest, rows[i].code, "tag '3.20': the digest's story");
	}
}

static void a_question_without_an_answer_is_a_failure(void **state)
{
	(void)state;
	OWNED(scene) scene = scene_new("", "alpine:3.20", '1');

	expect(scene, VERDICT_FAILED, "the run ended before");
}

static void what_is_ignored_names_the_file_and_the_line(void **state)
{
	static const struct {
		const char *yaml;
		const char *reason;
	} rows[] = {
		{ "ignore:\n  images:\n  - alpine\n", "line 3 of 'conf.yaml' (ignore.images)" },
		{ "ignore:\n  paths: ['a/**']\n", "line 2 of 'conf.yaml' (ignore.paths)" },
		{ "rules:\n- track: x\n- ignore: true\n", "line 3 of 'conf.yaml' (rules)" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		OWNED(scene) pinned = scene_new(rows[i].yaml, "alpine:3.20", '1');
		OWNED(scene) unpinned = scene_new(rows[i].yaml, "alpine:3.20", 0);

		expect(pinned, VERDICT_IGNORED, rows[i].reason);
		expect(unpinned, VERDICT_IGNORED, rows[i].reason);
		assert_int_equal(questions_count(pinned->questions), 0);
	}
}

static void a_reference_without_a_digest_is_unpinned(void **state)
{
	(void)state;
	OWNED(scene) tagged = scene_new("", "alpine:3.20", 0);
	OWNED(scene) bare = scene_new("", "alpine", 0);
	OWNED(scene) hidden = scene_new("", "alpine", 0);

	expect(tagged, VERDICT_UNPINNED, "'digestbump resolve docker.io/library/alpine:3.20'");
	assert_null(judge(tagged)->tag);
	expect(bare, VERDICT_UNPINNED, "'digestbump resolve docker.io/library/alpine:TAG'");
	reference_free(hidden->pins.items[0]->image);
	hidden->pins.items[0]->image = NULL;
	hidden->pins.items[0]->obstacle = PIN_UNRESOLVED;
	expect(hidden, VERDICT_UNPINNED, "a variable hides the image");
}

static void a_digest_without_a_tag_is_untracked(void **state)
{
	(void)state;
	OWNED(scene) scene = scene_new("", "alpine", '1');
	OWNED(scene) left = scene_new("liveness: off", "alpine", '1');
	struct pinned_digest *held = ask(scene, NULL);

	expect(scene, VERDICT_UNTRACKED, "'docker.io/library/alpine:TAG@...'");
	assert_null(judge(scene)->tag);
	pinned_digest_add_missing(held, held->digest, NULL);
	expect(scene, VERDICT_UNTRACKED,
	       "1111111 is gone from the registry, and no tag stands beside the digest");
	expect(left, VERDICT_UNTRACKED, "no tag stands");
	assert_int_equal(questions_count(left->questions), 0);
}

/* The pin's own text names no tag, and still it moves. */
static void a_hint_is_followed_and_named(void **state)
{
	(void)state;
	OWNED(scene) scene = scene_new("", "alpine", '1');
	struct pin *pin = scene->pins.items[0];

	pin->tracked = must_copy("3.20");
	pin->tag_comment_line = 7;
	ask(scene, NULL)->to = make_digest('2');
	expect(scene, VERDICT_BUMP, "tag '3.20' (by the comment in line 7) moved from");
}

static void what_cannot_be_edited_is_unsupported_and_says_why(void **state)
{
	static const struct {
		enum pin_obstacle obstacle;
		const char *reason;
	} rows[] = {
		{ PIN_UNRESOLVED, "a variable" },
		{ PIN_SHARED, "different images" },
		{ PIN_IN_PIECES, "one piece" },
		{ PIN_NOT_NAMED, "no image" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		OWNED(scene) scene = scene_new("", "alpine:3.20", '1');

		scene->pins.items[0]->obstacle = rows[i].obstacle;
		expect(scene, VERDICT_UNSUPPORTED, rows[i].reason);
		reference_free(scene->pins.items[0]->image);
		scene->pins.items[0]->image = NULL;
		expect(scene, VERDICT_UNSUPPORTED, rows[i].reason);
		assert_int_equal(questions_count(scene->questions), 0);
	}
}

static void pins_of_one_digest_share_its_answer(void **state)
{
	(void)state;
	OWNED(scene) scene = scene_new("", "alpine:3.20", '1');

	pins_add(&scene->pins, make_pin("b/Dockerfile", PIN_FROM, "alpine:3.20", '1'));
	pins_add(&scene->pins, make_pin("c/Dockerfile", PIN_FROM, "alpine:3.20", '2'));
	ask(scene, NULL)->to = make_digest('2');
	pin_add_question(NULL, scene->questions, scene->pins.items[2], scene->config)->to =
	    make_digest('2');
	(void)judge(scene);
	assert_int_equal(scene->verdicts->of[VERDICT_BUMP], 2);
	assert_int_equal(scene->verdicts->of[VERDICT_CURRENT], 1);
	assert_int_equal(scene->verdicts->items[2].code, VERDICT_CURRENT);
	assert_int_equal(questions_count(scene->questions), 1);
}

static void no_pins_give_no_verdicts(void **state)
{
	(void)state;
	OWNED(questions) questions = questions_new();
	OWNED(config) config = config_default();
	struct pins none = { 0 };
	OWNED(verdicts) verdicts = judge_run(&none, questions, config, NULL, NULL);

	assert_int_equal(verdicts->count, 0);
	verdicts_free(NULL);
}

static void every_code_has_a_name_of_its_own_and_a_meaning(void **state)
{
	(void)state;
	for (int i = 0; i < VERDICT_CODES; i++) {
		assert_true(verdict_name((enum verdict_code)i) &&
			    *verdict_meaning((enum verdict_code)i));
		for (int k = 0; k < i; k++)
			assert_string_not_equal(verdict_name((enum verdict_code)i),
						verdict_name((enum verdict_code)k));
	}
}

/* DESIGN: exit code 1 is for absent denied limited failed unsupported. */
static void five_codes_are_failures(void **state)
{
	static const char *const failures[] = { "absent", "denied", "limited", "failed",
						"unsupported" };

	(void)state;
	for (int i = 0; i < VERDICT_CODES; i++) {
		bool wanted = false;

		for (size_t k = 0; k < sizeof(failures) / sizeof(*failures); k++)
			wanted |= strcmp(failures[k], verdict_name((enum verdict_code)i)) == 0;
		assert_int_equal(verdict_is_failure((enum verdict_code)i), wanted);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_tag_that_did_not_move_is_current),
		cmocka_unit_test(a_tag_that_moved_is_a_bump),
		cmocka_unit_test(a_platform_pin_is_told_of_as_what_it_is),
		cmocka_unit_test(a_new_platform_image_that_cannot_be_taken_is_no_bump),
		cmocka_unit_test(children_that_cannot_be_taken_hold_where_a_rule_asks),
		cmocka_unit_test(one_platform_without_a_word_is_hinted_at),
		cmocka_unit_test(a_rule_turns_one_platform_into_the_index),
		cmocka_unit_test(what_a_rule_calls_unchanged_is_current_and_says_what_changed),
		cmocka_unit_test(unchanged_images_hold_no_rescue_and_excuse_no_lost_platform),
		cmocka_unit_test(a_rules_tag_goes_before_the_written_one),
		cmocka_unit_test(a_pinned_digest_that_is_gone_is_a_rescue),
		cmocka_unit_test(children_that_are_gone_are_named_by_platform),
		cmocka_unit_test(a_dead_digest_that_the_tag_still_has_is_absent),
		cmocka_unit_test(a_rescue_takes_nothing_that_a_bump_must_not),
		cmocka_unit_test(what_a_rule_does_not_look_for_rescues_nobody),
		cmocka_unit_test(an_absent_tag_tells_of_a_dead_digest_too),
		cmocka_unit_test(a_lost_platform_holds_the_bump_and_is_named),
		cmocka_unit_test(another_algorithm_is_never_spliced_in),
		cmocka_unit_test(every_kind_of_error_has_its_code),
		cmocka_unit_test(a_question_without_an_answer_is_a_failure),
		cmocka_unit_test(what_is_ignored_names_the_file_and_the_line),
		cmocka_unit_test(a_reference_without_a_digest_is_unpinned),
		cmocka_unit_test(a_digest_without_a_tag_is_untracked),
		cmocka_unit_test(a_hint_is_followed_and_named),
		cmocka_unit_test(what_cannot_be_edited_is_unsupported_and_says_why),
		cmocka_unit_test(pins_of_one_digest_share_its_answer),
		cmocka_unit_test(no_pins_give_no_verdicts),
		cmocka_unit_test(every_code_has_a_name_of_its_own_and_a_meaning),
		cmocka_unit_test(five_codes_are_failures),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
