#include "../../src/scan/formats.h"
#include "../../src/scan/workers.h"
#include "../support/assertions.h"
#include "../support/sandbox.h"
#include "../support/test_context.h"
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <digestbump/scan/scan.h>
#include <stdatomic.h>
#include <string.h>

static const char digest[] =
    "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

static int set_up(void **state)
{
	*state = sandbox_new();
	return 0;
}

static int tear_down(void **state)
{
	sandbox_free(*state);
	return 0;
}

static struct tree *open_top(const struct sandbox *sandbox)
{
	struct tree *tree = NULL;

	assert_fine(tree_directory(&tree, sandbox->top));
	return tree;
}

/* Scans the sandbox; `settings` is a configuration file's text, NULL for none. */
static struct scan *scan_with(const struct sandbox *sandbox, const char *settings, unsigned threads)
{
	OWNED(tree) tree = open_top(sandbox);
	OWNED(config) config = NULL;
	struct scan *scan = NULL;

	if (settings)
		assert_fine(config_parse(&config, "test", slice_of(settings)));
	else
		config = config_default();
	assert_fine(
	    scan_run_with_threads(&scan, tree, config, test_context(sandbox->top), threads));
	return scan;
}

static char *print(const struct scan *scan)
{
	OWNED(text) out = text_new(0);

	for (size_t i = 0; i < scan->pins.count; i++) {
		const struct pin *pin = scan->pins.items[i];

		text_add_format(out, "%s:%u:%u %s %s%s\n", pin->path, pin->line, pin->column,
				pin_kind_name(pin->kind), pin->raw, pin->pinned ? "" : " unpinned");
	}
	for (size_t i = 0; i < scan->skips.count; i++)
		text_add_format(out, "skip %s:%u %s\n", scan->skips.items[i].path,
				scan->skips.items[i].line, scan->skips.items[i].code);
	text_add_format(out, "seen %zu read %zu\n", scan->seen, scan->read);
	return text_take(pass_on(&out));
}

static void assert_scans(const struct sandbox *sandbox, const char *settings, const char *wanted)
{
	OWNED(scan) scan = scan_with(sandbox, settings, 2);
	OWNED_STRING printed = print(scan);

	assert_string_equal(printed, wanted);
}

static void references_are_found_in_order_and_files_are_counted(void **state)
{
	const struct sandbox *sandbox = *state;
	OWNED_STRING pinned = must_format("FROM alpine:3.20@%s\nCOPY --from=b:1 / /\n", digest);
	OWNED_STRING wanted = must_format("Dockerfile:1:6 from a:1 unpinned\n"
					  "web/Dockerfile:1:18 from alpine:3.20@%s\n"
					  "web/Dockerfile:2:13 copy-from b:1 unpinned\n"
					  "seen 3 read 2\n",
					  digest);

	sandbox_write(sandbox, "web/Dockerfile", pinned);
	sandbox_write(sandbox, "Dockerfile", "FROM a:1\n");
	sandbox_write(sandbox, "notes.md", "FROM a:1\n");
	assert_scans(sandbox, NULL, wanted);
}

static void an_empty_tree_has_nothing(void **state)
{
	assert_scans(*state, NULL, "seen 0 read 0\n");
}

static void vendored_trees_are_left_out_unless_they_are_wanted(void **state)
{
	const struct sandbox *sandbox = *state;

	sandbox_write(sandbox, "vendor/Dockerfile", "FROM a:1\n");
	sandbox_write(sandbox, "a/node_modules/b/Dockerfile", "FROM a:2\n");
	sandbox_write(sandbox, "third_party/Dockerfile", "FROM a:3\n");
	sandbox_write(sandbox, "vendors/Dockerfile", "FROM a:4\n");
	sandbox_write(sandbox, "a/vendor.d/Dockerfile", "FROM a:5\n");
	assert_scans(sandbox, NULL,
		     "a/vendor.d/Dockerfile:1:6 from a:5 unpinned\n"
		     "vendors/Dockerfile:1:6 from a:4 unpinned\nseen 5 read 2\n");
	assert_scans(sandbox, "scan:\n  vendored: true\nignore:\n  paths: [\"a/**\"]\n",
		     "third_party/Dockerfile:1:6 from a:3 unpinned\n"
		     "vendor/Dockerfile:1:6 from a:1 unpinned\n"
		     "vendors/Dockerfile:1:6 from a:4 unpinned\nseen 5 read 3\n");
}

