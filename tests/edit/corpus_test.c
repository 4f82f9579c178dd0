/* The edit proof over everything there is: the corpus, and the fixtures of all
 * formats. Every digest that may be updated becomes another one, all of a tree at
 * once and each alone; what must come out is made here by hand, from the pins' places. */
#include "../support/assertions.h"
#include "../support/corpus.h"

#include <digestbump/base/file.h>
#include <digestbump/base/memory.h>
#include <digestbump/edit/edit.h>
#include <digestbump/image/digest.h>
#include <digestbump/limits.h>
#include <digestbump/scan/format.h>
#include <dirent.h>
#include <fcntl.h>
#include <string.h>

struct flip_case {
	const char *name;
	struct tree *tree; /* as it was */
	const struct config *config;
	const struct scan *scan;
	struct verdict *verdicts; /* what is wished for now */
	const struct verdict **wishes;
	size_t count;
	size_t *flips; /* digests changed in all */
};

/* ---- wishes ---- */

/* Another digest of the same length: every digit is a few further on. */
static char *flipped_digest(const char *pinned, size_t by)
{
	static const char digits[] = "0123456789abcdef";
	char *out = must_copy(pinned);

	for (char *hex = strchr(out, ':') + 1; *hex; hex++)
		*hex = digits[((size_t)(strchr(digits, *hex) - digits) + by) % 16];
	return out;
}

/* Wishes for one pin, or for all: NULL. */
static void want_digest(struct flip_case *flip_case, const struct pin *only)
{
	const struct pins *pins = &flip_case->scan->pins;

	flip_case->verdicts = must_alloc((pins->count + 1) * sizeof(*flip_case->verdicts));
	flip_case->wishes = must_alloc((pins->count + 1) * sizeof(struct verdict *));
	for (size_t i = 0; i < pins->count; i++) {
		const struct pin *pin = pins->items[i];
		struct verdict *verdict = &flip_case->verdicts[flip_case->count];

		if (!pin_is_updatable(pin) || (only && pin != only))
			continue;
		*verdict = (struct verdict){ .pin = pin, .code = VERDICT_BUMP };
		verdict->to = flipped_digest(pin->pinned, 1 + i % 15);
		flip_case->wishes[flip_case->count++] = verdict;
	}
}

static void clear_case(struct flip_case *flip_case)
{
	for (size_t i = 0; i < flip_case->count; i++)
		free(flip_case->verdicts[i].to);
	free(flip_case->verdicts);
	free(flip_case->wishes);
	flip_case->verdicts = NULL;
	flip_case->wishes = NULL;
	flip_case->count = 0;
}

static struct edits *make(const struct flip_case *flip_case)
{
	struct edits *edits = NULL;
	struct error *failed = edit_make(&edits, flip_case->tree, flip_case->config,
					 flip_case->wishes, flip_case->count);

	if (failed)
		print_error("%s:\n", flip_case->name);
	assert_fine(failed);
	return edits;
}

/* ---- in memory ---- */

/* Puts the new digests where the pins of this file are. They keep their lengths, so no
 * place moves. */
static void splice_by_hand(struct text *bytes, const struct flip_case *flip_case, const char *path)
{
	for (size_t i = 0; i < flip_case->count; i++) {
		const struct pin *pin = flip_case->wishes[i]->pin;
		const char *to = flip_case->wishes[i]->to;

		if (strcmp(pin->path, path) != 0)
			continue;
		if (pin->bare)
			to = digest_hex(to);
		assert_int_equal(strlen(to), pin->digest.length);
		memcpy(bytes->bytes + pin->digest.at, to, pin->digest.length);
	}
}

static void compare_bytes(const struct flip_case *flip_case, const struct edit *edit)
{
	OWNED(text) wanted = NULL;

	assert_fine(tree_read(&wanted, flip_case->tree, edit->path));
	splice_by_hand(wanted, flip_case, edit->path);
	if (wanted->size != edit->after->size ||
	    memcmp(wanted->bytes, edit->after->bytes, wanted->size) != 0)
		fail_msg("%s: other bytes than the digests' changed", flip_case->name);
}

/* What shall stand at a pin's place now. */
static const char *expected_at(const struct flip_case *flip_case, const struct pin *pin)
{
	for (size_t i = 0; i < flip_case->count; i++)
		if (strcmp(flip_case->wishes[i]->pin->path, pin->path) == 0 &&
		    flip_case->wishes[i]->pin->digest.at == pin->digest.at)
			return flip_case->wishes[i]->to;
	return pin->pinned;
}

