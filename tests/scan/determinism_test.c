#include "../../src/scan/workers.h"
#include "../support/assertions.h"
#include "../support/sandbox.h"
#include "../support/test_context.h"
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <digestbump/scan/scan.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FILES = 1000, RUNS = 20 };

/* ---- the tree: 2,000 patches that are text in YAML ---- */

/* A patch that names no image, and one that does: what the first leaves behind in memory
 * is where the second is read to. */
static const char two_patches[] = "kind: Kustomization\n"
				  "patches:\n"
				  "  - patch: |-\n"
				  "      apiVersion: batch/v1\n"
				  "      kind: CronJob\n"
				  "      metadata:\n"
				  "        name: rotate-all\n"
				  "      spec:\n"
				  "  - patch: |-\n"
				  "      apiVersion: batch/v1\n"
				  "      kind: CronJob\n"
				  "      metadata:\n"
				  "          spec:\n"
				  "            template:\n"
				  "              spec:\n"
				  "                    image: ghcr.io/acme/rotate:v1.22.2\n";

static void write_tree(const struct sandbox *sandbox)
{
	for (unsigned i = 0; i < FILES; i++) {
		OWNED_STRING path = must_format("d%u/kustomization.yaml", i);

		sandbox_write(sandbox, path, two_patches);
	}
}

/* ---- one scan, in a process of its own: its addresses are other ones ---- */

static int print_scan(const char *top, unsigned threads)
{
	OWNED(tree) tree = NULL;
	OWNED(config) config = config_default();
	OWNED(scan) scan = NULL;
	OWNED(error) failed = tree_directory(&tree, top);

	if (!failed)
		failed = scan_run_with_threads(&scan, tree, config, test_context(top), threads);
	for (size_t i = 0; scan && i < scan->pins.count; i++) {
		const struct pin *pin = scan->pins.items[i];

		printf("%s:%u:%u %zu+%zu %s %s\n", pin->path, pin->line, pin->column,
		       pin->digest.at, pin->digest.length, pin->raw,
		       pin_is_updatable(pin) ? "updatable" : pin_obstacle_name(pin));
	}
	for (size_t i = 0; scan && i < scan->skips.count; i++)
		printf("%s:%u %s\n", scan->skips.items[i].path, scan->skips.items[i].line,
		       scan->skips.items[i].code);
	return failed != NULL;
}

static char *scan_in_new_process(const struct sandbox *sandbox, unsigned threads)
{
	char self[PATH_BYTES_MOST] = "";

	assert_true(readlink("/proc/self/exe", self, sizeof(self) - 1) > 0);
	OWNED_STRING command = must_format("'%s' '%s' %u", self, sandbox->top, threads);
	FILE *pipe = popen(command, "r"); // NOLINT: the test's own paths
	OWNED(text) out = text_new(0);
	char bytes[4096];

	assert_non_null(pipe);
	for (size_t size; (size = fread(bytes, 1, sizeof(bytes), pipe)) > 0;)
		text_add(out, bytes, size);
	assert_int_equal(pclose(pipe), 0);
	return text_take(pass_on(&out));
}

static size_t lines_of(const char *text)
{
	size_t count = 0;

	for (; *text; text++)
		count += *text == '\n';
	return count;
}

static void every_run_finds_the_same(void **state)
{
	static const unsigned threads[] = { 1, 2, 8 };
	OWNED(sandbox) sandbox = sandbox_new();
	(void)state;

	write_tree(sandbox);
	OWNED_STRING first = scan_in_new_process(sandbox, 1);

	assert_int_equal(lines_of(first), FILES);
	for (size_t i = 0; i < RUNS; i++) {
		OWNED_STRING again = scan_in_new_process(sandbox, threads[i % 3]);

		assert_string_equal(again, first);
	}
}

int main(int count, char **arguments)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_run_finds_the_same),
	};

	if (count == 3)
		return print_scan(arguments[1], (unsigned)strtoul(arguments[2], NULL, 10));
	return cmocka_run_group_tests(tests, NULL, NULL);
}
