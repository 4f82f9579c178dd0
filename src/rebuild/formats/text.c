#include "formats.h"
#include <digestbump/rebuild/published.h>
#include <string.h>

static void add_name(struct text *out, const char *name)
{
	text_add_safe(out, slice_of(name));
}

static void add_reason(struct text *out, const struct rebuild_plan *plan,
		       const struct rebuild_reason *reason)
{
	OWNED_STRING from = short_version(reason->from);
	OWNED_STRING to = short_version(reason->to);

	text_add_string(out, "      ");
	switch (reason->cause) {
	case CAUSE_PIN:
		add_name(out, reason->image);
		text_add_string(out, " ");
		add_name(out, from);
		text_add_string(out, " -> ");
		add_name(out, to);
		text_add_string(out, "  (");
		add_name(out, reason->path);
		text_add_format(out, ":%u)", reason->line);
		break;
	case CAUSE_NEED:
		text_add_string(out, "needs ");
		add_name(out, plan->items[reason->need].build->name);
		break;
	case CAUSE_NEW:
		text_add_string(out, "new");
		break;
	case CAUSE_STALE:
		text_add_string(out, "what is published was built on an older base");
		break;
	}
	text_add_string(out, "\n");
}

static bool has_own_name(const struct build *build)
{
	return strncmp(build->name, build->path, strlen(build->path)) != 0;
}

static void add_item(struct text *out, const struct rebuild_report *report, size_t index)
{
	const struct rebuild *item = &report->plan->items[index];

	text_add_string(out, "  ");
	add_name(out, item->build->name);
	if (has_own_name(item->build)) {
		text_add_string(out, "  ");
		if (report->directories) {
			add_name(out, report->directories->items[item->build->tree]);
			text_add_string(out, "/");
		}
		add_name(out, item->build->path);
		if (item->build->target) {
			text_add_string(out, "#");
			add_name(out, item->build->target);
		}
	}
	text_add_string(out, "\n");
	for (size_t i = 0; i < item->because_count; i++)
		add_reason(out, report->plan, &item->because[i]);
}

static void add_later(struct text *out, const struct rebuild_plan *plan)
{
	if (plan->later_count)
		text_add_string(out, "\nlater, when the pin on a new publication is bumped\n");
	for (size_t i = 0; i < plan->later_count; i++) {
		text_add_string(out, "  ");
		add_name(out, plan->later[i].build->name);
		text_add_string(out, " after ");
		for (size_t k = 0; k < plan->later[i].after_count; k++) {
			text_add_string(out, k ? ", " : "");
			add_name(out, plan->later[i].after[k]->name);
		}
		text_add_string(out, "\n");
	}
}

static void add_cycles(struct text *out, const struct rebuild_plan *plan)
{
	if (plan->cycle_count)
		text_add_string(out, "\ncycles: these need each other or themselves, and are built "
				     "once\n");
	for (size_t i = 0; i < plan->cycle_count; i++) {
		text_add_string(out, "  ");
		for (size_t k = 0; k < plan->cycles[i].count; k++) {
			text_add_string(out, k ? ", " : "");
			add_name(out, plan->items[plan->cycles[i].items[k]].build->name);
		}
		text_add_string(out, "\n");
	}
}

static void add_unknown(struct text *out, const struct image_graph *graph)
{
	if (graph->unknown_count)
		text_add_string(out, "\nunknown\n");
	for (size_t i = 0; i < graph->unknown_count; i++) {
		const struct unknown_build *unknown = &graph->unknown[i];

		text_add_string(out, "  ");
		add_name(out, unknown->path);
		if (unknown->line)
			text_add_format(out, ":%u", unknown->line);
		text_add_string(out, ": ");
		add_name(out, unknown->reason);
		text_add_format(out, " (%s)\n", unknown->code);
	}
}

static void add_published(struct text *out, const struct rebuild *item)
{
	const struct published_image *published = item->published;

	text_add_format(out, "  %-8s ", published_state_name(published->state));
	add_name(out, item->build->name);
	for (size_t i = 0; i < published->built_count; i++) {
		OWNED_STRING digest = short_version(published->built[i].digest);

		text_add_string(out, i ? ", " : "  built on ");
		add_name(out, published->built[i].image);
		text_add_format(out, " %s", digest);
	}
	if (published->evidence)
		text_add_format(out, "  (%s)", published->evidence);
	if (published->reason) {
		text_add_string(out, "\n           ");
		add_name(out, published->reason);
	}
	text_add_string(out, "\n");
}

static void add_all_published(struct text *out, const struct rebuild_plan *plan)
{
	bool is_first = true;

	for (size_t i = 0; i < plan->count; i++) {
		if (!plan->items[i].published)
			continue;
		text_add_string(out, is_first ? "\npublished\n" : "");
		is_first = false;
		add_published(out, &plan->items[i]);
	}
}

static size_t count_builds(const struct rebuild_plan *plan)
{
	size_t count = 0;

	for (size_t i = 0; i < plan->wave_count; i++)
		count += plan->waves[i].count;
	return count;
}

static void add_summary(struct text *out, const struct rebuild_report *report)
{
	const struct rebuild_plan *plan = report->plan;
	size_t count = count_builds(plan);

	if (!count)
		text_add_string(out, "nothing to build");
	else
		text_add_format(out, "%zu image%s to build in %zu wave%s", count,
				count == 1 ? "" : "s", plan->wave_count,
				plan->wave_count == 1 ? "" : "s");
	if (report->range && report->range->from && !report->directories) {
		OWNED_STRING from = short_commit(report->range->from);
		OWNED_STRING to = short_commit(report->range->to);

		text_add_format(out, " (%s..%s)", from, to);
	}
	text_add_string(out, "\n");
}

static void render(struct text *out, const struct rebuild_report *report)
{
	const struct rebuild_plan *plan = report->plan;

	add_summary(out, report);
	for (size_t i = 0; i < plan->wave_count; i++) {
		text_add_format(out, "\nwave %zu\n", i + 1);
		for (size_t k = 0; k < plan->waves[i].count; k++)
			add_item(out, report, plan->waves[i].items[k]);
	}
	add_all_published(out, plan);
	add_later(out, plan);
	add_cycles(out, plan);
	add_unknown(out, plan->graph);
}

const struct rebuild_format rebuild_format_text = { .name = "text", .render = render };
