#include "asking.h"
#include "output.h"
#include "world.h"
#include <digestbump/base/memory.h>
#include <digestbump/image/reference.h>

/* Adds the question for one IMAGE. Without a tag it is `latest`, as every
 * client reads it on a command line; without a digest the answer is verified. */
static struct error *add(const struct question **out, struct questions *questions,
			 const char *image)
{
	OWNED(reference) reference = NULL;

	TRY(error_as(ERROR_USAGE, reference_parse(&reference, slice_of(image))));
	struct question *question = questions_add(questions, reference->host, reference->repository,
						  reference->tag ? reference->tag : "latest");

	if (reference->digest)
		question_hold(question, reference->digest, NULL);
	else
		question->verify = true;
	*out = question;
	return NULL;
}

static void complain(const struct question *question)
{
	OWNED(error)
	error = error_wrap(error_copy(question->error), "cannot resolve '%s/%s:%s'", question->host,
			   question->repository, question->tag);

	output_complain(error);
}

static struct error *show(const struct question *const *asked, size_t count,
			  const struct invocation *invocation, enum exit_code *code)
{
	OWNED(text) out = text_new(0);

	if (invocation->options->json)
		report_resolve_json(out, asked, count);
	else
		report_resolve_text(out, asked, count);
	for (size_t i = 0; i < count; i++) {
		if (!asked[i]->error)
			continue;
		*code = EXIT_PARTLY;
		complain(asked[i]);
	}
	return output_print(out);
}

static struct error *resolve_in(struct world *world, const struct question **asked,
				const struct invocation *invocation, enum exit_code *code)
{
	OWNED(questions) questions = questions_new();
	unsigned requests = 0;

	TRY(world_configure(world, invocation, NULL));
	for (size_t i = 0; i < invocation->word_count; i++)
		TRY(add(&asked[i], questions, invocation->words[i]));
	TRY(ask_all(&requests, questions, world->config, invocation));
	return show(asked, invocation->word_count, invocation, code);
}

static struct error *run(enum exit_code *code, const struct invocation *invocation)
{
	struct world world;

	TRY(world_open(&world, invocation, "."));
	const struct question **asked = must_alloc(invocation->word_count * sizeof(*asked));
	struct error *error = resolve_in(&world, asked, invocation, code);

	free(asked);
	world_close(&world);
	return error;
}

const struct command command_resolve = {
	.name = "resolve",
	.bit = FOR_RESOLVE,
	.words = "IMAGE...",
	.words_least = 1,
	.words_most = SIZE_MAX,
	.summary = "print image:tag@digest as the registries have it now",
	.run = run,
};
