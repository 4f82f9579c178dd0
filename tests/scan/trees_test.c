#include "../support/assertions.h"
#include "../support/golden.h"

#include <digestbump/base/memory.h>
#include <digestbump/edit/edit.h>
#include <digestbump/image/digest.h>
#include <digestbump/scan/scan.h>
#include <string.h>

/* Trees of some files in one: "--- path" begins a file, and "<a>" is a digest of all
 * a's, "<a.>" its hex alone. What is found in them and in no file alone. */

static void add_digits(struct text *out, char digit)
{
	for (size_t i = 0; i < SHA256_HEX; i++)
		text_add(out, &digit, 1);
}

/* Adds the line with its digests spelt out. */
static void add_line(struct text *out, struct slice line)
{
	for (size_t i = 0; i < line.size; i++) {
		struct slice rest = { line.at + i, line.size - i };
		bool whole = rest.size > 2 && rest.at[0] == '<' && rest.at[2] == '>';
		bool bare = rest.size > 3 && rest.at[0] == '<' &&
			    slice_starts((struct slice){ rest.at + 2, 2 }, ".>");

		if (!whole && !bare) {
			text_add(out, rest.at, 1);
			continue;
		}
		text_add_string(out, whole ? "sha256:" : "");
		add_digits(out, rest.at[1]);
		i += whole ? 2 : 3;
	}
	text_add_string(out, "\n");
}

static struct tree *tree_of(struct slice bytes)
{
	struct tree *tree = tree_overlay(NULL);
	OWNED_STRING path = NULL;
	OWNED(text) file = text_new(0);
	struct slice line;

	while (slice_line(&line, &bytes)) {
		if (!slice_starts(line, "--- ")) {
			add_line(file, line);
			continue;
		}
		if (path)
			tree_overlay_set(tree, path, text_slice(file));
		free(path);
		path = must_copy_bytes(line.at + 4, line.size - 4);
		text_clear(file);
	}
	if (path)
		tree_overlay_set(tree, path, text_slice(file));
	return tree;
}

static struct scan *scan_of(struct tree *tree)
{
	OWNED(config) config = config_default();
	struct context context = { 0 };
	struct scan *scan = NULL;

	assert_fine(scan_run(&scan, tree, config, &context));
	return scan;
}

static void add_pin(struct text *out, const struct pin *pin)
{
	const char *hindrance = pin_obstacle_name(pin);

	text_add_format(out, "%s:%u %s %s", pin->path, pin->line, pin_kind_name(pin->kind),
			pin->image ? pin->image->name : "-");
	text_add_format(out, ":%s@%.1s %s%s%s\n", pin->tracked ? pin->tracked : "",
			pin->pinned ? digest_hex(pin->pinned) : "-",
			hindrance ? hindrance : "updatable",
			strcmp(pin->path, pin->found_in) == 0 ? "" : " by ",
			strcmp(pin->path, pin->found_in) == 0 ? "" : pin->found_in);
}

/* ---- every digest that may be changed, changed ---- */

static const char changed[] =
    "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

static size_t count_changed(const struct scan *scan)
{
	size_t count = 0;

	for (size_t i = 0; i < scan->pins.count; i++)
		count += scan->pins.items[i]->pinned &&
			 strcmp(scan->pins.items[i]->pinned, changed) == 0;
	return count;
}

/* The edited files alone: a digest in another place would be one too many. */
static void add_edits(struct text *out, const struct edits *edits, size_t wanted)
{
	OWNED(tree) after = tree_overlay(NULL);

	for (size_t i = 0; i < edits->count; i++)
		tree_overlay_set(after, edits->items[i].path, text_slice(edits->items[i].after));
	OWNED(scan) now = scan_of(after);

	if (count_changed(now) > wanted)
		text_add_format(out, "BROKEN %zu digests changed, not %zu\n", count_changed(now),
				wanted);
}

/* Says when an edit is refused although the scan said that it can be made. */
static void add_proof(struct text *out, struct tree *tree, const struct scan *scan)
{
	struct verdict *verdicts = must_alloc(scan->pins.count * sizeof(*verdicts));
	const struct verdict **wishes = must_alloc(scan->pins.count * sizeof(*wishes));
	OWNED_STRING to = must_copy(changed);
	OWNED(config) config = config_default();
	OWNED(edits) edits = NULL;
	size_t count = 0;

	for (size_t i = 0; i < scan->pins.count; i++) {
		verdicts[i] =
		    (struct verdict){ .pin = scan->pins.items[i], .code = VERDICT_BUMP, .to = to };
		if (pin_is_updatable(scan->pins.items[i]))
			wishes[count++] = &verdicts[i];
	}
	OWNED(error) failed = count ? edit_make(&edits, tree, config, wishes, count) : NULL;

	if (failed)
		text_add_format(out, "BROKEN %s\n", error_text(failed));
	else if (edits)
		add_edits(out, edits, count);
	free(verdicts);
	free(wishes);
}

static char *print_tree(const char *name, struct slice bytes, const void *data)
{
	OWNED(tree) tree = tree_of(bytes);
	OWNED(scan) scan = scan_of(tree);
	OWNED(text) out = text_new(0);

	(void)name;
	(void)data;
	for (size_t i = 0; i < scan->pins.count; i++)
		add_pin(out, scan->pins.items[i]);
	for (size_t i = 0; i < scan->skips.count; i++)
		text_add_format(out, "skip %s:%u %s\n", scan->skips.items[i].path,
				scan->skips.items[i].line, scan->skips.items[i].code);
	add_proof(out, tree, scan);
	return text_take(pass_on(&out));
}

static void trees_are_found_as_they_want(void **state)
{
	(void)state;
	golden_check("tests/scan/trees", print_tree, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(trees_are_found_as_they_want),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