static void what_is_no_text_is_told(void **state)
{
	const struct sandbox *sandbox = *state;

	sandbox_write_bytes(sandbox, "a.Dockerfile", (struct slice){ "FROM a:1\n\0", 10 });
	sandbox_write_bytes(sandbox, "b.Dockerfile",
			    (struct slice){ "\xff\xfe"
					    "F\0R\0O\0M\0 \0a\0",
					    14 });
	sandbox_write_bytes(sandbox, "c.Dockerfile",
			    (struct slice){ "\xfe\xff"
					    "\0F\0R\0O\0M\0 \0a",
					    14 });
	sandbox_write(sandbox, "d.Dockerfile", "");
	sandbox_write(sandbox, "e.Dockerfile",
		      "\xef\xbb\xbf"
		      "FROM a:1\n");
	assert_scans(sandbox, NULL,
		     "e.Dockerfile:1:9 from a:1 unpinned\n"
		     "skip a.Dockerfile:0 binary\n"
		     "skip b.Dockerfile:0 encoding\n"
		     "skip c.Dockerfile:0 encoding\n"
		     "seen 5 read 5\n");
}

static void too_large_a_file_is_told_and_the_buffer_given_back(void **state)
{
	const struct sandbox *sandbox = *state;
	OWNED_STRING line = must_format("truncate -s %d Dockerfile.large", FILE_BYTES_MOST + 1);

	sandbox_shell(sandbox, line);
	sandbox_write(sandbox, "Dockerfile.z", "FROM a:1\n");
	assert_scans(sandbox, NULL,
		     "Dockerfile.z:1:6 from a:1 unpinned\n"
		     "skip Dockerfile.large:0 too-large\nseen 2 read 2\n");
}

static void a_file_has_only_so_many_references(void **state)
{
	const struct sandbox *sandbox = *state;
	OWNED(text) text = text_new(0);

	for (int i = 0; i <= FILE_PINS_MOST; i++)
		text_add_format(text, "FROM a:%d\n", i);
	sandbox_write(sandbox, "Dockerfile", text->bytes);
	OWNED(scan) scan = scan_with(sandbox, NULL, 1);

	assert_int_equal(scan->pins.count, FILE_PINS_MOST);
	assert_int_equal(scan->skips.count, 1);
	assert_string_equal(scan->skips.items[0].code, "too-large");
}

/* A link to what is scanned anyway hides nothing; the others do. */
static void links_that_hide_something_are_told(void **state)
{
	const struct sandbox *sandbox = *state;

	sandbox_write(sandbox, "real/Dockerfile", "FROM a:1\n");
	sandbox_write(sandbox, "real/recipe", "FROM a:1\n");
	sandbox_link(sandbox, "Dockerfile", "real/Dockerfile");
	sandbox_link(sandbox, "x/y/Dockerfile", "../../real/./Dockerfile");
	sandbox_link(sandbox, "chain/Dockerfile", "../Dockerfile");
	sandbox_link(sandbox, "nameless/Dockerfile", "../real/recipe");
	sandbox_link(sandbox, "outside/Dockerfile", "../../../etc/passwd");
	sandbox_link(sandbox, "absolute/Dockerfile", "/etc/passwd");
	sandbox_link(sandbox, "broken/Dockerfile", "nothing");
	sandbox_link(sandbox, "notes", "/etc/passwd");
	assert_scans(sandbox, NULL,
		     "real/Dockerfile:1:6 from a:1 unpinned\n"
		     "skip absolute/Dockerfile:0 link\n"
		     "skip broken/Dockerfile:0 link\n"
		     "skip nameless/Dockerfile:0 link\n"
		     "skip outside/Dockerfile:0 link\n"
		     "seen 2 read 2\n");
}

static void what_a_directory_hides_is_told(void **state)
{
	const struct sandbox *sandbox = *state;

	sandbox_write(sandbox, "Dockerfile", "FROM a:1\n");
	sandbox_shell(sandbox, "name=$(printf '%0200d' 0); for i in $(seq 25); do mkdir $name; cd "
			       "-P $name; done");
	OWNED(scan) scan = scan_with(sandbox, NULL, 1);

	assert_int_equal(scan->pins.count, 1);
	assert_int_equal(scan->skips.count, 1);
	assert_string_equal(scan->skips.items[0].code, "unreadable");
	sandbox_shell(sandbox, "rm -rf 0*");
}

