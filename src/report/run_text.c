#include "color.h"
#include "references.h"
#include <digestbump/base/memory.h>
#include <digestbump/image/digest.h>
#include <string.h>

enum { CODE_WIDTH = 15, STATE_WIDTH = 11 };

static const enum color verdict_colors[] = {
	[VERDICT_CURRENT] = COLOR_GREEN,
	[VERDICT_BUMP] = COLOR_CYAN,
	[VERDICT_RESCUE] = COLOR_RED,
	[VERDICT_HELD_AGE] = COLOR_YELLOW,
	[VERDICT_HELD_PLATFORM] = COLOR_YELLOW,
	[VERDICT_HELD_SIGNATURE] = COLOR_YELLOW,
	[VERDICT_HELD_DOWNGRADE] = COLOR_YELLOW,
	[VERDICT_IGNORED] = COLOR_DIM,
	[VERDICT_UNPINNED] = COLOR_YELLOW,
	[VERDICT_UNTRACKED] = COLOR_YELLOW,
	[VERDICT_ABSENT] = COLOR_RED,
	[VERDICT_DENIED] = COLOR_RED,
	[VERDICT_LIMITED] = COLOR_RED,
	[VERDICT_FAILED] = COLOR_RED,
	[VERDICT_UNSUPPORTED] = COLOR_RED,
};

/* The image that a verdict is listed under; what a variable hides stands as it
 * is written. */
static const char *name_of(const struct verdict *verdict)
{
	return verdict->pin->image ? verdict->pin->image->name : verdict->pin->raw;
}

/* Verdicts that are shown in one row: they differ only in the place. */
static bool same_row(const struct verdict *a, const struct verdict *b)
{
	return a->code == b->code && string_is(name_of(a), name_of(b)) &&
	       string_is(a->tag, b->tag) && string_is(a->pin->pinned, b->pin->pinned) &&
	       string_is(a->to, b->to) && string_is(a->to_tag, b->to_tag) &&
	       string_is(a->reason, b->reason) && string_is(a->hint, b->hint);
}

static int order(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "");
}

static int compare(const void *left, const void *right)
{
	const struct verdict *a = *(const struct verdict *const *)left;
	const struct verdict *b = *(const struct verdict *const *)right;
	int by_name = order(name_of(a), name_of(b));

	if (by_name)
		return by_name;
	if (a->code != b->code)
		return a->code < b->code ? -1 : 1;
	const int rest[] = { order(a->tag, b->tag),       order(a->pin->pinned, b->pin->pinned),
			     order(a->to, b->to),         order(a->to_tag, b->to_tag),
			     order(a->reason, b->reason), order(a->hint, b->hint) };

	for (size_t i = 0; i < sizeof(rest) / sizeof(*rest); i++)
		if (rest[i])
			return rest[i];
	return a < b ? -1 : a > b; /* both point into one array: the pins' own order */
}

/* "3.20  1a2b3c4 -> 9f8e7d6", as far as it is known. */
static void add_digests(struct text *out, const struct verdict *verdict, const struct style *style)
{
	const char *tag = verdict->tag ? verdict->tag : "";

	add_colored(out, style, COLOR_BOLD, tag, 0);
	if (verdict->pin->pinned) {
		OWNED_STRING from = digest_short(verdict->pin->pinned);

		text_add_format(out, "%s%s", *tag ? "  " : "", from);
	}
	if (verdict->to) {
		OWNED_STRING to = digest_short(verdict->to);

		text_add_format(out, " -> %s%s%s", verdict->to_tag ? verdict->to_tag : "",
				verdict->to_tag ? "  " : "", to);
	}
}

/* What needs nothing is counted, not listed, unless asked for. */
static bool lists_places(const struct verdict *verdict, const struct style *style)
{
	return style->verbose || verdict->hint ||
	       (verdict->code != VERDICT_CURRENT && verdict->code != VERDICT_IGNORED);
}

static void add_places(struct report_stream *stream, const struct verdict *const *row, size_t count,
		       const struct style *style)
{
	struct text *out = &stream->text;

	if (!lists_places(row[0], style)) {
		text_add_format(out, "  (%zu place%s)\n", count, count == 1 ? "" : "s");
		return;
	}
	text_add_string(out, "\n");
	for (size_t i = 0; i < count; i++) {
		OWNED_STRING place = must_format("%s:%u", row[i]->pin->path, row[i]->pin->line);

		text_add_format(out, "  %*s", CODE_WIDTH, "");
		add_colored(out, style, COLOR_PLAIN, place, 0);
		text_add_string(out, "\n");
		report_stream_row(stream);
	}
}

static bool tells_reason(const struct verdict *verdict, const struct style *style)
{
	return style->verbose ||
	       (verdict->code != VERDICT_CURRENT && verdict->code != VERDICT_BUMP);
}

static void add_remark(struct text *out, const char *remark, const struct style *style)
{
	text_add_format(out, "  %*s", CODE_WIDTH, "");
	add_colored(out, style, COLOR_DIM, remark, 0);
	text_add_string(out, "\n");
}

static void add_row(struct report_stream *stream, const struct verdict *const *row, size_t count,
		    const struct style *style)
{
	struct text *out = &stream->text;

	text_add_string(out, "  ");
	add_colored(out, style, verdict_colors[row[0]->code], verdict_name(row[0]->code),
		    CODE_WIDTH);
	add_digests(out, row[0], style);
	add_places(stream, row, count, style);
	if (tells_reason(row[0], style))
		add_remark(out, row[0]->reason, style);
	if (row[0]->hint)
		add_remark(out, row[0]->hint, style);
}

