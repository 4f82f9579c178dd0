#include "../support/assertions.h"
#include <digestbump/base/memory.h>
#include <digestbump/graph/graph.h>
#include <stdatomic.h>
#include <string.h>

#define A "@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define B "@sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

/* Gives a tree of files: path and text in turn, up to a NULL. */
static struct tree *tree_of(const char *const *files)
{
	struct tree *tree = tree_overlay(NULL);

	for (size_t i = 0; files[i]; i += 2)
		tree_overlay_set(tree, files[i], slice_of(files[i + 1]));
	return tree;
}

/* Gives the graph of one tree, or of two (`other` may be NULL). */
static struct image_graph *graph_of(const char *const *files, const char *const *others)
{
	const struct context context = { 0 };
	OWNED(config) config = config_default();
	OWNED(tree) first = tree_of(files);
	OWNED(tree) second = others ? tree_of(others) : NULL;
	const struct graph_tree trees[] = {
		{ .name = "one", .files = first, .config = config },
		{ .name = "two", .files = second, .config = config },
	};
	struct image_graph *graph = NULL;

	assert_fine(graph_make(&graph, trees, others ? 2 : 1, &context));
	return graph;
}

/* ---- two trees ---- */

static void edges_lead_from_one_repository_to_another(void **state)
{
	static const char *const bases[] = {
		"base/Dockerfile",
		"FROM alpine:3" A "\n",
		"Makefile",
		"x:\n\tdocker build -t ghcr.io/acme/base:1 base\n",
		NULL,
	};
	static const char *const apps[] = {
		"by-tag/Dockerfile",
		"FROM ghcr.io/acme/base:1\n",
		"by-digest/Dockerfile",
		"FROM ghcr.io/acme/base:1" B "\n",
		NULL,
	};

	(void)state;
	OWNED(image_graph) graph = graph_of(bases, apps);
	const struct build *base = graph_find(graph, "ghcr.io/acme/base");
	const struct build *by_tag = graph_find(graph, "by-tag/Dockerfile");
	const struct build *by_digest = graph_find(graph, "by-digest/Dockerfile");

	assert_int_equal(graph->count, 3);
	assert_int_equal(base->tree, 0);
	assert_int_equal(by_tag->tree, 1);
	assert_true(reached_is_need(&by_tag->reached[0]));
	assert_ptr_equal(&graph->builds[by_tag->reached[0].build], base);
	assert_true(reached_is_pin(&by_digest->reached[0]));
	assert_true(reached_is_base(&base->reached[0]));
}

static void the_same_path_in_two_repositories_is_two_builds(void **state)
{
	static const char *const files[] = { "Dockerfile", "FROM alpine:3\n", NULL };

	(void)state;
	OWNED(image_graph) graph = graph_of(files, files);

	assert_int_equal(graph->count, 2);
	assert_non_null(graph_find(graph, "one/Dockerfile"));
	assert_non_null(graph_find(graph, "two/Dockerfile"));
}

/* ---- questions ---- */

static struct pin *pin_at(const char *path, const char *text)
{
	struct pin *pin = pin_new("dockerfile", path);

	assert_fine(reference_parse(&pin->image, slice_of(text)));
	pin->pinned = must_copy(pin->image->digest);
	return pin;
}

static void assert_set(const struct image_graph *graph, const struct build_set *set,
		       const char *wanted)
{
	OWNED(text) got = text_new(0);

	for (size_t i = 0; i < set->count; i++)
		text_add_format(got, "%s%s", i ? " " : "", graph->builds[set->items[i]].name);
	assert_string_equal(got->bytes ? got->bytes : "", wanted);
}

static const char *const chain[] = {
	"a/Dockerfile",
	"FROM alpine:3" A "\n",
	"b/Dockerfile",
	"FROM acme/a\n",
	"c/Dockerfile",
	"FROM acme/b\nCOPY --from=acme/a / /\n",
	"d/Dockerfile",
	"FROM acme/c" B "\n",
	"e/Dockerfile",
	"FROM alpine:3\n",
	"compose.yaml",
	"services:\n  a: {image: acme/a, build: a}\n  b: {image: acme/b, build: b}\n"
	"  c: {image: acme/c, build: c}\n",
	NULL,
};

