#include "../support/assertions.h"
#include "../support/graphs.h"
#include <digestbump/base/memory.h>

/* What follows when the first graph becomes the second. */
static void check_selected(const char *from, const char *to,
			   const struct rebuild_selection *selection, const char *expected)
{
	OWNED(drawn_graph) before = graph_draw(from);
	OWNED(drawn_graph) after = graph_draw(to);
	OWNED(rebuild_plan) plan = NULL;

	assert_fine(rebuild_plan_make(&plan, &before->graph, &after->graph, selection));
	OWNED_STRING printed = plan_print(plan);

	assert_string_equal(printed, expected);
}

static void check(const char *from, const char *to, const char *expected)
{
	static const struct rebuild_selection everything;

	check_selected(from, to, &everything, expected);
}

static void a_moved_digest_obliges_the_builds_that_reach_it(void **state)
{
	(void)state;
	check("a base=debian:12@A\nb base=debian:12@A base=golang:1@G\nc base=alpine:3@C",
	      "a base=debian:12@B\nb base=debian:12@B base=golang:1@G\nc base=alpine:3@C",
	      "1: a (debian A -> B at a/Dockerfile:1)\n1: b (debian A -> B at b/Dockerfile:1)\n");
}

static void the_same_bytes_oblige_nothing(void **state)
{
	(void)state;
	check("a base=debian:12@A base=golang:1@G", "a base=golang:1@G base=debian:bookworm@A", "");
	check("a base=debian:12@A", "a base=mirror.test/debian@A", "");
	check("a base=debian:12@A", "a at=versions.env:7 base=debian:12@A", "");
	check("a base=debian", "a base=debian:latest", "");
}

static void pinning_unpinning_and_other_tags_oblige(void **state)
{
	(void)state;
	check("a base=debian:12", "a base=debian:12@A",
	      "1: a (debian 12 -> A at a/Dockerfile:1)\n");
	check("a base=debian:12@A", "a base=debian:12",
	      "1: a (debian A -> 12 at a/Dockerfile:1)\n");
	check("a base=debian:12", "a base=debian:13", "1: a (debian 12 -> 13 at a/Dockerfile:1)\n");
}

static void pins_that_come_and_go_are_named(void **state)
{
	(void)state;
	check("a base=debian:12@A base=golang:1@G", "a base=debian:12@A",
	      "1: a (golang G -> none at a/Dockerfile:2)\n");
	check("a base=debian:12@A", "a base=alpine:3@C",
	      "1: a (alpine none -> C at a/Dockerfile:1; "
	      "debian A -> none at a/Dockerfile:1)\n");
	check("a base=debian:12@A base=debian:12@A", "a base=debian:12@B base=debian:12@A",
	      "1: a (debian A -> B at a/Dockerfile:1)\n");
	check("a base=debian:12@A base=debian:13@B", "a base=debian:12@C base=debian:13@D",
	      "1: a (debian A -> C at a/Dockerfile:1; debian B -> D at a/Dockerfile:2)\n");
}

static void a_front_end_obliges_nothing(void **state)
{
	(void)state;
	check("a kind=syntax base=docker/dockerfile:1@A base=debian@X",
	      "a kind=syntax base=docker/dockerfile:1@B base=debian@X", "");
}

static void a_new_build_is_in_the_plan_and_one_that_is_gone_is_not(void **state)
{
	(void)state;
	check("a base=debian:12@A", "a base=debian:12@A\nb base=debian:12@A", "1: b (new)\n");
	check("a base=debian:12@A\nb base=debian:12@A", "a base=debian:12@A", "");
	check("", "a need=b\nb base=debian:12@A", "1: b (new)\n2: a (new; needs b)\n");
}

static void a_build_is_followed_when_it_is_moved_or_renamed(void **state)
{
	(void)state;
	check("old/Dockerfile path=old/Dockerfile base=debian:12@A",
	      "new/Dockerfile path=new/Dockerfile base=debian:12@A", "");
	check("old/Dockerfile path=old/Dockerfile base=debian:12@A",
	      "new/Dockerfile path=new/Dockerfile base=debian:12@B",
	      "1: new/Dockerfile (debian A -> B at new/Dockerfile:1)\n");
	check("x path=Dockerfile base=debian:12@A", "y path=Dockerfile base=debian:12@A", "");
	check("app path=a/Dockerfile base=debian:12@A", "app path=b/Dockerfile base=debian:12@A",
	      "");
	/* Which of two was moved cannot be known. */
	check("a/D path=a/D base=debian:12@A\nb/D path=b/D base=debian:12@A",
	      "c/D path=c/D base=debian:12@A", "1: c/D (new)\n");
	/* What is pushed under another name is another image. */
	check("a path=a/D repository=a base=debian:12@A",
	      "b path=b/D repository=b base=debian:12@A", "1: b (new)\n");
}