static void compare_file(const struct flip_case *flip_case, struct tree *after, const char *path)
{
	OWNED(scan) was = NULL;
	OWNED(scan) is = NULL;

	assert_fine(scan_file(&was, flip_case->tree, flip_case->config, path));
	assert_fine(scan_file(&is, after, flip_case->config, path));
	assert_int_equal(was->pins.count, is->pins.count);
	assert_int_equal(was->skips.count, is->skips.count);
	for (size_t i = 0; i < was->pins.count; i++) {
		const char *due = expected_at(flip_case, was->pins.items[i]);
		const char *got = is->pins.items[i]->pinned;

		assert_int_equal(was->pins.items[i]->digest.at, is->pins.items[i]->digest.at);
		if (due != got && (!due || !got || strcmp(due, got) != 0))
			fail_msg("%s: '%s' where %s should stand", flip_case->name, got, due);
	}
}

static void flip_in_memory(struct flip_case *flip_case)
{
	OWNED(edits) edits = make(flip_case);
	OWNED(tree) after = tree_overlay(flip_case->tree);

	for (size_t i = 0; i < edits->count; i++) {
		compare_bytes(flip_case, &edits->items[i]);
		tree_overlay_set(after, edits->items[i].path, text_slice(edits->items[i].after));
	}
	for (size_t i = 0; i < flip_case->count; i++)
		compare_file(flip_case, after, flip_case->wishes[i]->pin->found_in);
	*flip_case->flips += flip_case->count;
}

static void flip_all_and_each(struct flip_case *flip_case)
{
	want_digest(flip_case, NULL);
	size_t all = flip_case->count;

	if (all)
		flip_in_memory(flip_case);
	clear_case(flip_case);
	for (size_t i = 0; all > 1 && i < flip_case->scan->pins.count; i++) {
		want_digest(flip_case, flip_case->scan->pins.items[i]);
		if (flip_case->count)
			flip_in_memory(flip_case);
		clear_case(flip_case);
	}
}

/* ---- the corpus: on disk, too ---- */

static struct sandbox *make_by_hand(const struct flip_case *flip_case,
				    const struct sandbox *sandbox)
{
	struct sandbox *copy = sandbox_new();
	OWNED_STRING line = must_format("cp -RPp '%s/.' .", sandbox->top);

	sandbox_shell(copy, line);
	for (size_t i = 0; i < flip_case->count; i++) {
		OWNED(text) bytes = sandbox_read(copy, flip_case->wishes[i]->pin->path);

		splice_by_hand(bytes, flip_case, flip_case->wishes[i]->pin->path);
		sandbox_write_bytes(copy, flip_case->wishes[i]->pin->path, text_slice(bytes));
	}
	return copy;
}

/* Bytes, links and modes of the one are those of the other. */
static void compare_trees(const struct flip_case *flip_case, const struct sandbox *got,
			  const struct sandbox *wanted)
{
	OWNED_STRING line =
	    must_format("list() { (cd \"$1\" && find . -printf '%%P %%y %%m %%l\\n' | sort); } &&"
			" find . -type f -print0 | xargs -0 -r sh -c 'for f; do cmp \"$f\" "
			"\"$0/$f\" ||"
			" exit 255; done' '%s' >&2 && [ \"$(list '%s')\" = \"$(list .)\" ]",
			wanted->top, wanted->top);

	if (sandbox_status(got, line) != 0)
		fail_msg("%s: other bytes than the digests' changed", flip_case->name);
}

/* Every pin that is wished for and its digest change places. */
static void exchange(struct flip_case *flip_case)
{
	for (size_t i = 0; i < flip_case->count; i++)
		for (size_t k = 0; k < flip_case->scan->pins.count; k++) {
			struct pin *pin = flip_case->scan->pins.items[k];
			char *pinned = pin->pinned;

			if (pin != flip_case->verdicts[i].pin)
				continue;
			pin->pinned = flip_case->verdicts[i].to;
			flip_case->verdicts[i].to = pinned;
		}
}

/* What a scan says now is what it said, with the new digests. */
static void compare_scans(struct flip_case *flip_case, const struct sandbox *sandbox)
{
	OWNED(scanned_corpus) after = scanned_corpus_open(sandbox);

	exchange(flip_case);
	OWNED(strings) wanted = corpus_print(flip_case->scan);
	OWNED(strings) got = corpus_print(after->scan);
	OWNED_STRING difference = corpus_difference(wanted, got);

	exchange(flip_case);
	if (difference)
		fail_msg("%s: a second scan finds other pins:\n%s", flip_case->name, difference);
}

