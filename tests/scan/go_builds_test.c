/* Pins of build specifications beside a go.sum. Trees are overlays of nothing: what
 * works in them works in commits. */
#include "../support/assertions.h"

#include <digestbump/base/memory.h>
#include <digestbump/config/config.h>
#include <digestbump/scan/scan.h>
#include <string.h>

#define AT "@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

struct tree_entry {
	const char *path;
	const char *bytes;
};

/* A tree ends with a NULL path. Gives a line per pin: path:line, tag, module, main package. */
static char *ties_of(const struct tree_entry *entries)
{
	OWNED(tree) tree = tree_overlay(NULL);
	OWNED(config) config = config_default();
	const struct context context = { .now = 0 };
	OWNED(scan) scan = NULL;
	OWNED(text) out = text_new(0);

	for (size_t i = 0; entries[i].path; i++)
		tree_overlay_set(tree, entries[i].path, slice_of(entries[i].bytes));
	assert_fine(scan_run(&scan, tree, config, &context));
	for (size_t i = 0; i < scan->pins.count; i++) {
		const struct pin *pin = scan->pins.items[i];

		text_add_format(out, "%s:%u %s %s %s\n", pin->path, pin->line,
				pin->tracked ? pin->tracked : "-", pin->module ? pin->module : "-",
				pin->main_package ? pin->main_package : "-");
	}
	return text_take(pass_on(&out));
}

static void assert_ties(const char *want, const struct tree_entry *entries)
{
	OWNED_STRING got = ties_of(entries);

	assert_string_equal(got, want);
}

static void what_is_beside_a_go_mod_knows_the_module(void **state)
{
	static const struct tree_entry entries[] = {
		{ "go.mod", "module example.com/shop\n" },
		{ "Dockerfile", "FROM a:1" AT "\n" },
		{ "MODULE.bazel", "oci.pull(image = \"a:2" AT "\")\n" },
		{ "deploy/pod.yaml", "apiVersion: v1\nkind: Pod\nspec:\n  image: a:3" AT "\n" },
		{ "build/x/Makefile", "X = a:4" AT "\n" },
		{ "tools/go.mod", "module tools\n" },
		{ "tools/x/Makefile", "X = a:5" AT "\n" },
		{ NULL, NULL },
	};

	(void)state;
	assert_ties("Dockerfile:1 1 - -\n"
		    "MODULE.bazel:1 2 example.com/shop -\n"
		    "build/x/Makefile:1 4 example.com/shop -\n"
		    "deploy/pod.yaml:4 3 - -\n"
		    "tools/x/Makefile:1 5 tools -\n",
		    entries);
}

static void no_go_mod_or_a_broken_one_ties_nothing(void **state)
{
	static const struct tree_entry none[] = {
		{ "x/go.mod", "module x\n" },
		{ ".ko.yaml", "defaultBaseImage: a:1" AT "\n" },
		{ "y/.ko.yaml", "defaultBaseImage: a:2" AT "\n" },
		{ NULL, NULL },
	};
	static const struct tree_entry broken[] = {
		{ "go.mod", "module x\n" },
		{ "y/go.mod", "module\n" },
		{ "y/z/.ko.yaml", "defaultBaseImage: a:1" AT "\n" },
		{ ".ko.yaml", "defaultBaseImage: a:2" AT "\n" },
		{ NULL, NULL },
	};

	(void)state;
	assert_ties(".ko.yaml:1 1 - -\ny/.ko.yaml:1 2 - -\n", none);
	assert_ties(".ko.yaml:1 2 x -\ny/z/.ko.yaml:1 1 - -\n", broken);
}

static void ko_builds_what_its_keys_name(void **state)
{
	static const struct tree_entry entries[] = {
		{ "go.mod", "module example.com/shop\n" },
		{ ".ko.yaml", "defaultBaseImage: a:0" AT "\n"
			      "baseImageOverrides:\n"
			      "  example.com/shop/cmd/x: a:1" AT "\n"
			      "  github.com/other/y: a:2" AT "\n"
			      "  ./cmd/z: a:3" AT "\n"
			      "  cmd/q: a:4" AT "\n"
			      "  ko://example.com/shop: a:5\n"
			      "  ../../out: a:6" AT "\n"
			      "  one: &same a:7" AT "\n"
			      "  two: *same\n" },
		{ "one/.ko.yaml", "DEFAULTBASEIMAGE: a:8" AT "\n"
				  "Builds: [{id: x, dir: .., main: ./cmd/x}]\n" },
		{ "two/.ko.yaml", "defaultBaseImage: a:9" AT "\n"
				  "builds: [{main: ./a}, {main: ./b}]\n" },
		{ NULL, NULL },
	};

	(void)state;
	assert_ties(".ko.yaml:1 0 example.com/shop -\n"
		    ".ko.yaml:3 1 example.com/shop example.com/shop/cmd/x\n"
		    ".ko.yaml:4 2 example.com/shop github.com/other/y\n"
		    ".ko.yaml:5 3 example.com/shop example.com/shop/cmd/z\n"
		    ".ko.yaml:6 4 example.com/shop example.com/shop/cmd/q\n"
		    ".ko.yaml:7 5 example.com/shop example.com/shop\n"
		    ".ko.yaml:8 6 example.com/shop -\n"
		    ".ko.yaml:9 7 example.com/shop -\n"
		    "one/.ko.yaml:1 8 example.com/shop example.com/shop/cmd/x\n"
		    "two/.ko.yaml:1 9 example.com/shop -\n",
		    entries);
}

