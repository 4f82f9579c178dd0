#include "run_state.h"
#include "output.h"
#include <digestbump/base/memory.h>

void run_add_error(struct run *run, const char *subject, struct error *error)
{
	run->errors = must_grow(run->errors, run->error_count, sizeof(*run->errors));
	run->errors[run->error_count++] = (struct run_error){
		.code = error_code(error_kind(error)),
		.subject = must_copy(subject),
		.reason = must_copy(error_text(error)),
	};
	error_free(error);
}

void run_clear(struct run *run)
{
	for (size_t i = 0; i < run->error_count; i++) {
		free(run->errors[i].subject);
		free(run->errors[i].reason);
	}
	free(run->errors);
	publication_free(run->publication);
	identity_free(run->identity);
	edits_free(run->edits);
	plan_free(run->plan);
	verdicts_free(run->verdicts);
	signature_policies_close(&run->policies);
	journal_store_close(&run->journal);
	questions_free(run->questions);
	scan_free(run->scan);
	base_branch_clear(&run->base_branch);
	workspace_close(&run->workspace);
	resolver_close(&run->resolver);
}

/* Verdicts that are to be edited. */
struct verdict_list {
	const struct verdict **items;
	size_t count;
};

static void add_verdicts(struct verdict_list *list, const struct bump *bump)
{
	for (size_t i = 0; i < bump->verdict_count; i++) {
		list->items = must_grow(list->items, list->count, sizeof(*list->items));
		list->items[list->count++] = bump->verdicts[i];
	}
}

/* Tries every bump alone and chooses those that can be done. */
static void add_editable(struct run *run, struct verdict_list *list)
{
	for (size_t i = 0; i < run->plan->count; i++) {
		const struct bump *bump = &run->plan->bumps[i];
		OWNED(edits) alone = NULL;
		struct error *error = edit_make(&alone, run->workspace.tree, run->workspace.config,
						bump->verdicts, bump->verdict_count);

		if (error)
			run_add_error(run, bump->id, error);
		else
			add_verdicts(list, bump);
	}
}

struct error *run_edits(struct run *run)
{
	struct verdict_list all = { 0 };
	struct verdict_list editable = { 0 };

	for (size_t i = 0; i < run->plan->count; i++)
		add_verdicts(&all, &run->plan->bumps[i]);
	struct error *error = edit_make(&run->edits, run->workspace.tree, run->workspace.config,
					all.items, all.count);

	if (error) {
		error_free(error);
		add_editable(run, &editable);
		error = edit_make(&run->edits, run->workspace.tree, run->workspace.config,
				  editable.items, editable.count);
	}
	free(all.items);
	free(editable.items);
	return error;
}

bool run_has_failures(const struct run *run)
{
	for (enum verdict_code code = 0; code < VERDICT_CODES; code++)
		if (verdict_is_failure(code) && run->verdicts->of[code])
			return true;
	for (size_t i = 0; i < run->scan->skips.count; i++)
		if (skip_is_failure(&run->scan->skips.items[i]))
			return true;
	return run->error_count != 0;
}

bool run_is_held(const struct run *run)
{
	return run->verdicts->of[VERDICT_HELD_SIGNATURE] != 0;
}

static void print_errors(const struct run *run)
{
	for (size_t i = 0; i < run->error_count; i++) {
		OWNED(error)
		error =
		    error_new(ERROR_FILE, "%s: %s", run->errors[i].subject, run->errors[i].reason);

		output_error(error);
	}
}

struct error *run_report(const struct run *run)
{
	const struct options *options = run->invocation->options;
	const struct style style = output_style(run->invocation);
	const struct run_result result = {
		.scan = run->scan,
		.verdicts = run->verdicts,
		.plan = run->plan,
		.edits = run->edits,
		.publication = run->publication,
		.errors = run->errors,
		.error_count = run->error_count,
		.question_count = questions_count(run->questions),
		.request_count = run->requests,
		.dry_run = !run->publication && !options->write,
		.written = options->write,
	};
	struct output out;

	if (options->quiet && !options->json)
		output_open_errors(&out);
	else
		output_open(&out);
	if (options->json)
		report_run_json(&out.stream, &result);
	else if (options->quiet)
		report_run_failures(&out.stream, &result, run->lists_findings);
	else
		report_run_text(&out.stream, &result, &style);
	struct error *error = output_close(&out);

	print_errors(run);
	return error;
}
