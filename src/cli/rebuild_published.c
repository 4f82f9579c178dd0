#include "rebuild_published.h"
#include <digestbump/base/memory.h>
#include <digestbump/config/credentials.h>
#include <digestbump/http/http.h>
#include <string.h>

/* With the configuration of the first repository. */
static struct error *ask(struct published_images **out, const struct rebuild_graphs *graphs)
{
	const struct config *config = graphs->repositories[0].to.config;
	const struct context *context = graphs->invocation->context;
	const struct http_options options = {
		.context = context,
		.config = config,
		.user_agent = "digestbump/" DIGESTBUMP_VERSION,
		.network = &config->network,
	};
	OWNED(credentials) credentials = NULL;
	OWNED(http) http = NULL;
	OWNED(registry) registry = NULL;

	TRY(credentials_load(&credentials, config, context));
	TRY(http_new(&http, &options));
	TRY(registry_new(&registry, http, config, credentials));
	*out = published_images_find(graphs->to, registry, http);
	if (!*context->stop)
		return NULL;
	published_images_free(*out);
	*out = NULL;
	return error_new(ERROR_STOPPED, "stopped by a signal");
}

static struct rebuild_seed *find_stale(size_t *count, const struct published_images *published)
{
	struct rebuild_seed *seeds = must_alloc(published->count * sizeof(*seeds));

	*count = 0;
	for (size_t i = 0; i < published->count; i++)
		if (published->items[i].state == PUBLISHED_OLD_PIN)
			seeds[(*count)++] =
			    (struct rebuild_seed){ .build = i, .reason = { .cause = CAUSE_STALE } };
	return seeds;
}

/* An image that says from which commit it was built is built from that again: nothing but
 * its base is to change. */
static bool is_commit(struct git *git, const char *revision)
{
	return git && revision && strlen(revision) == OID_HEX_SIZE && git_has_commit(git, revision);
}

static void attach(struct rebuild_plan *plan, const struct published_images *published,
		   const struct rebuild_graphs *graphs)
{
	for (size_t i = 0; i < plan->count; i++) {
		struct rebuild *item = &plan->items[i];
		const struct published_image *image =
		    &published->items[item->build - plan->graph->builds];

		item->published = image;
		if (is_commit(graphs->repositories[item->build->tree].to.git, image->revision))
			item->revision = must_copy(image->revision);
	}
}

struct error *rebuild_plan_published(struct rebuild_plan **out, struct published_images **published,
				     const struct rebuild_graphs *graphs,
				     const struct rebuild_selection *selection, bool shows)
{
	struct rebuild_selection shown = *selection;
	size_t count = 0;

	TRY(ask(published, graphs));
	struct rebuild_seed *seeds = find_stale(&count, *published);
	bool *asked = must_alloc((*published)->count * sizeof(*asked));

	for (size_t i = 0; i < (*published)->count; i++)
		asked[i] = selection->all || (*published)->items[i].is_asked;
	shown.all = false;
	shown.shown = shows ? asked : NULL;
	struct error *error = rebuild_plan_from_seeds(out, graphs->to, seeds, count, &shown);

	if (!error)
		attach(*out, *published, graphs);
	free(seeds);
	free(asked);
	return error;
}

bool published_has_failures(const struct published_images *published)
{
	for (size_t i = 0; i < published->count; i++)
		if (published->items[i].is_failed)
			return true;
	return false;
}
