#include "asking.h"
#include "output.h"
#include <digestbump/config/credentials.h>
#include <digestbump/http/http.h>
#include <digestbump/registry/registry.h>

struct error *ask_all(unsigned *requests, struct questions *questions, const struct config *config,
		      const struct invocation *invocation)
{
	const struct http_options options = {
		.context = invocation->context,
		.config = config,
		.user_agent = "digestbump/" DIGESTBUMP_VERSION,
		.network = &config->network,
	};
	OWNED(credentials) credentials = NULL;
	OWNED(http) http = NULL;
	OWNED(registry) registry = NULL;

	*requests = 0;
	if (!questions_count(questions))
		return NULL;
	TRY(credentials_load(&credentials, config, invocation->context));
	TRY(http_new(&http, &options));
	TRY(registry_new(&registry, http, config, credentials));
	resolve_run(questions, registry, http, output_progress, (void *)invocation);
	output_progress_end(invocation);
	*requests = http_requests(http);
	if (*invocation->context->stop)
		return error_new(ERROR_STOPPED, "stopped by a signal; nothing was changed");
	return NULL;
}