static void goreleaser_builds_by_its_ids(void **state)
{
	static const struct tree_entry entries[] = {
		{ "go.mod", "module example.com/shop\n" },
		{ "sub/go.mod", "module example.com/sub\n" },
		{ ".config/goreleaser.yaml",
		  "builds:\n- {id: x, main: ./cmd/x}\n- {id: y, dir: sub, main: cmd/y/main.go}\n"
		  "- {id: r, builder: rust, main: src}\n- {id: v, main: \"./cmd/{{ .X }}\"}\n"
		  "kos:\n"
		  "- {build: x, base_image: \"a:1" AT "\"}\n"
		  "- {id: y, base_image: \"a:2" AT "\"}\n"
		  "- {main: ./cmd/own, base_image: \"a:3" AT "\"}\n"
		  "- {build: none, base_image: \"a:4" AT "\"}\n"
		  "- {build: r, base_image: \"a:5" AT "\"}\n"
		  "- {build: v, base_image: \"a:6" AT "\"}\n"
		  "dockers:\n"
		  "- {ids: [x], build_flag_templates: [\"--build-arg=B=a:7" AT "\"]}\n"
		  "- {ids: [x, y], build_flag_templates: [\"--build-arg=B=a:8" AT "\"]}\n" },
		{ "sub/.goreleaser.yml", "kos:\n- base_image: a:9" AT "\n" },
		{ NULL, NULL },
	};

	(void)state;
	assert_ties(".config/goreleaser.yaml:7 1 example.com/shop example.com/shop/cmd/x\n"
		    ".config/goreleaser.yaml:8 2 example.com/shop example.com/sub/cmd/y\n"
		    ".config/goreleaser.yaml:9 3 example.com/shop example.com/shop/cmd/own\n"
		    ".config/goreleaser.yaml:10 4 example.com/shop -\n"
		    ".config/goreleaser.yaml:11 5 example.com/shop -\n"
		    ".config/goreleaser.yaml:12 6 example.com/shop -\n"
		    ".config/goreleaser.yaml:14 7 example.com/shop example.com/shop/cmd/x\n"
		    ".config/goreleaser.yaml:15 8 example.com/shop -\n"
		    "sub/.goreleaser.yml:2 9 example.com/sub example.com/sub\n",
		    entries);
}

static void a_context_is_a_command_when_it_holds_one(void **state)
{
	static const struct tree_entry entries[] = {
		{ "go.mod", "module example.com/shop\n" },
		{ "api/main.go", "// Command api.\n\npackage main // import \"x\"\n" },
		{ "cmd/web/web.go", "package main\n" },
		{ "lib/main.go", "package mainly\n" },
		{ "docker-bake.hcl",
		  "variable \"V\" { default = \"a:0" AT "\" }\n"
		  "target \"api\" { context = \"./api\"\n args = { B = \"a:1" AT "\" } }\n"
		  "target \"web\" { dockerfile = \"cmd/web/Dockerfile\"\n"
		  "  contexts = { b = \"docker-image://a:2" AT "\" } }\n"
		  "target \"lib\" {\n args = { B = \"a:3" AT "\" }\n context = \"lib\" }\n"
		  "target \"all\" { args = { B = \"a:4" AT "\" } }\n" },
		{ "docker-bake.json", "{\"target\": {\"x\": {\"context\": \"api\","
				      " \"args\": {\"B\": \"a:5" AT "\"}}}}" },
		{ "skaffold.yaml", "build:\n  artifacts:\n"
				   "  - {context: api, docker: {buildArgs: {B: \"a:6" AT "\"}}}\n"
				   "  - {ko: {main: ./cmd/k, fromImage: \"a:7" AT "\"}}\n"
				   "  - {context: api, ko: {dir: k, fromImage: \"a:8" AT "\"}}\n"
				   "  - {ko: {main: ./..., fromImage: \"a:9" AT "\"}}\n"
				   "profiles:\n- build:\n    artifacts:\n"
				   "    - {context: lib, kaniko: {image: \"a:10" AT "\"}}\n" },
		{ NULL, NULL },
	};

	(void)state;
	assert_ties("docker-bake.hcl:1 0 example.com/shop -\n"
		    "docker-bake.hcl:3 1 example.com/shop example.com/shop/api\n"
		    "docker-bake.hcl:5 2 example.com/shop example.com/shop/cmd/web\n"
		    "docker-bake.hcl:7 3 example.com/shop -\n"
		    "docker-bake.hcl:9 4 example.com/shop -\n"
		    "docker-bake.json:1 5 example.com/shop example.com/shop/api\n"
		    "skaffold.yaml:3 6 example.com/shop example.com/shop/api\n"
		    "skaffold.yaml:4 7 example.com/shop example.com/shop/cmd/k\n"
		    "skaffold.yaml:5 8 example.com/shop example.com/shop/api/k\n"
		    "skaffold.yaml:6 9 example.com/shop -\n"
		    "skaffold.yaml:10 10 example.com/shop -\n",
		    entries);
}

