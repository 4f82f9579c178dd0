#include "resolver.h"
#include "output.h"
#include "workspace.h"
#include <digestbump/base/file.h>
#include <digestbump/base/memory.h>
#include <digestbump/config/credentials.h>
#include <digestbump/http/http.h>
#include <digestbump/limits.h>
#include <digestbump/registry/registry.h>
#include <digestbump/resolve/pin_question.h>
#include <fcntl.h>

static struct error *read_answers(struct answers *answers, const struct invocation *invocation,
				  const char *path)
{
	OWNED_STRING place = world_path(invocation, path);
	OWNED(text) bytes = NULL;
	struct error *error = file_read(&bytes, AT_FDCWD, place, ANSWERS_BYTES_MOST);

	if (!error)
		error = error_wrap(answers_read(answers, text_slice(bytes)), "'%s'", path);
	return error_as(ERROR_USAGE, error);
}

struct error *asking_open(struct asking *out, const struct invocation *invocation, bool is_looking)
{
	const struct options *options = invocation->options;
	const struct strings *files = &options->answers;
	bool is_wanted = options->export || files->count || options->directories.count > 1;
	OWNED(answers) answers = is_wanted ? answers_new(invocation->context->now) : NULL;

	for (size_t i = 0; i < files->count; i++)
		TRY(read_answers(answers, invocation, files->items[i]));
	*out = (struct asking){
		.invocation = invocation,
		.answers = pass_on(&answers),
		.is_looking = is_looking,
		.use = files->count ? ANSWERS_ALONE : ANSWERS_SHARE,
	};
	return NULL;
}

void asking_close(struct asking *asking)
{
	answers_free(asking->answers);
	*asking = (struct asking){ 0 };
}

/* What is answered from files needs nobody's credentials. */
static struct error *find_credentials(struct credentials **out, const struct config *config,
				      const struct asking *asking)
{
	if (asking->use == ANSWERS_ALONE)
		return NULL;
	return credentials_load(out, config, asking->invocation->context);
}

char *cache_directory(const struct context *context)
{
	const char *caches = context->variable("XDG_CACHE_HOME");
	const char *home = context->variable("HOME");

	if (caches && caches[0] == '/')
		return must_format("%s/digestbump", caches);
	return home && home[0] == '/' ? must_format("%s/.cache/digestbump", home) : NULL;
}

/* Gives the cache, NULL when it is not wanted. What only looks (a dry run, a
 * check) writes nothing anywhere, and may read. */
static struct cache *open_cache(const struct config *config, const struct asking *asking)
{
	const struct options *options = asking->invocation->options;
	OWNED_STRING directory = cache_directory(asking->invocation->context);
	const struct cache_options wanted = {
		.directory = directory,
		.clock = asking->invocation->context->clock,
		.tag_life_ms = config->cache_tags_ms,
		.read_only = asking->is_looking,
	};

	if (!directory || options->no_cache || asking->use == ANSWERS_ALONE)
		return NULL;
	return cache_open(&wanted);
}

static void need_tags(struct questions *questions, const struct pins *pins,
		      const struct config *config)
{
	for (size_t i = 0; i < pins->count; i++)
		ask_tags(questions, pins->items[i], config);
}

static void need_answers(struct questions *questions, const struct pins *pins,
			 const struct config *config)
{
	for (size_t i = 0; i < pins->count; i++)
		ask_pin(NULL, questions, pins->items[i], config);
}

/* Which tag a pin with a series asks after is known when the tags are: then all
 * pins wait for that. */
static bool is_anything_asked(struct questions *questions, const struct pins *pins,
			      const struct config *config)
{
	need_tags(questions, pins, config);
	if (!tags_count(questions))
		need_answers(questions, pins, config);
	return tags_count(questions) || questions_count(questions);
}

struct error *ask_all(unsigned *requests, struct questions *questions, const struct pins *pins,
		      const struct config *config, const struct asking *asking)
{
	static const struct pins none = { 0 };
	const struct invocation *invocation = asking->invocation;
	const struct http_options options = {
		.context = invocation->context,
		.config = config,
		.user_agent = "digestbump/" DIGESTBUMP_VERSION,
		.network = &config->network,
	};
	OWNED(credentials) credentials = NULL;
	OWNED(cache) cache = open_cache(config, asking);
	OWNED(http) http = NULL;
	OWNED(registry) registry = NULL;

	*requests = 0;
	pins = pins ? pins : &none;
	if (!is_anything_asked(questions, pins, config))
		return NULL;
	TRY(find_credentials(&credentials, config, asking));
	TRY(http_new(&http, &options));
	TRY(registry_new(&registry, http, config, credentials));
	registry_use_cache(registry, cache);
	registry_use_answers(registry, asking->answers, asking->use);
	if (tags_count(questions)) {
		tags_run(questions, registry, http);
		need_answers(questions, pins, config);
	}
	resolve_run(questions, registry, http, output_progress, (void *)invocation);
	output_progress_end(invocation);
	*requests = http_requests(http);
	if (*invocation->context->stop)
		return error_new(ERROR_STOPPED, "stopped by a signal; nothing was changed");
	return NULL;
}

struct error *asking_export(const struct asking *asking)
{
	const char *path = asking->invocation->options->export;

	if (!path)
		return NULL;
	OWNED(text) out = text_new(0);
	OWNED_STRING place = world_path(asking->invocation, path);

	answers_write(out, asking->answers);
	return error_wrap(file_replace(AT_FDCWD, place, text_slice(out)), "--export");
}
