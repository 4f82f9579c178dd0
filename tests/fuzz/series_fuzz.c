/* A series (its first letter says of which kind, its first line is its text), the
 * written tag, and the tags of a repository: a line each. */
#include <digestbump/base/memory.h>
#include <digestbump/base/strings.h>
#include <digestbump/base/text.h>
#include <digestbump/image/tag_series.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char *next_line(struct slice *rest)
{
	struct slice line = { "", 0 };

	slice_line(&line, rest);
	return slice_copy(line);
}

static struct series *series_of(uint8_t letter, const char *text)
{
	const struct series_options options = {
		.kind = (enum series_kind)(letter % 3),
		.order = (enum series_order)(letter / 3 % 2),
		.prereleases = letter & 0x40,
		.suffix = letter & 0x20 ? "-alpine" : NULL,
		.text = text,
	};
	struct series *series = NULL;

	error_free(series_new(&series, &options));
	return series;
}

/* What was chosen is of the series, and not above itself. */
static void check(const struct series *series, const char *written, const struct strings *tags)
{
	const char *next = NULL;
	enum series_choice choice = series_choose(&next, series, written, tags);

	if (!next != (choice == SERIES_CURRENT || choice == SERIES_INCOMPARABLE))
		__builtin_trap();
	if (choice != SERIES_NEWER)
		return;
	OWNED(strings) alone = strings_new();

	strings_add(alone, next);
	if (series_choose(&next, series, alone->items[0], alone) != SERIES_CURRENT)
		__builtin_trap();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (!size)
		return 0;
	struct slice rest = { (const char *)data + 1, size - 1 };
	OWNED_STRING text = next_line(&rest);
	OWNED_STRING written = next_line(&rest);
	OWNED(strings) tags = strings_new();
	OWNED(series) series = series_of(data[0], text);
	struct slice line;

	while (slice_line(&line, &rest))
		strings_take(tags, slice_copy(line));
	if (series)
		check(series, written, tags);
	return 0;
}