static void a_command_says_what_it_builds_when_it_is_plain(void **state)
{
	static const struct tree_entry entries[] = {
		{ "src/go.mod", "module shop\n" },
		{ "src/cloudbuild.yaml",
		  "steps:\n"
		  "- {name: \"a:1" AT "\", entrypoint: go, args: [build, -o, b, ./cmd/x]}\n"
		  "- {name: \"gcr.io/x/ko:2" AT "\", args: [build, --bare, ko://shop/cmd/y]}\n"
		  "- {name: \"a:3" AT
		  "\", dir: cmd, entrypoint: sh, args: [-c, \"go build ./z\"]}\n"
		  "- name: a:4" AT
		  "\n  script: |\n    go vet ./...\n    go build ./cmd/x\n    ls a b\n"
		  "- {name: \"a:5" AT "\", args: [build, ./cmd/x]}\n"
		  "- {name: \"a:6" AT "\", script: \"cd x && go build .\"}\n"
		  "- {name: \"a:7" AT "\", script: \"go build -C x .\"}\n" },
		{ "src/Makefile", "A = a:1" AT "\n"
				  "x:\n\tBASE=a:2" AT " $(KO) build \\\n\t  --bare ./cmd/x; ls\n"
				  "y:\n\trun a:3" AT " go build ./cmd/x && go build ./cmd/y\n"
				  "z:\n\trun a:4" AT " go build $(DIR)\n"
				  "\tgo run golang.org/x/tools/cmd/stringer@latest\n"
				  "t:\n\trun a:5" AT " go test ./cmd/x\n"
				  "l:\n\trun a:6" AT " go build -ldflags \"-s ./no\" ./cmd/l" },
		{ NULL, NULL },
	};

	(void)state;
	assert_ties("src/Makefile:1 1 shop -\n"
		    "src/Makefile:3 2 shop shop/cmd/x\n"
		    "src/Makefile:6 3 shop -\n"
		    "src/Makefile:8 4 shop -\n"
		    "src/Makefile:11 5 shop -\n"
		    "src/Makefile:13 6 shop shop/cmd/l\n"
		    "src/cloudbuild.yaml:2 1 shop shop/cmd/x\n"
		    "src/cloudbuild.yaml:3 2 shop shop/cmd/y\n"
		    "src/cloudbuild.yaml:4 3 shop shop/cmd/z\n"
		    "src/cloudbuild.yaml:5 4 shop shop/cmd/x\n"
		    "src/cloudbuild.yaml:10 5 shop -\n"
		    "src/cloudbuild.yaml:11 6 shop -\n"
		    "src/cloudbuild.yaml:12 7 shop -\n",
		    entries);
}

static void thousands_of_recipes_are_held_against_a_few(void **state)
{
	OWNED(text) make = text_new(0);

	(void)state;
	for (size_t i = 0; i < 20000; i++)
		text_add_format(make, "x%zu:\n\tgo build ./c%zu\n", i, i);
	text_add_string(make, "A = a:1" AT "\n");
	const struct tree_entry entries[] = { { "go.mod", "module shop" },
					      { "Makefile", make->bytes },
					      { NULL, NULL } };

	assert_ties("Makefile:40001 1 shop -\n", entries);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_beside_a_go_mod_knows_the_module),
		cmocka_unit_test(no_go_mod_or_a_broken_one_ties_nothing),
		cmocka_unit_test(ko_builds_what_its_keys_name),
		cmocka_unit_test(goreleaser_builds_by_its_ids),
		cmocka_unit_test(a_context_is_a_command_when_it_holds_one),
		cmocka_unit_test(a_command_says_what_it_builds_when_it_is_plain),
		cmocka_unit_test(thousands_of_recipes_are_held_against_a_few),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
