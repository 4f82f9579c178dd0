#include "resolver.h"
#include "output.h"
#include "workspace.h"
#include <digestbump/base/file.h>
#include <digestbump/base/memory.h>
#include <digestbump/config/credentials.h>
#include <digestbump/http/http.h>
#include <digestbump/judge/judge.h>
#include <digestbump/limits.h>
#include <digestbump/registry/registry.h>
#include <digestbump/resolve/pin_question.h>
#include <fcntl.h>

static struct error *read_answers(struct answers *answers, const struct invocation *invocation,
				  const char *path)
{
	OWNED_STRING place = workspace_path(invocation, path);
	OWNED(text) bytes = NULL;
	struct error *error = file_read(&bytes, AT_FDCWD, place, ANSWERS_BYTES_MOST);

	if (!error)
		error = error_wrap(answers_read(answers, text_slice(bytes)), "'%s'", path);
	return error_as(ERROR_USAGE, error);
}

char *cache_directory(const struct context *context)
{
	const char *caches = context->variable("XDG_CACHE_HOME");
	const char *home = context->variable("HOME");

	if (caches && caches[0] == '/')
		return must_format("%s/digestbump", caches);
	return home && home[0] == '/' ? must_format("%s/.cache/digestbump", home) : NULL;
}

static bool uses_cache(const struct resolver *resolver)
{
	return !resolver->invocation->options->no_cache && resolver->use != ANSWERS_ALONE;
}

/* Says, once, why the cache is not used. */
static void tell_of_cache(const struct resolver *resolver)
{
	OWNED_STRING directory = cache_directory(resolver->invocation->context);
	OWNED(error)
	error = directory && uses_cache(resolver) ? cache_check_directory(directory) : NULL;

	if (error && !resolver->invocation->options->quiet)
		output_error(error);
}

struct error *resolver_open(struct resolver *out, const struct invocation *invocation,
			    bool looks_only)
{
	const struct options *options = invocation->options;
	const struct strings *files = &options->answers;
	bool is_wanted = options->export || files->count || options->directories.count > 1;
	OWNED(answers) answers = is_wanted ? answers_new(invocation->context->now) : NULL;

	for (size_t i = 0; i < files->count; i++)
		TRY(read_answers(answers, invocation, files->items[i]));
	*out = (struct resolver){
		.invocation = invocation,
		.answers = pass_on(&answers),
		.looks_only = looks_only,
		.use = files->count ? ANSWERS_ALONE : ANSWERS_SHARE,
	};
	tell_of_cache(out);
	return NULL;
}

void resolver_close(struct resolver *resolver)
{
	answers_free(resolver->answers);
	*resolver = (struct resolver){ 0 };
}

/* Answers from files need no credentials. */
static struct error *load_credentials(struct credentials **out, const struct config *config,
				      const struct resolver *resolver)
{
	if (resolver->use == ANSWERS_ALONE)
		return NULL;
	return credentials_load(out, config, resolver->invocation->context);
}

/* Gives the cache, NULL when it is not wanted. */
static struct cache *open_cache(const struct config *config, const struct resolver *resolver)
{
	OWNED_STRING directory = cache_directory(resolver->invocation->context);
	const struct cache_options wanted = {
		.directory = directory,
		.clock = resolver->invocation->context->clock,
		.tag_life_ms = config->cache_tags_ms,
		.tags_read_only = resolver->looks_only,
	};

	if (!directory || !uses_cache(resolver))
		return NULL;
	return cache_open(&wanted);
}

static void add_tag_questions(struct questions *questions, const struct pins *pins,
			      const struct config *config)
{
	for (size_t i = 0; i < pins->count; i++)
		pin_request_tags(questions, pins->items[i], config);
}

static void add_pin_questions(struct questions *questions, const struct pins *pins,
			      const struct config *config)
{
	for (size_t i = 0; i < pins->count; i++)
		pin_add_question(NULL, questions, pins->items[i], config);
}

/* Which tag a pin with a series asks after is known when the tags are: then all
 * pins wait for that. */
static bool add_questions(struct questions *questions, const struct pins *pins,
			  const struct config *config)
{
	add_tag_questions(questions, pins, config);
	if (!tag_lists_count(questions))
		add_pin_questions(questions, pins, config);
	return tag_lists_count(questions) || questions_count(questions);
}

/* The client while it is open. */
struct registry_session {
	struct registry *registry;
	struct http *http;
};

/* What a pin would be bumped to is known when it is judged: judging asks for what it needs, and is
 * done again when that is there. Older digests come first: they are what must be signed. */
static void ask_for_pins(const struct resolver *resolver, struct registry_session *session,
			 struct questions *questions, const struct pins *pins,
			 const struct config *config)
{
	for (size_t i = 0; pins->count && i < AGE_ROUNDS_MOST; i++) {
		verdicts_free(judge_run(pins, questions, config, resolver->trust, resolver->ages));
		if (!resolver->ages || !ages_are_pending(resolver->ages))
			break;
		ages_run(resolver->ages, session->registry, session->http);
	}
	if (resolver->ask_signatures)
		resolver->ask_signatures(resolver->ask_data);
	if (resolver->trust && trust_is_pending(resolver->trust))
		trust_run(resolver->trust, session->registry, session->http, resolver->answers);
}

struct error *resolver_run(unsigned *requests, struct questions *questions, const struct pins *pins,
			   const struct config *config, const struct resolver *resolver)
{
	static const struct pins none = { 0 };
	const struct invocation *invocation = resolver->invocation;
	const struct http_options options = {
		.context = invocation->context,
		.config = config,
		.user_agent = "digestbump/" DIGESTBUMP_VERSION,
		.network = &config->network,
	};
	OWNED(credentials) credentials = NULL;
	OWNED(cache) cache = open_cache(config, resolver);
	OWNED(http) http = NULL;
	OWNED(registry) registry = NULL;

	*requests = 0;
	pins = pins ? pins : &none;
	if (!add_questions(questions, pins, config) && !resolver->ask_signatures)
		return NULL;
	TRY(load_credentials(&credentials, config, resolver));
	TRY(http_new(&http, &options));
	TRY(registry_new(&registry, http, config, credentials));
	registry_use_cache(registry, cache);
	registry_use_answers(registry, resolver->answers, resolver->use);
	if (tag_lists_count(questions)) {
		tag_lists_fetch(questions, registry, http);
		add_pin_questions(questions, pins, config);
	}
	resolve_run(questions, registry, http, output_progress, (void *)invocation);
	if (resolver->trust || resolver->ages)
		ask_for_pins(resolver, &(struct registry_session){ registry, http }, questions,
			     pins, config);
	output_progress_end(invocation);
	*requests = http_requests(http);
	if (*invocation->context->stop)
		return error_new(ERROR_STOPPED, "stopped by a signal; nothing was changed");
	return NULL;
}

struct error *resolver_export(const struct resolver *resolver)
{
	const char *path = resolver->invocation->options->export;

	if (!path)
		return NULL;
	OWNED(text) out = text_new(0);
	OWNED_STRING place = workspace_path(resolver->invocation, path);

	answers_write(out, resolver->answers);
	return error_wrap(file_replace(AT_FDCWD, place, text_slice(out)), "--export");
}
