#include "formats.h"
#include <ctype.h>
#include <digestbump/base/memory.h>

/* A PipelineRun: `kubectl create -f -`. Each task refers to the user's own Task
 * "digestbump-build", which takes the parameters of format.h in small letters. */

enum { TASK_NAME_BYTES_MOST = 63 }; /* a DNS label */

static void add_parameters(struct text *out, const struct rebuild_report *report,
			   const struct rebuild *item)
{
	text_add_string(out, "        params:\n");
	for (int i = 0; i < JOB_VALUES; i++) {
		OWNED_STRING value = job_value(report, item, (enum job_value)i);

		text_add_string(out, "          - name: ");
		for (const char *at = job_value_name((enum job_value)i); *at; at++)
			text_add_format(out, "%c", tolower(*at));
		text_add_string(out, "\n            value: ");
		add_json_string(out, value);
		text_add_string(out, "\n");
	}
}

static void add_task(struct text *out, const struct rebuild_report *report, size_t index,
		     const struct strings *names)
{
	const struct rebuild_plan *plan = report->plan;
	const struct rebuild *item = &plan->items[index];

	text_add_format(out,
			"      - name: %s\n        taskRef:\n          name: digestbump-build\n",
			names->items[index]);
	add_needs_list(out, plan, item, names, "        runAfter: [");
	add_parameters(out, report, item);
}

static void render(struct text *out, const struct rebuild_report *report)
{
	const struct rebuild_plan *plan = report->plan;
	OWNED(strings) names = short_names(plan, "", TASK_NAME_BYTES_MOST);

	text_add_string(out, "# Written by `digestbump rebuild --format tekton`.\n");
	if (!plan->wave_count) {
		text_add_string(out, "# Nothing to build.\n");
		return;
	}
	text_add_string(out, "apiVersion: tekton.dev/v1\nkind: PipelineRun\nmetadata:\n"
			     "  generateName: rebuild-\nspec:\n  pipelineSpec:\n    tasks:\n");
	for (size_t i = 0; i < plan->wave_count; i++)
		for (size_t k = 0; k < plan->waves[i].count; k++)
			add_task(out, report, plan->waves[i].items[k], names);
}

const struct rebuild_format rebuild_format_tekton = { .name = "tekton", .render = render };
