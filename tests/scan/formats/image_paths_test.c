#include "../../../src/scan/formats/yaml_format.h"
#include "../../support/assertions.h"
#include <digestbump/base/memory.h>
#include <string.h>

static const struct image_path table[] = {
	{ "jobs/*/container", PIN_IMAGE, image_read_whole },
	{ "jobs/*/container/image", PIN_IMAGE, image_read_whole },
	{ "jobs/*/steps/[]/uses", PIN_ACTION, image_read_scheme },
	{ "**/runner/image", PIN_BASE, image_read_optional_scheme },
	{ NULL, PIN_IMAGE, NULL },
};

static const struct format toy = { .name = "toy" };

/* What was found, as "kind name:tag" joined by blanks. */
static char *found_in(const char *yaml)
{
	struct pins pins = { 0 };
	struct skips skips = { 0 };
	const struct scan_file file = {
		.path = "toy.yaml",
		.bytes = slice_of(yaml),
		.pins = &pins,
		.skips = &skips,
	};
	OWNED(text) out = text_new(0);

	assert_fine(yaml_format_find(&file, &toy, table));
	for (size_t i = 0; i < pins.count; i++)
		text_add_format(out, "%s%s %s:%s", i ? " " : "", pin_kind_name(pins.items[i]->kind),
				pins.items[i]->image->repository, pins.items[i]->image->tag);
	for (size_t i = 0; i < skips.count; i++)
		text_add_format(out, " skip %s", skips.items[i].code);
	pins_clear(&pins);
	skips_clear(&skips);
	return text_take(pass_on(&out));
}

struct row {
	const char *yaml;
	const char *found;
};

static const struct row rows[] = {
	{ "jobs: {a: {container: x/a:1}}", "image x/a:1" },
	{ "jobs: {a: {container: {image: x/b:1}}}", "image x/b:1" },
	{ "jobs: {a: {steps: [{uses: docker://x/c:1}, {uses: x/d}]}}", "action x/c:1" },
	{ "container: x/a:1", "" },
	{ "jobs: {container: x/a:1}", "" },
	{ "jobs: [{container: x/a:1}]", "" },
	{ "runner: {image: x/e:1}", "base x/e:1" },
	{ "a: [{b: {runner: {image: docker://x/f:1}}}]", "base x/f:1" },
	{ "runner: {image: {runner: {image: x/g:1}}}", "base x/g:1" },
	{ "jobs: {a: &a {container: x/h:1}, b: *a}", "image x/h:1" },
	{ "x: &x {container: x/i:1}\njobs: {a: {<<: *x}}", "image x/i:1" },
	{ "x: &x {container: x/j:1}\njobs: {a: {<<: [*x, {name: a}]}}", "image x/j:1" },
	{ "? [a, b]\n: x\nrunner: {image: x/k:1}", "base x/k:1" },
	{ "jobs: {a: {container: x/l:1}}\n---\njobs: [", "image x/l:1 skip syntax" },
	{ "jobs: {a: {container: *none}}", "" },
	{ "jobs: {a: !reference {container: x/m:1}}", "" },
	{ "jobs: {a: {container: !!str x/n:1}}", "image x/n:1" },
};

static void every_document_gives_what_its_row_says(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		OWNED_STRING found = found_in(rows[i].yaml);

		if (strcmp(found, rows[i].found) != 0)
			fail_msg("'%s': '%s'", rows[i].yaml, found);
	}
}

/* Nine levels of nine aliases each are 387 million nodes to who expands them. */
static void aliases_of_aliases_stay_linear(void **state)
{
	(void)state;
	OWNED(text) yaml = text_new(0);

	text_add_string(yaml, "a0: &a0 {runner: {image: x/y:1}}\n");
	for (int level = 1; level < 40; level++) {
		text_add_format(yaml, "a%d: &a%d [", level, level);
		for (int i = 0; i < 9; i++)
			text_add_format(yaml, "*a%d,", level - 1);
		text_add_string(yaml, "]\n");
	}
	OWNED_STRING found = found_in(yaml->bytes);

	assert_non_null(strstr(found, "base x/y:1"));
	assert_true(strlen(found) < 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_document_gives_what_its_row_says),
		cmocka_unit_test(aliases_of_aliases_stay_linear),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
