#include "formats.h"
#include <string.h>

/* A label in double quotes. Mermaid reads HTML and Markdown in it, and takes letters that
 * would be special as "#NUMBER;". */
static void add_label(struct text *out, const char *string)
{
	OWNED_STRING safe = text_safe(string);

	text_add_string(out, "\"");
	for (const char *at = safe; *at; at++)
		if (strchr("\"#&<>`*_~[](){}|\\;", *at))
			text_add_format(out, "#%d;", *at);
		else
			text_add(out, at, 1);
	text_add_string(out, "\"");
}

/* Nodes are numbered as the graph's builds: what waits may be in the plan, too. */
static size_t node(const struct rebuild_plan *plan, const struct build *build)
{
	return (size_t)(build - plan->graph->builds);
}

static void add_wave(struct text *out, const struct rebuild_plan *plan, size_t wave)
{
	text_add_format(out, "  subgraph wave%zu [\"wave %zu\"]\n", wave + 1, wave + 1);
	for (size_t i = 0; i < plan->waves[wave].count; i++) {
		const struct build *build = plan->items[plan->waves[wave].items[i]].build;

		text_add_format(out, "    n%zu[", node(plan, build));
		add_label(out, build->name);
		text_add_string(out, "]\n");
	}
	text_add_string(out, "  end\n");
}

static void add_later(struct text *out, const struct rebuild_plan *plan)
{
	for (size_t i = 0; i < plan->later_count; i++) {
		text_add_format(out, "  n%zu(", node(plan, plan->later[i].build));
		add_label(out, plan->later[i].build->name);
		text_add_string(out, ")\n");
		for (size_t k = 0; k < plan->later[i].after_count; k++)
			text_add_format(out, "  n%zu -.-> n%zu\n",
					node(plan, plan->later[i].after[k]),
					node(plan, plan->later[i].build));
	}
}

static void render(struct text *out, const struct rebuild_report *report)
{
	const struct rebuild_plan *plan = report->plan;

	text_add_string(out, "flowchart LR\n");
	for (size_t i = 0; i < plan->wave_count; i++)
		add_wave(out, plan, i);
	for (size_t i = 0; i < plan->count; i++)
		for (size_t k = 0; k < plan->items[i].need_count; k++)
			text_add_format(out, "  n%zu --> n%zu\n",
					node(plan, plan->items[plan->items[i].needs[k]].build),
					node(plan, plan->items[i].build));
	add_later(out, plan);
}

const struct rebuild_format rebuild_format_mermaid = { .name = "mermaid", .render = render };
