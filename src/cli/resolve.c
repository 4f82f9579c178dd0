#include "journal_store.h"
#include "output.h"
#include "resolver.h"
#include "signature_policies.h"
#include "workspace.h"
#include <digestbump/base/map.h>
#include <digestbump/base/memory.h>
#include <digestbump/image/reference.h>
#include <digestbump/scan/scan.h>

/* What is asked of one repository, or on the command line. */
struct question_batch {
	struct questions *questions;
	struct question_batch *next;
};

/* All batches, and what is shown, in the order of asking. */
struct resolve_job {
	const struct invocation *invocation;
	struct resolver resolver;
	struct question_batch *batches;
	struct map *seen; /* what repositories share is shown once */
	const struct question **asked;
	size_t count;
};

static void resolve_job_clear(struct resolve_job *job)
{
	while (job->batches) {
		struct question_batch *next = job->batches->next;

		questions_free(job->batches->questions);
		free(job->batches);
		job->batches = next;
	}
	free(job->asked);
	map_free(job->seen);
	resolver_close(&job->resolver);
}

static struct questions *add_batch(struct resolve_job *job)
{
	struct question_batch *batch = must_alloc(sizeof(*batch));

	*batch = (struct question_batch){ questions_new(), job->batches };
	job->batches = batch;
	return batch->questions;
}

static void add_answer(struct resolve_job *job, const struct question *question)
{
	job->asked = must_grow(job->asked, job->count, sizeof(*job->asked));
	job->asked[job->count++] = question;
}

/* ---- images of the command line ---- */

/* Adds the question for one IMAGE. Without a tag it is `latest`, as every
 * client reads it on a command line; without a digest the answer is verified,
 * unless it comes from a file. */
static struct error *add(const struct question **out, struct questions *questions,
			 const char *image, bool verify)
{
	OWNED(reference) reference = NULL;

	TRY(error_as(ERROR_USAGE, reference_parse(&reference, slice_of(image))));
	struct question *question = questions_add(questions, reference->host, reference->repository,
						  reference->tag ? reference->tag : "latest");

	if (reference->digest)
		question_add_pinned(question, reference->digest, NULL);
	else
		question->verify = verify;
	*out = question;
	return NULL;
}

static struct error *ask_images(struct resolve_job *job, struct workspace *workspace)
{
	const struct invocation *invocation = job->invocation;
	struct questions *questions = add_batch(job);
	unsigned requests = 0;

	TRY(workspace_configure(workspace, invocation, NULL));
	for (size_t i = 0; i < invocation->operand_count; i++) {
		const struct question *question = NULL;

		TRY(add(&question, questions, invocation->operands[i],
			job->resolver.use != ANSWERS_ALONE));
		add_answer(job, question);
	}
	return resolver_run(&requests, questions, NULL, workspace->config, &job->resolver);
}

static struct error *resolve_images(struct resolve_job *job)
{
	struct workspace workspace;

	if (job->invocation->options->directories.count > 1)
		return error_new(ERROR_USAGE, "several '-C' are for 'resolve' without an IMAGE");
	TRY(workspace_open(&workspace, job->invocation, "."));
	struct error *error = ask_images(job, &workspace);

	workspace_close(&workspace);
	return error;
}

/* ---- the images that repositories pin ---- */

/* A digest without a tag has no answer to show. */
static void add_answer_once(struct resolve_job *job, struct question *question)
{
	if (!question->tag)
		return;
	OWNED_STRING name =
	    must_format("%s/%s:%s", question->host, question->repository, question->tag);

	if (map_get(job->seen, name))
		return;
	map_set(job->seen, name, question);
	add_answer(job, question);
}

static struct error *ask_pins(struct resolve_job *job, struct workspace *workspace,
			      struct trust *trust)
{
	struct questions *questions = add_batch(job);
	OWNED(scan) scan = NULL;
	unsigned requests = 0;

	job->resolver.trust = trust;
	TRY(scan_run(&scan, workspace->tree, workspace->config, job->invocation->context));
	TRY(resolver_run(&requests, questions, &scan->pins, workspace->config, &job->resolver));
	for (size_t i = 0; i < questions_count(questions); i++)
		add_answer_once(job, questions_at(questions, i));
	return NULL;
}

static struct error *resolve_repository(struct resolve_job *job, const char *directory)
{
	struct options options = *job->invocation->options;
	struct invocation invocation = *job->invocation;
	struct workspace workspace;

	options.directory = directory;
	invocation.options = &options;
	TRY(workspace_open_files(&workspace, &invocation));
	struct signature_policies policies = { .set = NULL };
	struct journal_store journal = { .journal = NULL };
	struct error *error = signature_policies_open(&policies, &workspace);

	if (!error)
		error = journal_store_open(&journal, &workspace, &invocation,
					   /* is_online= */ false);
	job->resolver.ages = journal.ages;
	if (!error)
		error = ask_pins(job, &workspace, policies.trust);
	job->resolver.trust = NULL;
	job->resolver.ages = NULL;
	journal_store_close(&journal);
	signature_policies_close(&policies);

	workspace_close(&workspace);
	return error;
}

/* Of several repositories, a broken one costs its own answers only. */
static struct error *resolve_repositories(struct resolve_job *job, enum exit_code *code)
{
	const struct strings *directories = &job->invocation->options->directories;

	if (directories->count < 2)
		return resolve_repository(job, job->invocation->options->directory);
	for (size_t i = 0; i < directories->count; i++) {
		OWNED(error)
		error = error_wrap(resolve_repository(job, directories->items[i]), "%s",
				   directories->items[i]);

		if (error && error_kind(error) == ERROR_STOPPED)
			return pass_on(&error);
		if (!error)
			continue;
		*code = EXIT_PARTLY;
		output_error(error);
	}
	return NULL;
}

/* ---- the answers ---- */

static void print_error(const struct question *question)
{
	OWNED(error)
	error = error_wrap(error_copy(question->error), "cannot resolve '%s/%s:%s'", question->host,
			   question->repository, question->tag);

	output_error(error);
}

static struct error *show(const struct resolve_job *job, enum exit_code *code)
{
	struct output out;

	output_open(&out);
	if (job->invocation->options->json)
		report_resolve_json(&out.stream, job->asked, job->count);
	else if (job->invocation->operand_count || !job->invocation->options->quiet)
		report_resolve_text(&out.stream, job->asked, job->count);
	for (size_t i = 0; i < job->count; i++) {
		if (!job->asked[i]->error)
			continue;
		*code = EXIT_PARTLY;
		print_error(job->asked[i]);
	}
	return output_close(&out);
}

static struct error *resolve(struct resolve_job *job, enum exit_code *code)
{
	TRY(resolver_open(&job->resolver, job->invocation, /* looks_only= */ false));
	if (job->invocation->operand_count)
		TRY(resolve_images(job));
	else
		TRY(resolve_repositories(job, code));
	TRY(resolver_export(&job->resolver));
	return show(job, code);
}

static struct error *run(enum exit_code *code, const struct invocation *invocation)
{
	if (!invocation->operand_count && !invocation->options->export)
		return error_new(ERROR_USAGE, "'resolve' needs IMAGE..., or --export FILE for all "
					      "that the repository pins");
	struct resolve_job job = { .invocation = invocation, .seen = map_new() };
	struct error *error = resolve(&job, code);

	resolve_job_clear(&job);
	return error;
}

const struct command command_resolve = {
	.name = "resolve",
	.bit = FOR_RESOLVE,
	.operands = "[IMAGE...]",
	.operands_most = SIZE_MAX,
	.summary = "print image:tag@digest as the registries have it now",
	.run = run,
};
