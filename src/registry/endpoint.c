#include "endpoint.h"
#include <digestbump/base/memory.h>
#include <digestbump/image/reference.h>
#include <string.h>

void endpoint_free(struct endpoint *endpoint)
{
	if (!endpoint)
		return;
	free(endpoint->host);
	url_free(endpoint->base);
	free(endpoint->prefix);
	free(endpoint->directory);
	challenge_free(endpoint->challenge);
	free(endpoint->waiting.items);
	free(endpoint->probe_waiters.items);
	free(endpoint);
}

/* Where "/v2" stands as a whole part of path, NULL when it does not. */
static char *find_api(char *path)
{
	for (char *at = path; (at = strstr(at, "/v2")); at++)
		if (at[3] == '/' || !at[3])
			return at;
	return NULL;
}

static void drop_last_slash(char *text)
{
	size_t size = strlen(text);

	while (size && text[size - 1] == '/')
		text[--size] = '\0';
}

/* A base with "/v2" in its path names the whole prefix, as pull-through caches
 * give it ("https://harbor.example/v2/hub-proxy"): what follows "/v2" is part
 * of every repository's name there. */
static void split_prefix(struct endpoint *endpoint)
{
	char *path = endpoint->base->path;
	char *api = find_api(path);

	drop_last_slash(path);
	endpoint->prefix = must_copy("");
	if (!api)
		return;
	const char *rest = api[3] ? api + 4 : "";

	if (*rest) {
		free(endpoint->prefix);
		endpoint->prefix = must_format("%s/", rest);
	}
	*api = '\0';
}

static struct error *parse_base(struct endpoint *endpoint, const char *base)
{
	TRY(error_wrap(url_parse(&endpoint->base, base), "%s: the endpoint", endpoint->host));
	if (endpoint->base->query)
		return error_new(ERROR_USAGE, "%s: the endpoint has a query", endpoint->host);
	split_prefix(endpoint);
	return NULL;
}

static char *usual_base(const char *host)
{
	return must_format("%s://%s", host_is_loopback(host) ? "http" : "https",
			   host_endpoint(host));
}

struct error *endpoint_new(struct endpoint **out, const struct config *config, const char *host)
{
	const struct registry_config *entry = config_registry(config, host);
	const char *configured = entry ? entry->endpoint : NULL;
	OWNED(endpoint) endpoint = must_alloc(sizeof(*endpoint));

	endpoint->host = must_copy(host);
	endpoint->realms = entry ? &entry->realms : NULL;
	endpoint->realms_by_repository = entry && entry->by_repository;
	endpoint->without_head = entry && entry->head_never;
	endpoint->redirects = entry ? &entry->redirects : NULL;
	if (configured && strncmp(configured, "oci:", 4) == 0) {
		endpoint->directory = must_copy(configured + 4);
		*out = pass_on(&endpoint);
		return NULL;
	}
	OWNED_STRING base = configured ? must_copy(configured) : usual_base(host);

	TRY(parse_base(endpoint, base));
	*out = pass_on(&endpoint);
	return NULL;
}

static struct url *origin_of(const struct url *url)
{
	struct url *origin = must_alloc(sizeof(*origin));

	*origin = (struct url){ .secure = url->secure,
				.host = must_copy(url->host),
				.port = url->port,
				.path = must_copy("") };
	return origin;
}

struct endpoint *endpoint_for_redirect(const struct url *url, enum address_class named_by)
{
	struct endpoint *endpoint = must_alloc(sizeof(*endpoint));

	endpoint->host = url_host_text(url);
	endpoint->base = origin_of(url);
	endpoint->prefix = must_copy("");
	endpoint->is_redirect_target = true;
	endpoint->address = named_by;
	endpoint->is_probed = true;
	return endpoint;
}

static char *join(const struct endpoint *endpoint, const char *rest)
{
	OWNED_STRING origin = url_origin_text(endpoint->base);

	return must_format("%s%s/v2/%s", origin, endpoint->base->path, rest);
}

char *endpoint_url(const struct endpoint *endpoint, const char *repository, const char *rest)
{
	OWNED_STRING below = must_format("%s%s/%s", endpoint->prefix, repository, rest);

	return join(endpoint, below);
}

char *endpoint_ping_url(const struct endpoint *endpoint)
{
	return join(endpoint, "");
}

void endpoint_set_challenge(struct endpoint *endpoint, const struct challenge *challenge,
			    const struct url *realm)
{
	if (endpoint->is_probed)
		return;
	endpoint->is_probed = true;
	if (challenge) {
		struct challenge *copy = must_alloc(sizeof(*copy));

		copy->bearer = challenge->bearer;
		copy->realm = realm ? url_text(realm) : NULL;
		copy->service = must_copy(challenge->service);
		endpoint->challenge = copy;
	}
	waiters_release(&endpoint->waiting, NULL);
}