/* The tree may change between the listing and the reading. */
static void files_that_vanish_or_change_their_kind_cost_only_themselves(void **state)
{
	static const char *const paths[] = { "a/Dockerfile", "b/Dockerfile", "c/Dockerfile",
					     "d/Dockerfile" };
	const struct sandbox *sandbox = *state;
	OWNED(tree) tree = open_top(sandbox);
	OWNED(config) config = config_default();
	OWNED(go_modules) modules = go_modules_new(tree);
	const struct file_scan_input input = { tree, config, modules };
	OWNED(worker_pool) pool = worker_pool_new(&input, NULL, 1);
	struct findings found = { 0 };

	sandbox_write(sandbox, "c/Dockerfile", "FROM a:1\n");
	sandbox_shell(sandbox, "mkdir b; mkfifo b/Dockerfile; ln -s c d");
	for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++)
		assert_fine(worker_pool_add(pool, &format_dockerfile, paths[i]));
	assert_fine(worker_pool_finish(&found, pool));
	assert_int_equal(found.pins.count, 1);
	assert_int_equal(found.skips.count, 3);
	for (size_t i = 0; i < 3; i++)
		assert_string_equal(found.skips.items[i].code, "unreadable");
	findings_clear(&found);
}

/* Names are all alike; whether the walk gets to a link's target is what counts. */
static void a_link_to_what_git_ignores_is_told(void **state)
{
	const struct sandbox *sandbox = *state;

	sandbox_shell(sandbox,
		      "git init -q . && mkdir -p out part below && echo /out >.gitignore &&"
		      " git init -q part && echo FROM a:1 >Dockerfile");
	sandbox_write(sandbox, "out/Dockerfile", "FROM a:1\n");
	sandbox_write(sandbox, "part/Dockerfile", "FROM a:1\n");
	sandbox_link(sandbox, "1.Dockerfile", "Dockerfile");
	sandbox_link(sandbox, "2.Dockerfile", "out/Dockerfile");
	sandbox_link(sandbox, "3.Dockerfile", "part/Dockerfile");
	sandbox_link(sandbox, "4.Dockerfile", ".git/Dockerfile");
	sandbox_link(sandbox, "5.Dockerfile", "3.Dockerfile");
	sandbox_link(sandbox, "6.Dockerfile", "below");
	sandbox_link(sandbox, "7.Dockerfile", ".");
	OWNED(git) git = NULL;
	OWNED(tree) tree = NULL;
	OWNED(config) config = config_default();
	OWNED(scan) scan = NULL;

	assert_fine(git_open(&git, sandbox->top, test_context(sandbox->top)));
	assert_fine(tree_work_tree(&tree, git, NULL));
	assert_fine(scan_run_with_threads(&scan, tree, config, test_context(sandbox->top), 1));
	OWNED_STRING printed = print(scan);

	assert_string_equal(printed, "Dockerfile:1:6 from a:1 unpinned\n"
				     "skip 2.Dockerfile:0 link\n"
				     "skip 3.Dockerfile:0 link\n"
				     "skip 4.Dockerfile:0 link\n"
				     "skip 6.Dockerfile:0 link\n"
				     "skip 7.Dockerfile:0 link\n"
				     "seen 2 read 1\n");
}

/* Links that are nothing but links, and what is no file, are never opened. */
static void circles_and_fifos_are_told(void **state)
{
	const struct sandbox *sandbox = *state;

	sandbox_write(sandbox, "good/Dockerfile", "FROM a:1\n");
	sandbox_link(sandbox, "self/Dockerfile", "Dockerfile");
	sandbox_link(sandbox, "one/Dockerfile", "../two/Dockerfile");
	sandbox_link(sandbox, "two/Dockerfile", "../one/Dockerfile");
	sandbox_link(sandbox, "good/up", "..");
	sandbox_shell(sandbox, "mkdir pipe && mkfifo pipe/Dockerfile pipe/notes");
	assert_scans(sandbox, NULL,
		     "good/Dockerfile:1:6 from a:1 unpinned\n"
		     "skip one/Dockerfile:0 link\n"
		     "skip pipe/Dockerfile:0 unreadable\n"
		     "skip self/Dockerfile:0 link\n"
		     "skip two/Dockerfile:0 link\n"
		     "seen 1 read 1\n");
}