static void waves_go_by_the_longest_path(void **state)
{
	(void)state;
	check("a base=debian@A\nb need=a\nc need=b\nd need=a need=c\ne need=a",
	      "a base=debian@B\nb need=a\nc need=b\nd need=a need=c\ne need=a",
	      "1: a (debian A -> B at a/Dockerfile:1)\n2: b (needs a)\n2: e (needs a)\n"
	      "3: c (needs b)\n4: d (needs a; needs c)\n");
}

static void a_diamond_closes_over_both_branches(void **state)
{
	(void)state;
	check("left base=debian@A\nright base=alpine@C\njoin need=left need=right\ntop need=join",
	      "left base=debian@A\nright base=alpine@D\njoin need=left need=right\ntop need=join",
	      "1: right (alpine C -> D at right/Dockerfile:1)\n2: join (needs right)\n"
	      "3: top (needs join)\n");
}

static void a_build_is_in_the_plan_once_with_all_its_reasons(void **state)
{
	(void)state;
	check("a base=debian@A\nb need=a need=a build=a base=golang@G",
	      "a base=debian@B\nb need=a need=a build=a base=golang@H",
	      "1: a (debian A -> B at a/Dockerfile:1)\n"
	      "2: b (golang G -> H at b/Dockerfile:4; needs a)\n");
}

static void a_digest_is_a_boundary(void **state)
{
	(void)state;
	check("base base=debian@A\nchild pin=base@X\nother need=base",
	      "base base=debian@B\nchild pin=base@X\nother need=base",
	      "1: base (debian A -> B at base/Dockerfile:1)\n2: other (needs base)\n"
	      "later: child after base\n");
	/* Then the pin is bumped, and the child is made. */
	check("base base=debian@B\nchild pin=base@X\ngrandchild need=child",
	      "base base=debian@B\nchild pin=base@Y\ngrandchild need=child",
	      "1: child (base X -> Y at child/Dockerfile:1)\n2: grandchild (needs child)\n");
}

static void what_waits_takes_along_what_stands_on_it(void **state)
{
	(void)state;
	check("base base=debian@A\nmid pin=base@X\ntop pin=mid@Y\nside need=mid",
	      "base base=debian@B\nmid pin=base@X\ntop pin=mid@Y\nside need=mid",
	      "1: base (debian A -> B at base/Dockerfile:1)\nlater: mid after base\n"
	      "later: side after mid\nlater: top after mid\n");
}

static void a_build_may_be_made_now_and_follow_again(void **state)
{
	(void)state;
	check("base base=debian@A\nchild pin=base@X base=golang@G",
	      "base base=debian@B\nchild pin=base@X base=golang@H",
	      "1: base (debian A -> B at base/Dockerfile:1)\n"
	      "1: child (golang G -> H at child/Dockerfile:2)\nlater: child after base\n");
}

static void cycles_stand_together_and_are_told(void **state)
{
	(void)state;
	check("a base=debian@A need=b\nb need=c\nc need=a\nd need=c\ne base=debian@A\nf need=e",
	      "a base=debian@B need=b\nb need=c\nc need=a\nd need=c\ne base=debian@A\nf need=e",
	      "1: a (debian A -> B at a/Dockerfile:1; needs b)\n1: b (needs c)\n1: c (needs a)\n"
	      "2: d (needs c)\ncycle: a b c\n");
}

static void a_build_on_its_own_last_one_is_a_cycle_of_one(void **state)
{
	(void)state;
	check("a base=debian@A need=a", "a base=debian@B need=a",
	      "1: a (debian A -> B at a/Dockerfile:1)\ncycle: a\n");
	check("a base=debian@A pin=a@X", "a base=debian@B pin=a@X",
	      "1: a (debian A -> B at a/Dockerfile:1)\ncycle: a\n");
	/* A bump of the image itself would never end. */
	check("a base=debian@A pin=a@X", "a base=debian@A pin=a@Y", "");
}

static void a_need_that_names_another_build_obliges(void **state)
{
	(void)state;
	check("a base=debian@A\nb base=debian@A\nc build=a",
	      "a base=debian@A\nb base=debian@A\nc build=b", "1: c (b a -> b at c/Dockerfile:1)\n");
	/* The build that it names was only renamed. */
	check("a path=D base=debian@A\nc build=a", "z path=D base=debian@A\nc build=z", "");
}

