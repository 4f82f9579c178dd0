#include "formats.h"
#include <digestbump/base/memory.h>

/* One line, so that a step may write it to $GITHUB_OUTPUT as it is:
 *     {"count":3,"waves":[{"wave":1,"count":2,"matrix":{"include":[{"name":...},...]}},...]}
 * A wave with more builds than one matrix may have (256, a limit of GitHub's) stands there
 * in several pieces, one behind the other. An empty plan has no wave, and so no empty
 * matrix, which GitHub refuses: ask for `count` first. */

/* The keys of a job, in the order of job_value. */
static const char *const keys[JOB_VALUES] = {
	[JOB_NAME] = "name",       [JOB_FILE] = "file",           [JOB_TARGET] = "target",
	[JOB_CONTEXT] = "context", [JOB_PLATFORMS] = "platforms", [JOB_TAGS] = "tags",
	[JOB_ARGS] = "args",       [JOB_REVISION] = "revision",
};

/* docker/build-push-action wants a reference on each line; a shell does not mind. */
static void put_on_lines(char *tags)
{
	for (; *tags; tags++)
		if (*tags == ' ')
			*tags = '\n';
}

static void add_job(struct text *out, const struct rebuild_report *report,
		    const struct rebuild *item)
{
	for (int i = 0; i < JOB_VALUES; i++) {
		OWNED_STRING value = job_value(report, item, (enum job_value)i);

		if (i == JOB_TAGS)
			put_on_lines(value);
		text_add_format(out, "%s\"%s\":", i ? "," : "{", keys[i]);
		add_json_string(out, value);
	}
	text_add_string(out, "}");
}

/* Adds the items [first, end) of a wave. */
static void add_piece(struct text *out, const struct rebuild_report *report, size_t wave,
		      struct rebuild_group piece)
{
	text_add_format(out, "{\"wave\":%zu,\"count\":%zu,\"matrix\":{\"include\":[", wave + 1,
			piece.count);
	for (size_t i = 0; i < piece.count; i++) {
		text_add_string(out, i ? "," : "");
		add_job(out, report, &report->plan->items[piece.items[i]]);
	}
	text_add_string(out, "]}}");
}

static void add_wave(struct text *out, const struct rebuild_report *report, size_t wave)
{
	const struct rebuild_group *group = &report->plan->waves[wave];

	for (size_t i = 0; i < group->count; i += report->jobs_most) {
		size_t rest = group->count - i;
		struct rebuild_group piece = {
			.items = group->items + i,
			.count = rest < report->jobs_most ? rest : report->jobs_most,
		};

		text_add_string(out, wave || i ? "," : "");
		add_piece(out, report, wave, piece);
	}
}

static size_t count_items(const struct rebuild_plan *plan)
{
	size_t count = 0;

	for (size_t i = 0; i < plan->wave_count; i++)
		count += plan->waves[i].count;
	return count;
}

static void render(struct text *out, const struct rebuild_report *report)
{
	const struct rebuild_plan *plan = report->plan;

	text_add_format(out, "{\"count\":%zu,\"waves\":[", count_items(plan));
	for (size_t i = 0; i < plan->wave_count; i++)
		add_wave(out, report, i);
	text_add_string(out, "]}\n");
}

const struct rebuild_format rebuild_format_github = { .name = "github", .render = render };