static void a_pin_leads_to_what_reaches_it_and_on_to_what_needs_that(void **state)
{
	(void)state;
	OWNED(image_graph) graph = graph_of(chain, NULL);
	OWNED(pin) pin = pin_at("a/Dockerfile", "alpine:3" A);
	struct build_set set = { 0 };

	graph_reaching(&set, graph, 0, pin);
	assert_set(graph, &set, "acme/a");
	graph_reaching(&set, graph, 0, pin);
	graph_close_over_needs(&set, graph);
	assert_set(graph, &set, "acme/a acme/b acme/c");
	build_set_clear(&set);
}

static void another_digest_tag_or_file_is_another_pin(void **state)
{
	static const struct {
		const char *path, *text;
	} rows[] = {
		{ "a/Dockerfile", "alpine:3" B },
		{ "a/Dockerfile", "alpine:4" A },
		{ "b/Dockerfile", "alpine:3" A },
		{ "a/Dockerfile", "debian:3" A },
	};

	(void)state;
	OWNED(image_graph) graph = graph_of(chain, NULL);

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		OWNED(pin) pin = pin_at(rows[i].path, rows[i].text);
		struct build_set set = { 0 };

		graph_reaching(&set, graph, 0, pin);
		assert_int_equal(set.count, 0);
		build_set_clear(&set);
	}
}

/* ---- two revisions ---- */

static void a_build_is_found_again_by_its_key_and_else_by_its_name(void **state)
{
	static const char *const before[] = {
		"a/Dockerfile", "FROM alpine:3" A "\n",
		"b/Dockerfile", "FROM alpine:3" A "\n",
		"build.sh",     "docker build -t acme/a a\ndocker build -t acme/b b\n",
		NULL,
	};
	static const char *const after[] = {
		"a/Dockerfile",
		"FROM alpine:3" B "\n",
		"moved/Dockerfile",
		"FROM alpine:3" A "\n",
		"new/Dockerfile",
		"FROM alpine:3\n",
		"build.sh",
		"docker build -t acme/renamed a\ndocker build -t acme/b moved\n",
		NULL,
	};

	(void)state;
	OWNED(image_graph) old = graph_of(before, NULL);
	OWNED(image_graph) now = graph_of(after, NULL);

	assert_string_equal(graph_counterpart(old, graph_find(now, "acme/renamed"))->name,
			    "acme/a");
	assert_string_equal(graph_counterpart(old, graph_find(now, "acme/b"))->path,
			    "b/Dockerfile");
	assert_null(graph_counterpart(old, graph_find(now, "new/Dockerfile")));
}

static void a_stop_ends_the_reading(void **state)
{
	static const char *const files[] = { "Dockerfile", "FROM alpine\n", NULL };
	const atomic_int stop = 1;
	const struct context context = { .stop = &stop };
	OWNED(config) config = config_default();
	OWNED(tree) tree = tree_of(files);
	const struct graph_tree trees[] = { { .files = tree, .config = config } };
	struct image_graph *graph = NULL;

	(void)state;
	assert_fails(graph_make(&graph, trees, 1, &context), ERROR_STOPPED, "");
	assert_null(graph);
}

static void every_declaration_has_a_name(void **state)
{
	(void)state;
	for (enum declaration i = DECLARED_CONFIG; i <= DECLARED_OTHER; i++)
		assert_true(strlen(declaration_name(i)) > 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(edges_lead_from_one_repository_to_another),
		cmocka_unit_test(the_same_path_in_two_repositories_is_two_builds),
		cmocka_unit_test(a_pin_leads_to_what_reaches_it_and_on_to_what_needs_that),
		cmocka_unit_test(another_digest_tag_or_file_is_another_pin),
		cmocka_unit_test(a_build_is_found_again_by_its_key_and_else_by_its_name),
		cmocka_unit_test(a_stop_ends_the_reading),
		cmocka_unit_test(every_declaration_has_a_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
