#include "verify_images.h"
#include "output.h"
#include "resolver.h"
#include "signature_policies.h"
#include "workspace.h"
#include <digestbump/base/memory.h>
#include <digestbump/image/reference.h>
#include <digestbump/report/verify_report.h>

/* The images of the command line, under way. */
struct image_verification {
	const struct invocation *invocation;
	struct workspace workspace;
	struct signature_policies policies;
	struct resolver resolver;
	struct questions *questions;

	struct reference **references;
	struct question **asked;       /* one per reference */
	const struct strings **wanted; /* the policies of each */
	size_t count;
};

static void image_verification_clear(struct image_verification *v)
{
	for (size_t i = 0; i < v->count; i++)
		reference_free(v->references[i]);
	free(v->references);
	free(v->asked);
	free(v->wanted);
	questions_free(v->questions);
	signature_policies_close(&v->policies);
	resolver_close(&v->resolver);
	workspace_close(&v->workspace);
}

/* Without a tag and a digest it is `latest`, as every client reads it on a command line. */
static struct error *add_image(struct image_verification *v, const char *image)
{
	struct reference **slot = &v->references[v->count];

	TRY(error_as(ERROR_USAGE, reference_parse(slot, slice_of(image))));
	const struct reference *reference = *slot;
	struct ruling ruling = config_rule(v->workspace.config, reference->name, NULL);

	v->wanted[v->count] = ruling.trust;
	v->count++;
	if (!ruling.trust)
		return error_new(ERROR_USAGE,
				 "no rule asks for a signature of '%s': give one 'trust' in %s, "
				 "without 'paths'",
				 reference->name, CONFIG_FILE_NAME);
	if (reference->digest)
		return NULL;
	v->asked[v->count - 1] = questions_add(v->questions, reference->host, reference->repository,
					       reference->tag ? reference->tag : "latest");
	v->asked[v->count - 1]->verify = true;
	return NULL;
}

/* The digest that was written wins over what its tag has now. */
static const char *digest_of_image(const struct image_verification *v, size_t index)
{
	if (v->references[index]->digest)
		return v->references[index]->digest;
	return v->asked[index]->digest;
}

static const struct trust_answer *answer_of(const struct image_verification *v, size_t index)
{
	const struct trust_question question = {
		.host = v->references[index]->host,
		.repository = v->references[index]->repository,
		.digest = digest_of_image(v, index),
		.policies = v->wanted[index],
	};

	return question.digest ? trust_ask(v->policies.trust, &question) : NULL;
}

static void ask_signatures(void *data)
{
	const struct image_verification *v = data;

	for (size_t i = 0; i < v->count; i++)
		(void)answer_of(v, i);
}

static void set_code(enum exit_code *code, const struct verified_image *image)
{
	enum trust_state state = image->answer ? image->answer->state : TRUST_UNKNOWN;

	if (state == TRUST_REFUSED && *code == EXIT_DONE)
		*code = EXIT_HELD;
	else if (state != TRUST_SIGNED && state != TRUST_REFUSED)
		*code = EXIT_PARTLY;
}

static struct error *report(enum exit_code *code, const struct image_verification *v)
{
	const struct options *options = v->invocation->options;
	struct verified_image *images = must_alloc(v->count * sizeof(*images));
	struct output out;

	for (size_t i = 0; i < v->count; i++) {
		images[i] =
		    (struct verified_image){ .reference = v->references[i],
					     .error = v->asked[i] ? v->asked[i]->error : NULL,
					     .digest = digest_of_image(v, i),
					     .answer = answer_of(v, i) };
		set_code(code, &images[i]);
	}
	output_open(&out);
	if (options->json)
		report_verify_json(&out.stream, images, v->count);
	else if (!options->quiet || *code != EXIT_DONE)
		report_verify_text(&out.stream, images, v->count);
	free(images);
	return output_close(&out);
}

static struct error *verify_all(enum exit_code *code, struct image_verification *v)
{
	const struct invocation *invocation = v->invocation;
	unsigned requests = 0;

	TRY(resolver_open(&v->resolver, invocation, /* looks_only= */ true));
	TRY(workspace_open_files(&v->workspace, invocation));
	TRY(signature_policies_open(&v->policies, &v->workspace));
	v->questions = questions_new();
	v->references = must_alloc(invocation->operand_count * sizeof(*v->references));
	v->asked = must_alloc(invocation->operand_count * sizeof(*v->asked));
	v->wanted = must_alloc(invocation->operand_count * sizeof(*v->wanted));
	for (size_t i = 0; i < invocation->operand_count; i++)
		TRY(add_image(v, invocation->operands[i]));
	v->resolver.trust = v->policies.trust;
	v->resolver.ask_signatures = ask_signatures;
	v->resolver.ask_data = v;
	TRY(resolver_run(&requests, v->questions, NULL, v->workspace.config, &v->resolver));
	return report(code, v);
}

struct error *verify_images(enum exit_code *code, const struct invocation *invocation)
{
	struct image_verification v = { .invocation = invocation };
	struct error *failed = verify_all(code, &v);

	image_verification_clear(&v);
	return failed;
}