/* Writes "FROM a:1\n" in bytes of `width` bytes, the low byte first or last. */
static void write_wide(const struct sandbox *sandbox, const char *path, struct slice mark,
		       size_t width, bool low_first)
{
	static const char line[] = "FROM a:1@sha256:0\n";
	OWNED(text) bytes = text_new(0);

	text_add(bytes, mark.at, mark.size);
	for (size_t i = 0; line[i]; i++) {
		char letter[4] = { 0 };

		letter[low_first ? 0 : width - 1] = line[i];
		text_add(bytes, letter, width);
	}
	sandbox_write_bytes(sandbox, path, text_slice(bytes));
}

/* What cannot be read says what to do; in files that nobody claims only when a digest is
 * in them. */
static void wide_letters_are_told_with_what_to_do(void **state)
{
	const struct sandbox *sandbox = *state;
	const struct slice none = { "", 0 };

	write_wide(sandbox, "1/Dockerfile", (struct slice){ "\xff\xfe", 2 }, 2, true);
	write_wide(sandbox, "2/Dockerfile", (struct slice){ "\xfe\xff", 2 }, 2, false);
	write_wide(sandbox, "3/Dockerfile", none, 2, true);
	write_wide(sandbox, "4/Dockerfile", none, 2, false);
	write_wide(sandbox, "5/Dockerfile", (struct slice){ "\xff\xfe\0\0", 4 }, 4, true);
	write_wide(sandbox, "6/Dockerfile", (struct slice){ "\0\0\xfe\xff", 4 }, 4, false);
	write_wide(sandbox, "7.cfg", (struct slice){ "\xff\xfe", 2 }, 2, true);
	write_wide(sandbox, "8.cfg", none, 2, false);
	sandbox_write_bytes(sandbox, "9.cfg",
			    (struct slice){ "\xff\xfe"
					    "a\0",
					    4 });
	sandbox_write_bytes(sandbox, "10/Dockerfile", (struct slice){ "FROM a\0", 7 });
	OWNED(scan) scan = scan_with(sandbox, NULL, 1);

	assert_int_equal(scan->pins.count, 0);
	assert_int_equal(scan->skips.count, 9);
	for (size_t i = 0; i < scan->skips.count; i++) {
		const struct skip *skip = &scan->skips.items[i];
		bool wide = strcmp(skip->path, "10/Dockerfile") != 0;

		assert_string_equal(skip->code, wide ? "encoding" : "binary");
		assert_int_equal(strstr(skip->reason, "save it as UTF-8") != NULL, wide);
	}
}

/* A pool of threads has more in its hands than its queue holds. */
static void a_crew_that_is_dropped_leaves_nothing_behind(void **state)
{
	const struct sandbox *sandbox = *state;
	OWNED(tree) tree = open_top(sandbox);
	OWNED(config) config = config_default();
	OWNED(go_modules) modules = go_modules_new(tree);
	const struct file_scan_input input = { tree, config, modules };
	OWNED(worker_pool) pool = worker_pool_new(&input, NULL, 4);

	sandbox_write(sandbox, "Dockerfile", "FROM a:1\n");
	for (size_t i = 0; i < 2000; i++)
		assert_fine(worker_pool_add(pool, &format_dockerfile, "Dockerfile"));
}

static void a_signal_ends_it(void **state)
{
	const struct sandbox *sandbox = *state;
	static const atomic_int stop = 1;
	const struct context context = { .stop = &stop };
	OWNED(tree) tree = open_top(sandbox);
	OWNED(config) config = config_default();
	struct scan *scan = NULL;

	sandbox_write(sandbox, "Dockerfile", "FROM a:1\n");
	assert_fails(scan_run(&scan, tree, config, &context), ERROR_STOPPED, "signal");
	assert_null(scan);
}

