/* A file's name in the first line, its bytes behind it; what stands behind a line
 * with only FS (0x1c) in it is the .env beside the file. Scans it, gives every
 * pin that can be edited another digest, and looks at the result without the
 * help of the room that made it. */
#include <assert.h>
#include <digestbump/base/memory.h>
#include <digestbump/edit/edit.h>
#include <digestbump/image/digest.h>
#include <digestbump/scan/format.h>
#include <digestbump/scan/scan.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { PINS_TRIED_MOST = 500 };

struct trial {
	struct tree *before;
	struct tree *after;
	const struct config *config;
	struct scan *scan;
	struct verdict verdicts[PINS_TRIED_MOST];
	const struct verdict *wishes[PINS_TRIED_MOST];
	size_t count;
};

/* Another digest than the one before; now and then of the other algorithm. */
static char *other_digest(const struct pin *pin, size_t index)
{
	static const char hex[] = "0123456789abcdef";
	bool is_long = strncmp(pin->pinned, "sha512:", 7) == 0;

	if (!pin->bare && index % 3 == 2)
		is_long = !is_long;
	char *digest = must_copy(pin->pinned);
	size_t length = is_long ? SHA512_HEX : SHA256_HEX;

	digest = must_resize(digest, DIGEST_BYTES_MOST + 1);
	memcpy(digest, is_long ? "sha512:" : "sha256:", 7);
	for (size_t i = 0; i < length; i++)
		digest[7 + i] = hex[(i * 7 + index + (pin->pinned[7] == hex[index % 16])) % 16];
	digest[7 + length] = '\0';
	return digest;
}

static void wish_for_all(struct trial *trial)
{
	for (size_t i = 0; i < trial->scan->pins.count && trial->count < PINS_TRIED_MOST; i++) {
		const struct pin *pin = trial->scan->pins.items[i];
		struct verdict *verdict = &trial->verdicts[trial->count];

		if (!pin_is_updatable(pin))
			continue;
		*verdict = (struct verdict){ .pin = pin, .code = VERDICT_BUMP };
		verdict->to = other_digest(pin, trial->count);
		trial->wishes[trial->count++] = verdict;
	}
}

/* Takes `length` bytes of both that must be the same. */
static void take_equal(struct slice *before, struct slice *after, size_t length)
{
	assert(before->size >= length && after->size >= length);
	assert(!length || memcmp(before->at, after->at, length) == 0);
	*before = (struct slice){ before->at + length, before->size - length };
	*after = (struct slice){ after->at + length, after->size - length };
}

/* Everything but the digests is byte for byte what it was. */
static void check_bytes(const struct trial *trial, const struct edit *edit)
{
	struct slice before = text_slice(edit->before);
	struct slice after = text_slice(edit->after);

	for (size_t i = 0; i < trial->count; i++) {
		const struct verdict *wish = trial->wishes[i];
		const struct range at = wish->pin->digest;
		const char *to = wish->pin->bare ? digest_hex(wish->to) : wish->to;

		if (strcmp(wish->pin->path, edit->path) != 0)
			continue;
		take_equal(&before, &after, at.at - (edit->before->size - before.size));
		assert(slice_starts(after, to));
		before = (struct slice){ before.at + at.length, before.size - at.length };
		after = (struct slice){ after.at + strlen(to), after.size - strlen(to) };
	}
	assert(before.size == after.size);
	take_equal(&before, &after, before.size);
}

/* A second scan sees exactly the new digests. */
static void check_scan(const struct trial *trial, const char *path)
{
	OWNED(scan) scan = NULL;
	OWNED(error) error = scan_file(&scan, trial->after, trial->config, path);
	size_t wish = 0;

	assert(!error && scan->pins.count == trial->scan->pins.count);
	for (size_t i = 0; i < scan->pins.count; i++) {
		const struct pin *old = trial->scan->pins.items[i];
		bool wished = wish < trial->count && trial->wishes[wish]->pin == old;
		const char *due = wished ? trial->wishes[wish]->to : old->pinned;
		const char *now = scan->pins.items[i]->pinned;

		assert(due == now || (due && now && strcmp(due, now) == 0));
		wish += wished;
	}
}

static void run(struct trial *trial, const char *path)
{
	OWNED(edits) edits = NULL;
	OWNED(error) error = NULL;

	wish_for_all(trial);
	error = edit_make(&edits, trial->before, trial->config, trial->wishes, trial->count);
	/* A digest that an operator of a variable compares with (${X#...}) changes
	 * more than itself: that such an edit is refused is what the proof is for. */
	assert(!error || error_kind(error) == ERROR_UNTRUSTED);
	for (size_t i = 0; edits && i < edits->count; i++) {
		check_bytes(trial, &edits->items[i]);
		tree_overlay_set(trial->after, edits->items[i].path,
				 text_slice(edits->items[i].after));
	}
	if (edits)
		check_scan(trial, path);
	for (size_t i = 0; i < trial->count; i++)
		free(trial->verdicts[i].to);
}

static char *adjacent(const char *path)
{
	const char *slash = strrchr(path, '/');

	return must_format("%.*s.env", slash ? (int)(slash - path) + 1 : 0, path);
}

/* Looks everywhere and writes everywhere. */
static struct config *everything(void)
{
	static const char text[] =
	    "finder: {paths: ['**'], write: ['**']}\n"
	    "patterns:\n"
	    "- {files: ['**'], match: '(?<image>[a-z/]+) (?<tag>\\w+) (?<digest>sha\\d+:\\w+)'}\n"
	    "- {files: ['**'], match: 'D=(?<digest>[0-9a-f]{64})', image: x, tag: y}\n";
	struct config *config = NULL;
	OWNED(error) failed = config_parse(&config, "fuzz", slice_of(text));

	assert(!failed);
	return config;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice rest = { (const char *)data, size };
	struct slice line;
	size_t end = 0;

	if (!slice_line(&line, &rest))
		return -1;
	OWNED_STRING path = slice_copy(line);
	OWNED_STRING values = adjacent(path);

	OWNED(tree) before = tree_overlay(NULL);
	OWNED(tree) after = tree_overlay(before);
	OWNED(scan) scan = NULL;
	OWNED(config) config = everything();
	bool has_values = slice_find(&end, rest, "\n\x1c\n");

	if (has_values)
		tree_overlay_set(before, values,
				 (struct slice){ rest.at + end + 3, rest.size - end - 3 });
	tree_overlay_set(before, path, (struct slice){ rest.at, has_values ? end + 1 : rest.size });
	OWNED(error) error = scan_file(&scan, before, config, path);
	struct trial *trial = must_alloc(sizeof(*trial));

	assert(!error);
	*trial = (struct trial){ before, after, config, .scan = scan };
	run(trial, path);
	free(trial);
	return 0;
}
