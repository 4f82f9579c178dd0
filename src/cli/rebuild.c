#include "output.h"
#include "rebuild_published.h"
#include <digestbump/base/memory.h>
#include <digestbump/image/platform.h>
#include <digestbump/rebuild/format.h>
#include <digestbump/rebuild/trailers.h>
#include <string.h>

/* GitHub's limit for one matrix. */
enum { MATRIX_JOBS = 256 };

/* ---- what is asked for ---- */

/* Sets the platforms from a list with commas, spelled as the graph spells them. */
static struct error *set_platforms(struct strings *out, const char *list)
{
	while (list && *list) {
		size_t size = strcspn(list, ",");
		OWNED_STRING word = must_copy_bytes(list, size);
		struct platform platform;

		TRY(error_as(ERROR_USAGE,
			     error_wrap(platform_parse(&platform, word), "'--platforms'")));
		OWNED_STRING text = platform_text(&platform);

		strings_add_new(out, text);
		list += size + (list[size] == ',');
	}
	return NULL;
}

static struct error *check_options(const struct options *options)
{
	if (options->all && options->from_trailers)
		return error_new(ERROR_USAGE, "use either '--all' or '--from-trailers', not both");
	if (options->published && options->from_trailers)
		return error_new(ERROR_USAGE,
				 "use either '--published' or '--from-trailers', not both");
	if (options->published && options->from)
		return error_new(ERROR_USAGE,
				 "'--published' compares with the registry, not with '--from'");
	if (options->json && options->format && strcmp(options->format, "json") != 0)
		return error_new(ERROR_USAGE, "'--json' is '--format json', not '%s'",
				 options->format);
	if (options->null && !string_is(options->format, "list"))
		return error_new(ERROR_USAGE, "'--null' is for '--format list'");
	return NULL;
}

/* ---- the plan ---- */

static struct error *plan_from_trailers(struct rebuild_plan **out,
					struct rebuild_trailers *trailers,
					const struct rebuild_graphs *graphs,
					const struct rebuild_selection *selection)
{
	size_t count = 0;

	for (size_t i = 0; i < graphs->count; i++)
		TRY(rebuild_trailers_read(trailers, graphs->repositories[i].to.git,
					  graphs->repositories[i].range, graphs->to, i));
	const struct rebuild_seed *seeds = rebuild_trailers_seeds(&count, trailers);

	return rebuild_plan_from_seeds(out, graphs->to, seeds, count, selection);
}

/* Other forms hold what is to be built, and no more. */
static bool shows_all(const struct options *options)
{
	return !options->format || strcmp(options->format, "text") == 0 ||
	       strcmp(options->format, "json") == 0;
}

static struct error *print_plan(const struct rebuild_plan *plan,
				const struct rebuild_graphs *graphs)
{
	const struct options *options = graphs->invocation->options;
	const char *name = options->json ? "json" : options->format;
	const struct rebuild_format *format = name ? rebuild_format_find(name) : rebuild_formats[0];
	OWNED(text) out = text_new(0);
	const struct rebuild_report report = {
		.plan = plan,
		.range = graphs->repositories[0].range,
		.directories = graphs->count > 1 ? &graphs->directories : NULL,
		.jobs_most = options->max_jobs ? strtoul(options->max_jobs, NULL, 10) : MATRIX_JOBS,
		.ends_with_nul = options->null,
	};

	if (options->quiet && !name)
		return NULL;
	format->render(out, &report);
	return output_print(out);
}

/* What the user should know beside the plan, whatever its form. */
static void print_notes(const struct rebuild_plan *plan, const struct rebuild_graphs *graphs)
{
	for (size_t i = 0; i < graphs->count; i++) {
		const struct rebuild_range *range = graphs->repositories[i].range;

		if (range && range->note)
			output_note(range->note);
	}
	for (size_t i = 0; i < plan->cycle_count; i++) {
		OWNED_STRING first = text_safe(plan->items[plan->cycles[i].items[0]].build->name);
		OWNED_STRING note =
		    must_format(plan->cycles[i].count == 1
				    ? "'%s' is built on its own last build"
				    : "'%s' and %zu others need each other: they are one wave",
				first, plan->cycles[i].count - 1);

		output_note(note);
	}
}

static struct error *plan_and_print(enum exit_code *code, const struct rebuild_graphs *graphs,
				    const struct rebuild_selection *selection)
{
	const struct options *options = graphs->invocation->options;
	OWNED(rebuild_trailers) trailers = rebuild_trailers_new();
	OWNED(published_images) published = NULL;
	OWNED(rebuild_plan) plan = NULL;

	if (options->published)
		TRY(rebuild_plan_published(&plan, &published, graphs, selection,
					   shows_all(options)));
	else if (options->from_trailers)
		TRY(plan_from_trailers(&plan, trailers, graphs, selection));
	else
		TRY(rebuild_plan_make(&plan, graphs->is_same ? graphs->to : graphs->from,
				      graphs->to, selection));
	TRY(print_plan(plan, graphs));
	print_notes(plan, graphs);
	if (plan->cycle_count || plan->has_unknown ||
	    (published && published_has_failures(published)))
		*code = EXIT_PARTLY;
	return NULL;
}

static struct error *rebuild(enum exit_code *code, const struct invocation *invocation,
			     const struct rebuild_selection *selection)
{
	struct rebuild_graphs graphs;

	TRY(rebuild_graphs_open(&graphs, invocation));
	struct error *error = plan_and_print(code, &graphs, selection);

	rebuild_graphs_close(&graphs);
	return error;
}

static struct error *run(enum exit_code *code, const struct invocation *invocation)
{
	const struct options *options = invocation->options;
	struct rebuild_selection selection = { .all = options->all, .only = options->only };

	TRY(check_options(options));
	struct error *error = set_platforms(&selection.platforms, options->platforms);

	if (!error)
		error = rebuild(code, invocation, &selection);
	strings_clear(&selection.platforms);
	return error;
}

const struct command command_rebuild = {
	.name = "rebuild",
	.bit = FOR_REBUILD,
	.operands = "",
	.summary = "plan which images must be built again, and in which order",
	.run = run,
};
