#include <assert.h>
#include <digestbump/base/memory.h>
#include <digestbump/base/quote.h>
#include <digestbump/edit/diff.h>
#include <string.h>

enum { CONTEXT_LINES = 3 };

/* A file's lines, each with its line end. */
struct lines {
	struct slice *items;
	size_t count;
};

static struct lines split(struct slice bytes)
{
	struct lines lines = { 0 };

	while (bytes.size) {
		const char *end = memchr(bytes.at, '\n', bytes.size);
		size_t size = end ? (size_t)(end - bytes.at) + 1 : bytes.size;

		lines.items = must_grow(lines.items, lines.count, sizeof(*lines.items));
		lines.items[lines.count++] = (struct slice){ bytes.at, size };
		bytes = (struct slice){ bytes.at + size, bytes.size - size };
	}
	return lines;
}

/* ---- names ---- */

/* git and GNU patch end a name at a tab: without one, at a blank. */
static void add_name_line(struct text *out, const char *sign, const char *prefix, const char *path)
{
	text_add_string(out, sign);
	text_add_path(out, prefix, path, "");
	text_add_string(out, strchr(path, ' ') ? "\t\n" : "\n");
}

static void add_header(struct text *out, const char *path)
{
	text_add_string(out, "diff --git ");
	text_add_path(out, "a/", path, "");
	text_add_string(out, " ");
	text_add_path(out, "b/", path, "");
	text_add_string(out, "\n");
	add_name_line(out, "--- ", "a/", path);
	add_name_line(out, "+++ ", "b/", path);
}

/* ---- hunks ---- */

struct pair {
	struct lines before;
	struct lines after;
};

static bool is_changed(const struct pair *pair, size_t line)
{
	struct slice a = pair->before.items[line];
	struct slice b = pair->after.items[line];

	return a.size != b.size || memcmp(a.at, b.at, a.size) != 0;
}

/* The first changed line from `line` on, or the number of lines. */
static size_t next_change(const struct pair *pair, size_t line)
{
	while (line < pair->before.count && !is_changed(pair, line))
		line++;
	return line;
}

/* The line behind a hunk that begins with the change at `first`: changes whose
 * contexts touch are one hunk. */
static size_t hunk_end(const struct pair *pair, size_t first)
{
	size_t last = first;

	for (size_t next; (next = next_change(pair, last + 1)) < pair->before.count; last = next)
		if (next - last > 2 * CONTEXT_LINES + 1)
			break;
	size_t end = last + 1 + CONTEXT_LINES;

	return end < pair->before.count ? end : pair->before.count;
}

static void add_line(struct text *out, char sign, struct slice line)
{
	text_add(out, &sign, 1);
	text_add(out, line.at, line.size);
	if (!slice_ends(line, "\n"))
		text_add_string(out, "\n\\ No newline at end of file\n");
}

/* The changed lines from `line` on: all old ones, then all new ones. Gives the
 * line behind them. */
static size_t add_changes(struct text *out, const struct pair *pair, size_t line)
{
	size_t end = line;

	while (end < pair->before.count && is_changed(pair, end))
		end++;
	for (size_t i = line; i < end; i++)
		add_line(out, '-', pair->before.items[i]);
	for (size_t i = line; i < end; i++)
		add_line(out, '+', pair->after.items[i]);
	return end;
}

static void add_range(struct text *out, char sign, size_t start, size_t count)
{
	text_add_format(out, "%c%zu", sign, start + 1);
	if (count != 1)
		text_add_format(out, ",%zu", count);
	text_add(out, " ", 1);
}

static void add_hunk(struct text *out, const struct pair *pair, size_t start, size_t end)
{
	text_add_string(out, "@@ ");
	add_range(out, '-', start, end - start);
	add_range(out, '+', start, end - start);
	text_add_string(out, "@@\n");
	for (size_t line = start; line < end;) {
		if (is_changed(pair, line))
			line = add_changes(out, pair, line);
		else
			add_line(out, ' ', pair->before.items[line++]);
	}
}

void diff_add(struct text *out, const struct edit *edit)
{
	struct pair pair = { split(text_slice(edit->before)), split(text_slice(edit->after)) };

	assert(pair.before.count == pair.after.count);
	size_t change = next_change(&pair, 0);

	if (change < pair.before.count)
		add_header(out, edit->path);
	while (change < pair.before.count) {
		size_t start = change > CONTEXT_LINES ? change - CONTEXT_LINES : 0;
		size_t end = hunk_end(&pair, change);

		add_hunk(out, &pair, start, end);
		change = next_change(&pair, end);
	}
	free(pair.before.items);
	free(pair.after.items);
}