static void everything_can_be_asked_for(void **state)
{
	(void)state;
	check_selected("", "a base=debian@A\nb need=a\nc pin=a@X",
		       &(struct rebuild_selection){ .all = true },
		       "1: a\n1: c\n2: b\nlater: c after a\n");
}

static void a_selection_brings_what_it_needs(void **state)
{
	(void)state;
	struct rebuild_selection selection = { 0 };
	const char *from = "a base=debian@A\nb need=a\nc need=b\nd need=a repository=r.test/d";
	const char *to = "a base=debian@B\nb need=a\nc need=b\nd need=a repository=r.test/d";

	strings_add(&selection.only, "b");
	check_selected(from, to, &selection,
		       "1: a (debian A -> B at a/Dockerfile:1)\n2: b (needs a)\n");
	strings_add(&selection.only, "r.test/d");
	check_selected(from, to, &selection,
		       "1: a (debian A -> B at a/Dockerfile:1)\n2: b (needs a)\n2: d (needs a)\n");
	strings_clear(&selection.only);
}

static void a_selection_of_nothing_is_wrong_usage(void **state)
{
	(void)state;
	struct rebuild_selection selection = { 0 };
	OWNED(drawn_graph) graph = graph_draw("a base=debian@A");
	OWNED(rebuild_plan) plan = NULL;

	strings_add(&selection.only, "b");
	assert_fails(rebuild_plan_make(&plan, &graph->graph, &graph->graph, &selection),
		     ERROR_USAGE, "no build is called like that");
	strings_clear(&selection.only);
}

static void platforms_limit_what_is_built(void **state)
{
	(void)state;
	struct rebuild_selection selection = { 0 };

	strings_add(&selection.platforms, "linux/arm64");
	check_selected("",
		       "a base=debian@A platforms=linux/amd64,linux/arm64\nb base=debian@A\n"
		       "c base=debian@A platforms=linux/amd64",
		       &selection, "1: a linux/arm64 (new)\n1: b linux/arm64 (new)\n");
	strings_clear(&selection.platforms);
}

static void what_is_not_known_counts_when_it_is_in_the_plan(void **state)
{
	(void)state;
	check("a base=debian@A\nb base=alpine@C unknown=variable",
	      "a base=debian@B\nb base=alpine@C unknown=variable",
	      "1: a (debian A -> B at a/Dockerfile:1)\n");
	check("a base=debian@A\nb base=alpine@C unknown=variable",
	      "a base=debian@A\nb base=alpine@D unknown=variable",
	      "1: b (alpine C -> D at b/Dockerfile:1)\nunknown\n");
}

static void two_repositories_are_one_graph(void **state)
{
	(void)state;
	check("base tree=0 base=debian@A path=Dockerfile\napp tree=1 need=base path=Dockerfile\n"
	      "pinned tree=1 pin=base@X path=P",
	      "base tree=0 base=debian@B path=Dockerfile\napp tree=1 need=base path=Dockerfile\n"
	      "pinned tree=1 pin=base@X path=P",
	      "1: base (debian A -> B at Dockerfile:1)\n2: app (needs base)\n"
	      "later: pinned after base\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_moved_digest_obliges_the_builds_that_reach_it),
		cmocka_unit_test(the_same_bytes_oblige_nothing),
		cmocka_unit_test(pinning_unpinning_and_other_tags_oblige),
		cmocka_unit_test(pins_that_come_and_go_are_named),
		cmocka_unit_test(a_front_end_obliges_nothing),
		cmocka_unit_test(a_new_build_is_in_the_plan_and_one_that_is_gone_is_not),
		cmocka_unit_test(a_build_is_followed_when_it_is_moved_or_renamed),
		cmocka_unit_test(waves_go_by_the_longest_path),
		cmocka_unit_test(a_diamond_closes_over_both_branches),
		cmocka_unit_test(a_build_is_in_the_plan_once_with_all_its_reasons),
		cmocka_unit_test(a_digest_is_a_boundary),
		cmocka_unit_test(what_waits_takes_along_what_stands_on_it),
		cmocka_unit_test(a_build_may_be_made_now_and_follow_again),
		cmocka_unit_test(cycles_stand_together_and_are_told),
		cmocka_unit_test(a_build_on_its_own_last_one_is_a_cycle_of_one),
		cmocka_unit_test(a_need_that_names_another_build_obliges),
		cmocka_unit_test(everything_can_be_asked_for),
		cmocka_unit_test(a_selection_brings_what_it_needs),
		cmocka_unit_test(a_selection_of_nothing_is_wrong_usage),
		cmocka_unit_test(platforms_limit_what_is_built),
		cmocka_unit_test(what_is_not_known_counts_when_it_is_in_the_plan),
		cmocka_unit_test(two_repositories_are_one_graph),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