/* Gives pointers to the verdicts in the order of the table. */
static const struct verdict **sorted(const struct verdicts *verdicts)
{
	const struct verdict **list = must_alloc(verdicts->count * sizeof(struct verdict *));

	for (size_t i = 0; i < verdicts->count; i++)
		list[i] = &verdicts->items[i];
	if (verdicts->count)
		qsort(list, verdicts->count, sizeof(struct verdict *), compare);
	return list;
}

static void add_table(struct report_stream *stream, const struct verdicts *verdicts,
		      const struct style *style)
{
	const struct verdict **list = sorted(verdicts);
	const char *name = NULL;

	for (size_t i = 0, next; i < verdicts->count; i = next) {
		for (next = i + 1; next < verdicts->count && same_row(list[i], list[next]);)
			next++;
		if (!name || strcmp(name, name_of(list[i])) != 0) {
			name = name_of(list[i]);
			add_colored(&stream->text, style, COLOR_BOLD, name, 0);
			text_add_string(&stream->text, "\n");
		}
		add_row(stream, list + i, next - i, style);
	}
	free(list);
}

static enum color state_color(const struct published *item)
{
	if (item->state == STATE_FAILED)
		return COLOR_RED;
	bool needs_attention = item->state == STATE_HUMAN || item->state == STATE_LIMITED ||
			       item->state == STATE_KEPT || item->state == STATE_DECLINED;

	return needs_attention ? COLOR_YELLOW : COLOR_GREEN;
}

static void add_branch(struct text *out, const struct published *item, const struct style *style)
{
	text_add_string(out, "  ");
	add_colored(out, style, state_color(item), branch_state_name(item->state), STATE_WIDTH);
	add_colored(out, style, COLOR_BOLD, item->branch, 0);
	if (item->commit)
		text_add_format(out, "  %.7s", item->commit);
	if (item->bump) {
		text_add_string(out, "  ");
		add_colored(out, style, COLOR_PLAIN, item->bump->title, 0);
	}
	if (item->reason) {
		text_add_string(out, "\n             ");
		add_colored(out, style, COLOR_PLAIN, item->reason, 0);
	}
	text_add_string(out, "\n");
}

static void add_branches(struct report_stream *stream, const struct publication *publication,
			 const struct style *style)
{
	if (publication->count)
		text_add_string(&stream->text, "branches\n");
	for (size_t i = 0; i < publication->count; i++) {
		add_branch(&stream->text, &publication->items[i], style);
		report_stream_row(stream);
	}
}

static const char *plural(size_t count, const char *one, const char *many)
{
	return count == 1 ? one : many;
}

static size_t pinned_count(const struct verdicts *verdicts)
{
	size_t count = 0;

	for (size_t i = 0; i < verdicts->count; i++)
		count += verdicts->items[i].pin->pinned != NULL;
	return count;
}

static void add_counts(struct text *out, const struct verdicts *verdicts)
{
	const char *between = ": ";

	add_reference_count(out, verdicts->count, pinned_count(verdicts));
	for (enum verdict_code code = 0; code < VERDICT_CODES; code++) {
		if (!verdicts->of[code])
			continue;
		text_add_format(out, "%s%zu %s", between, verdicts->of[code], verdict_name(code));
		between = ", ";
	}
}

/* Branches that this run made, moved or deleted. */
static size_t changed_branches(const struct publication *publication)
{
	size_t count = 0;

	for (size_t i = 0; i < publication->count; i++)
		switch (publication->items[i].state) {
		case STATE_CREATED:
		case STATE_UPDATED:
		case STATE_LOCAL:
		case STATE_DELETED:
			count++;
			break;
		default:
			break;
		}
	return count;
}

static void add_published(struct text *out, const struct publication *publication)
{
	size_t count = changed_branches(publication);

	if (count)
		text_add_format(out, "; %zu %s changed", count,
				plural(count, "branch", "branches"));
	else
		text_add_string(out, "; nothing to do");
	if (publication->human)
		text_add_format(out,
				"; %zu changed by somebody else, not counted by branches.limit",
				publication->human);
}

static size_t edits_done(const struct edits *edits)
{
	size_t count = 0;

	for (size_t i = 0; i < edits->count; i++)
		count += !edits->items[i].error;
	return count;
}

/* What was done, or would be. */
static void add_outcome(struct text *out, const struct run_result *result)
{
	size_t files = result->edits ? result->edits->count : 0;

	if (result->publication)
		add_published(out, result->publication);
	else if (!files)
		text_add_string(out, "; nothing to do");
	else if (result->written)
		text_add_format(out, "; %zu of %zu %s written", edits_done(result->edits), files,
				plural(files, "file", "files"));
	else
		text_add_format(out, "; %zu %s would change on %zu %s", files,
				plural(files, "file", "files"), result->plan->count,
				plural(result->plan->count, "branch", "branches"));
}

void report_run_text(struct report_stream *stream, const struct run_result *result,
		     const struct style *style)
{
	add_table(stream, result->verdicts, style);
	add_skips(stream, &result->scan->skips, style);
	if (result->publication)
		add_branches(stream, result->publication, style);
	if (result->edits && !result->written)
		report_diff(stream, result->edits, style);

	struct text *out = &stream->text;

	add_counts(out, result->verdicts);
	text_add_format(out, " (%zu question%s, %u request%s)", result->question_count,
			plural(result->question_count, "", "s"), result->request_count,
			plural(result->request_count, "", "s"));
	add_outcome(out, result);
	text_add_string(out, "\n");
}