static void ten_thousand_files_come_out_the_same_whatever_the_threads(void **state)
{
	const struct sandbox *sandbox = *state;

	sandbox_shell(sandbox,
		      "d=0123456789abcdef0123456789abcdef; seq 0 9999 | while read -r i; do"
		      " [ $((i % 100)) -ne 0 ] || { mkdir d$((i / 100)); cd d$((i / 100)) || exit "
		      "1; };"
		      " case $((i % 5)) in"
		      " 0) echo \"FROM a:$i@sha256:$d$d\" >Dockerfile.$i;;"
		      " 1) printf 'FROM a:%s\\nFROM b AS c\\nFROM c\\n' $i >Dockerfile.$i;;"
		      " 2) printf 'FROM a\\0' >Dockerfile.$i;;"
		      " 3) echo \"FROM a@sha256:$d\" >Dockerfile.$i;;"
		      " 4) : >$i.c;; esac;"
		      " [ $((i % 100)) -ne 99 ] || cd ..; done");
	OWNED(scan) alone = scan_with(sandbox, NULL, 1);
	OWNED_STRING first = print(alone);

	assert_int_equal(alone->seen, 10000);
	assert_int_equal(alone->read, 8000);
	assert_int_equal(alone->pins.count, 2000 + 2 * 2000);
	assert_int_equal(alone->skips.count, 2 * 2000);
	for (unsigned threads = 2; threads <= 8; threads += 3) {
		OWNED(scan) scan = scan_with(sandbox, NULL, threads);
		OWNED_STRING again = print(scan);

		assert_string_equal(first, again);
	}
}

static void one_file_is_scanned_by_its_name(void **state)
{
	const struct sandbox *sandbox = *state;
	OWNED(tree) tree = open_top(sandbox);
	OWNED(tree) overlay = tree_overlay(tree);
	OWNED(scan) scan = NULL;
	OWNED(scan) gone = NULL;
	OWNED(config) config = config_default();
	struct scan *none = NULL;

	sandbox_write(sandbox, "Dockerfile", "FROM a:1\n");
	tree_overlay_set(overlay, "Dockerfile", slice_of("FROM b:2\nFROM c:3\n"));
	assert_fine(scan_file(&scan, overlay, config, "Dockerfile"));
	OWNED_STRING printed = print(scan);

	assert_string_equal(printed, "Dockerfile:1:6 from b:2 unpinned\n"
				     "Dockerfile:2:6 from c:3 unpinned\nseen 1 read 1\n");
	assert_fails(scan_file(&none, tree, config, "notes.md"), ERROR_UNSUPPORTED, "'notes.md'");
	assert_fine(scan_file(&gone, tree, config, "gone/Dockerfile"));
	assert_string_equal(gone->skips.items[0].code, "unreadable");
}

/* One digest in .env serves the services of two Compose files. */
static void a_value_that_two_compose_files_use_is_one_pin(void **state)
{
	const struct sandbox *sandbox = *state;
	OWNED_STRING values = must_format("TAG=1.4@%s\nBOTH=2@%s\n", digest, digest);

	sandbox_write(sandbox, ".env", values);
	sandbox_write(sandbox, "compose.yaml",
		      "services:\n  a:\n    image: acme/a:${TAG}\n  b:\n    image: "
		      "acme/b:${BOTH}\n");
	sandbox_write(sandbox, "compose.prod.yaml",
		      "services:\n  a:\n    image: acme/a:${TAG}\n  c:\n    image: "
		      "acme/c:${BOTH}\n");
	OWNED(scan) scan = scan_with(sandbox, NULL, 2);

	assert_int_equal(scan->pins.count, 2);
	assert_string_equal(scan->pins.items[0]->path, ".env");
	assert_string_equal(scan->pins.items[0]->image->name, "docker.io/acme/a");
	assert_true(pin_is_updatable(scan->pins.items[0]));
	assert_int_equal(scan->pins.items[1]->obstacle, PIN_SHARED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(references_are_found_in_order_and_files_are_counted,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_empty_tree_has_nothing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(vendored_trees_are_left_out_unless_they_are_wanted,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_no_text_is_told, set_up, tear_down),
		cmocka_unit_test_setup_teardown(too_large_a_file_is_told_and_the_buffer_given_back,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_file_has_only_so_many_references, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(links_that_hide_something_are_told, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(what_a_directory_hides_is_told, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    files_that_vanish_or_change_their_kind_cost_only_themselves, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_link_to_what_git_ignores_is_told, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(circles_and_fifos_are_told, set_up, tear_down),
		cmocka_unit_test_setup_teardown(wide_letters_are_told_with_what_to_do, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(a_crew_that_is_dropped_leaves_nothing_behind,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_signal_ends_it, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    ten_thousand_files_come_out_the_same_whatever_the_threads, set_up, tear_down),
		cmocka_unit_test_setup_teardown(one_file_is_scanned_by_its_name, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_value_that_two_compose_files_use_is_one_pin,
						set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
