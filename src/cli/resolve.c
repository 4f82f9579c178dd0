#include "output.h"
#include "resolver.h"
#include "workspace.h"
#include <digestbump/base/map.h>
#include <digestbump/base/memory.h>
#include <digestbump/image/reference.h>
#include <digestbump/scan/scan.h>

/* What is asked of one repository, or on the command line. */
struct batch {
	struct questions *questions;
	struct batch *next;
};

/* All batches, and what is shown, in the order of asking. */
struct inquiry {
	const struct invocation *invocation;
	struct asking asking;
	struct batch *batches;
	struct map *seen; /* what repositories share is shown once */
	const struct question **asked;
	size_t count;
};

static void inquiry_clear(struct inquiry *inquiry)
{
	while (inquiry->batches) {
		struct batch *next = inquiry->batches->next;

		questions_free(inquiry->batches->questions);
		free(inquiry->batches);
		inquiry->batches = next;
	}
	free(inquiry->asked);
	map_free(inquiry->seen);
	asking_close(&inquiry->asking);
}

static struct questions *add_batch(struct inquiry *inquiry)
{
	struct batch *batch = must_alloc(sizeof(*batch));

	*batch = (struct batch){ questions_new(), inquiry->batches };
	inquiry->batches = batch;
	return batch->questions;
}

static void show_later(struct inquiry *inquiry, const struct question *question)
{
	inquiry->asked = must_grow(inquiry->asked, inquiry->count, sizeof(*inquiry->asked));
	inquiry->asked[inquiry->count++] = question;
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
		question_hold(question, reference->digest, NULL);
	else
		question->verify = verify;
	*out = question;
	return NULL;
}

static struct error *ask_words(struct inquiry *inquiry, struct world *world)
{
	const struct invocation *invocation = inquiry->invocation;
	struct questions *questions = add_batch(inquiry);
	unsigned requests = 0;

	TRY(world_configure(world, invocation, NULL));
	for (size_t i = 0; i < invocation->operand_count; i++) {
		const struct question *question = NULL;

		TRY(add(&question, questions, invocation->operands[i],
			inquiry->asking.use != ANSWERS_ALONE));
		show_later(inquiry, question);
	}
	return ask_all(&requests, questions, NULL, world->config, &inquiry->asking);
}

static struct error *inquire_words(struct inquiry *inquiry)
{
	struct world world;

	if (inquiry->invocation->options->directories.count > 1)
		return error_new(ERROR_USAGE, "several '-C' are for 'resolve' without an IMAGE");
	TRY(world_open(&world, inquiry->invocation, "."));
	struct error *error = ask_words(inquiry, &world);

	world_close(&world);
	return error;
}

/* ---- the images that repositories pin ---- */

/* A digest without a tag has no answer to show. */
static void show_once(struct inquiry *inquiry, struct question *question)
{
	if (!question->tag)
		return;
	OWNED_STRING name =
	    must_format("%s/%s:%s", question->host, question->repository, question->tag);

	if (map_get(inquiry->seen, name))
		return;
	map_set(inquiry->seen, name, question);
	show_later(inquiry, question);
}

static struct error *ask_pins(struct inquiry *inquiry, struct world *world)
{
	struct questions *questions = add_batch(inquiry);
	OWNED(scan) scan = NULL;
	unsigned requests = 0;

	TRY(scan_run(&scan, world->tree, world->config, inquiry->invocation->context));
	TRY(ask_all(&requests, questions, &scan->pins, world->config, &inquiry->asking));
	for (size_t i = 0; i < questions_count(questions); i++)
		show_once(inquiry, questions_at(questions, i));
	return NULL;
}

static struct error *inquire_repository(struct inquiry *inquiry, const char *directory)
{
	struct options options = *inquiry->invocation->options;
	struct invocation invocation = *inquiry->invocation;
	struct world world;

	options.directory = directory;
	invocation.options = &options;
	TRY(world_open_files(&world, &invocation));
	struct error *error = ask_pins(inquiry, &world);

	world_close(&world);
	return error;
}

/* Of several repositories, a broken one costs its own answers only. */
static struct error *inquire_repositories(struct inquiry *inquiry, enum exit_code *code)
{
	const struct strings *directories = &inquiry->invocation->options->directories;

	if (directories->count < 2)
		return inquire_repository(inquiry, inquiry->invocation->options->directory);
	for (size_t i = 0; i < directories->count; i++) {
		OWNED(error)
		error = error_wrap(inquire_repository(inquiry, directories->items[i]), "%s",
				   directories->items[i]);

		if (error && error_kind(error) == ERROR_STOPPED)
			return pass_on(&error);
		if (!error)
			continue;
		*code = EXIT_PARTLY;
		output_complain(error);
	}
	return NULL;
}

/* ---- the answers ---- */

static void complain(const struct question *question)
{
	OWNED(error)
	error = error_wrap(error_copy(question->error), "cannot resolve '%s/%s:%s'", question->host,
			   question->repository, question->tag);

	output_complain(error);
}

static struct error *show(const struct inquiry *inquiry, enum exit_code *code)
{
	OWNED(text) out = text_new(0);

	if (inquiry->invocation->options->json)
		report_resolve_json(out, inquiry->asked, inquiry->count);
	else if (inquiry->invocation->operand_count || !inquiry->invocation->options->quiet)
		report_resolve_text(out, inquiry->asked, inquiry->count);
	for (size_t i = 0; i < inquiry->count; i++) {
		if (!inquiry->asked[i]->error)
			continue;
		*code = EXIT_PARTLY;
		complain(inquiry->asked[i]);
	}
	return output_print(out);
}

static struct error *inquire(struct inquiry *inquiry, enum exit_code *code)
{
	TRY(asking_open(&inquiry->asking, inquiry->invocation, /* is_looking= */ false));
	if (inquiry->invocation->operand_count)
		TRY(inquire_words(inquiry));
	else
		TRY(inquire_repositories(inquiry, code));
	TRY(asking_export(&inquiry->asking));
	return show(inquiry, code);
}

static struct error *run(enum exit_code *code, const struct invocation *invocation)
{
	if (!invocation->operand_count && !invocation->options->export)
		return error_new(ERROR_USAGE, "'resolve' wants IMAGE..., or --export FILE for all "
					      "that the repository pins");
	struct inquiry inquiry = { .invocation = invocation, .seen = map_new() };
	struct error *error = inquire(&inquiry, code);

	inquiry_clear(&inquiry);
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
