#include "formats.h"

/* A quoted string of DOT: only '"' and '\' are special in it. */
static void add_dot_string(struct text *out, const char *string)
{
	OWNED_STRING safe = text_safe(string);

	text_add_string(out, "\"");
	for (const char *at = safe; *at; at++) {
		if (*at == '"' || *at == '\\')
			text_add_string(out, "\\");
		text_add(out, at, 1);
	}
	text_add_string(out, "\"");
}

static void add_wave(struct text *out, const struct rebuild_plan *plan, size_t wave)
{
	text_add_format(out, "  subgraph cluster_%zu {\n    label=\"wave %zu\"\n", wave + 1,
			wave + 1);
	for (size_t i = 0; i < plan->waves[wave].count; i++) {
		text_add_string(out, "    ");
		add_dot_string(out, plan->items[plan->waves[wave].items[i]].build->name);
		text_add_string(out, "\n");
	}
	text_add_string(out, "  }\n");
}

static void add_edge(struct text *out, const char *from, const char *to, const char *style)
{
	text_add_string(out, "  ");
	add_dot_string(out, from);
	text_add_string(out, " -> ");
	add_dot_string(out, to);
	text_add_format(out, "%s\n", style);
}

static void render(struct text *out, const struct rebuild_report *report)
{
	const struct rebuild_plan *plan = report->plan;

	text_add_string(out, "digraph rebuild {\n  rankdir=LR\n  node [shape=box]\n");
	for (size_t i = 0; i < plan->wave_count; i++)
		add_wave(out, plan, i);
	for (size_t i = 0; i < plan->count; i++)
		for (size_t k = 0; k < plan->items[i].need_count; k++)
			add_edge(out, plan->items[plan->items[i].needs[k]].build->name,
				 plan->items[i].build->name, "");
	for (size_t i = 0; i < plan->later_count; i++)
		for (size_t k = 0; k < plan->later[i].after_count; k++)
			add_edge(out, plan->later[i].after[k]->name, plan->later[i].build->name,
				 " [style=dashed]");
	text_add_string(out, "}\n");
}

const struct rebuild_format rebuild_format_dot = { .name = "dot", .render = render };