static void flip_on_disk(struct flip_case *flip_case, const struct sandbox *sandbox)
{
	OWNED(edits) edits = make(flip_case);
	OWNED(sandbox) wanted = make_by_hand(flip_case, sandbox);

	assert_fine(edit_write(edits, sandbox->top, NULL));
	for (size_t i = 0; i < edits->count; i++)
		assert_fine(pass_on(&edits->items[i].error));
	compare_trees(flip_case, sandbox, wanted);
	compare_scans(flip_case, sandbox);
}

static void try_case(const struct corpus_case *at, void *data)
{
	OWNED(scanned_corpus) scanned = scanned_corpus_open(at->sandbox);
	struct flip_case flip_case = {
		.name = at->name,
		.tree = scanned->tree,
		.config = scanned->config,
		.scan = scanned->scan,
		.flips = data,
	};

	flip_all_and_each(&flip_case);
	want_digest(&flip_case, NULL);
	if (flip_case.count)
		flip_on_disk(&flip_case, at->sandbox);
	clear_case(&flip_case);
}

static void every_digest_of_the_corpus_changes_alone_and_with_all_others(void **state)
{
	size_t flips = 0;

	(void)state;
	assert_true(corpus_each(try_case, &flips) > 0);
	assert_true(flips > 600);
}

/* ---- fixtures: in memory ---- */

/* Gives a glob with all that is open in it left out. */
static char *closed(const char *glob)
{
	OWNED(text) out = text_new(0);

	for (const char *at = glob; *at; at++) {
		if (*at == '[') {
			text_add(out, ++at, 1);
			at = strchr(at, ']');
		} else if (strncmp(at, "**/", 3) == 0) {
			at += 2;
		} else if (*at != '*') {
			text_add(out, at, 1);
		}
	}
	return text_take(pass_on(&out));
}

/* Gives a path that the format claims: the fixture's own name, or one of its
 * globs that no other format takes first. What "kubernetes" takes, it hands on to
 * "yaml" when it is no manifest. */
static char *path_for(const struct format *format, const char *name)
{
	if (format_of_path(name) == format)
		return must_copy(name);
	for (const char *const *glob = format->globs; *glob; glob++) {
		OWNED_STRING path = closed(*glob);

		if (format_of_path(path) == format)
			return pass_on(&path);
	}
	return closed(format->globs[0]);
}

static void try_fixture(const struct format *format, const char *file, size_t *flips)
{
	OWNED_STRING name = must_copy_bytes(file, strlen(file) - strlen(".in"));
	OWNED_STRING shown = must_format("%s/%s", format->name, name);
	OWNED_STRING path = path_for(format, name);
	OWNED_STRING from = must_format("tests/scan/fixtures/%s/%s", format->name, file);
	OWNED(tree) tree = tree_overlay(NULL);
	OWNED(config) config = config_default();
	OWNED(text) bytes = NULL;
	OWNED(scan) scan = NULL;

	assert_fine(file_read(&bytes, AT_FDCWD, from, FILE_BYTES_MOST));
	tree_overlay_set(tree, path, text_slice(bytes));
	assert_fine(scan_file(&scan, tree, config, path));
	flip_all_and_each(&(struct flip_case){
	    .name = shown,
	    .tree = tree,
	    .config = config,
	    .scan = scan,
	    .flips = flips,
	});
}

static int is_input(const struct dirent *entry)
{
	return slice_ends(slice_of(entry->d_name), ".in");
}

static void every_digest_of_the_fixtures_changes_alone_and_with_all_others(void **state)
{
	size_t flips = 0;

	(void)state;
	for (size_t i = 0; scan_formats[i]; i++) {
		OWNED_STRING folder = must_format("tests/scan/fixtures/%s", scan_formats[i]->name);
		struct dirent **entries = NULL;
		int count = scandir(folder, &entries, is_input, alphasort);

		for (int k = 0; k < count; k++) {
			try_fixture(scan_formats[i], entries[k]->d_name, &flips);
			free(entries[k]);
		}
		free(entries);
	}
	assert_true(flips > 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_digest_of_the_corpus_changes_alone_and_with_all_others),
		cmocka_unit_test(every_digest_of_the_fixtures_changes_alone_and_with_all_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
