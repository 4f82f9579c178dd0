#include "formats.h"
#include <digestbump/base/memory.h>
#include <string.h>

/* A child pipeline: a stage for each wave, a job for each build. */

enum {
	/* GitLab refuses jobs with more needs (gitlab-org/gitlab issue 419720), and makes no
	 * pipeline at all, without a message, of longer job names that are needed (362262). */
	NEEDS_MOST = 50,
	JOB_NAME_BYTES_MOST = 128,
};

/* Job names are the builds' own, where they are short enough. */
static struct strings *job_names(const struct rebuild_plan *plan)
{
	struct strings *names = strings_new();
	OWNED(strings) plain = short_names(plan, "./_", JOB_NAME_BYTES_MOST - 8);

	for (size_t i = 0; i < plan->count; i++) {
		const char *name = plan->items[i].build->name;
		OWNED_STRING job = must_format("build %s", name);

		if (strlen(job) > JOB_NAME_BYTES_MOST)
			name = plain->items[i];
		strings_take(names, must_format("build %s", name));
	}
	return names;
}

/* GitLab expands "$NAME" in values of variables. */
static void add_value(struct text *out, const char *value)
{
	OWNED(text) escaped = text_new(0);

	for (; *value; value++) {
		text_add_string(escaped, *value == '$' ? "$" : "");
		text_add(escaped, value, 1);
	}
	OWNED_STRING string = text_take(pass_on(&escaped));

	add_json_string(out, string);
}

/* Without `needs` a job waits for all earlier stages: for more needs than may be, and for
 * a part of a cycle, that is the same order. */
static void add_needs(struct text *out, const struct rebuild_plan *plan, const struct rebuild *item,
		      const struct strings *names)
{
	if (!item->need_count || item->need_count > NEEDS_MOST)
		return;
	for (size_t i = 0; i < item->need_count; i++)
		if (is_in_own_wave(plan, item, item->needs[i]))
			return;
	text_add_string(out, "  needs:\n");
	for (size_t i = 0; i < item->need_count; i++) {
		text_add_string(out, "    - ");
		add_json_string(out, names->items[item->needs[i]]);
		text_add_string(out, "\n");
	}
}

static void add_job(struct text *out, const struct rebuild_report *report, size_t index,
		    const struct strings *names)
{
	const struct rebuild *item = &report->plan->items[index];

	text_add_string(out, "\n");
	add_json_string(out, names->items[index]);
	text_add_format(out, ":\n  extends: .digestbump-build\n  stage: wave-%zu\n",
			item->wave + 1);
	add_needs(out, report->plan, item, names);
	text_add_string(out, "  variables:\n");
	for (int i = 0; i < JOB_VALUES; i++) {
		OWNED_STRING value = job_value(report, item, (enum job_value)i);

		text_add_format(out, "    %s: ", job_value_name((enum job_value)i));
		add_value(out, value);
		text_add_string(out, "\n");
	}
}

static void add_template(struct text *out)
{
	text_add_string(out, "\n# A file that is included behind this one may set its own.\n"
			     ".digestbump-build:\n  script:\n    - |\n");
	for (size_t i = 0; build_script[i]; i++)
		text_add_format(out, "      %s\n", build_script[i]);
}

static void render(struct text *out, const struct rebuild_report *report)
{
	const struct rebuild_plan *plan = report->plan;
	OWNED(strings) names = job_names(plan);

	text_add_string(out, "# Written by `digestbump rebuild --format gitlab`.\n");
	if (!plan->wave_count) {
		text_add_string(out, "nothing to build:\n  script:\n    - echo nothing to build\n");
		return;
	}
	text_add_string(out, "stages:\n");
	for (size_t i = 0; i < plan->wave_count; i++)
		text_add_format(out, "  - wave-%zu\n", i + 1);
	add_template(out);
	for (size_t i = 0; i < plan->wave_count; i++)
		for (size_t k = 0; k < plan->waves[i].count; k++)
			add_job(out, report, plan->waves[i].items[k], names);
}

const struct rebuild_format rebuild_format_gitlab = { .name = "gitlab", .render = render };
