#include "output.h"
#include "run.h"
#include <digestbump/base/memory.h>

void run_trouble(struct run *run, const char *subject, struct error *error)
{
	run->troubles = must_grow(run->troubles, run->trouble_count, sizeof(*run->troubles));
	run->troubles[run->trouble_count++] = (struct trouble){
		.code = error_code(error_kind(error)),
		.subject = must_copy(subject),
		.reason = must_copy(error_text(error)),
	};
	error_free(error);
}

void run_clear(struct run *run)
{
	for (size_t i = 0; i < run->trouble_count; i++) {
		free(run->troubles[i].subject);
		free(run->troubles[i].reason);
	}
	free(run->troubles);
	publication_free(run->publication);
	identity_free(run->identity);
	edits_free(run->edits);
	plan_free(run->plan);
	verdicts_free(run->verdicts);
	questions_free(run->questions);
	scan_free(run->scan);
	base_clear(&run->base);
	world_close(&run->world);
	asking_close(&run->asking);
}

/* A growing list of verdicts that are to be edited. */
struct chosen {
	const struct verdict **items;
	size_t count;
};

static void choose(struct chosen *chosen, const struct bump *bump)
{
	for (size_t i = 0; i < bump->verdict_count; i++) {
		chosen->items = must_grow(chosen->items, chosen->count, sizeof(*chosen->items));
		chosen->items[chosen->count++] = bump->verdicts[i];
	}
}

/* Tries every bump alone and chooses those that can be done. */
static void choose_sound(struct run *run, struct chosen *chosen)
{
	for (size_t i = 0; i < run->plan->count; i++) {
		const struct bump *bump = &run->plan->bumps[i];
		OWNED(edits) alone = NULL;
		struct error *error = edit_make(&alone, run->world.tree, run->world.config,
						bump->verdicts, bump->verdict_count);

		if (error)
			run_trouble(run, bump->id, error);
		else
			choose(chosen, bump);
	}
}

struct error *run_edits(struct run *run)
{
	struct chosen all = { 0 };
	struct chosen sound = { 0 };

	for (size_t i = 0; i < run->plan->count; i++)
		choose(&all, &run->plan->bumps[i]);
	struct error *error =
	    edit_make(&run->edits, run->world.tree, run->world.config, all.items, all.count);

	if (error) {
		error_free(error);
		choose_sound(run, &sound);
		error = edit_make(&run->edits, run->world.tree, run->world.config, sound.items,
				  sound.count);
	}
	free(all.items);
	free(sound.items);
	return error;
}

static void complain(const struct run *run)
{
	for (size_t i = 0; i < run->trouble_count; i++) {
		OWNED(error)
		error = error_new(ERROR_FILE, "%s: %s", run->troubles[i].subject,
				  run->troubles[i].reason);

		output_complain(error);
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
		.troubles = run->troubles,
		.trouble_count = run->trouble_count,
		.question_count = questions_count(run->questions),
		.request_count = run->requests,
		.dry_run = !run->publication && !options->write,
		.written = options->write,
	};
	OWNED(text) out = text_new(0);

	if (options->json)
		report_run_json(out, &result);
	else if (!options->quiet)
		report_run_text(out, &result, &style);
	complain(run);
	return output_print(out);
}
