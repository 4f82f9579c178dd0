#include "authenticated_fetch.h"
#include "auth.h"
#include "endpoint_probe.h"
#include "pull_rate_limit.h"
#include "redirect.h"
#include "redirect_policy.h"
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <string.h>
#include <strings.h>

struct fetch {
	struct registry *registry;
	struct registry_auth *auth;
	char *url;
	char *repository;
	char *subject;
	char *accept;
	enum http_method method;
	size_t body_most;
	bool may_be_unsupported;
	bool is_pull;        /* of a manifest */
	unsigned generation; /* of the authorization that was sent */
	unsigned auth_tries;
	bool is_confirming;   /* a 404 of HEAD, by GET */
	struct error *absent; /* what a 404 says, if there is a registry at all */
	fetch_done *done;
	void *data;
};

static void finish(struct fetch *fetch, const struct fetch_result *result, struct error *error)
{
	fetch_done *done = fetch->done;
	void *data = fetch->data;

	free(fetch->url);
	free(fetch->repository);
	free(fetch->subject);
	free(fetch->accept);
	error_free(fetch->absent);
	const struct registry_auth *auth = fetch->auth;

	free(fetch);
	done(data, result, auth_redact(auth, error));
}

static void on_answer(void *data, const struct http_response *response, struct error *error);

/* Only GETs of manifests are counted as pulls. */
static bool is_beyond_rate(const struct fetch *fetch)
{
	const struct endpoint *endpoint = fetch->auth->endpoint;

	return fetch->is_pull && fetch->method == HTTP_GET && endpoint->has_rate &&
	       !endpoint->rate.remaining;
}

static void on_prepared(void *data, struct error *error)
{
	struct fetch *fetch = data;
	struct registry_auth *auth = fetch->auth;

	if (!error && is_beyond_rate(fetch))
		error =
		    rate_limit_error(&auth->endpoint->rate, auth->endpoint->host, fetch->subject);
	if (error) {
		finish(fetch, NULL, error);
		return;
	}
	const struct redirect_request request = { .method = fetch->method,
						  .url = fetch->url,
						  .endpoint = fetch->auth->endpoint,
						  .accept = fetch->accept,
						  .authorization = auth->authorization,
						  .body_most = fetch->body_most };

	fetch->generation = auth->authorization ? auth->generation : 0;
	redirect_send(fetch->registry->http, &request, on_answer, fetch);
}

/* What is answered from files asks nobody, whoever wants to know: there are not even
 * credentials. */
static void on_alone(void *data, const struct http_response *response, struct error *error)
{
	struct fetch *fetch = data;

	(void)response;
	if (!error)
		error = error_new(ERROR_FILE, "%s: '%s': not among the answers",
				  fetch->auth->endpoint->host, fetch->subject);
	finish(fetch, NULL, error);
}

void fetch_send(struct registry *registry, const struct fetch_options *options, fetch_done *done,
		void *data)
{
	struct fetch *fetch = must_alloc(sizeof(*fetch));

	*fetch = (struct fetch){
		.registry = registry,
		.auth = auth_of_repository(registry, options->endpoint, options->repository),
		.url = endpoint_url(options->endpoint, options->repository, options->path),
		.repository = must_copy(options->repository),
		.subject = must_copy(options->subject),
		.accept = must_copy(options->accept),
		.method = options->method == HTTP_HEAD && options->endpoint->without_head
			      ? HTTP_GET
			      : options->method,
		.body_most = options->body_most,
		.may_be_unsupported = options->may_be_unsupported,
		.is_pull = strncmp(options->path, "manifests/", strlen("manifests/")) == 0,
		.done = done,
		.data = data,
	};
	if (registry->answers && registry->use == ANSWERS_ALONE)
		http_defer(registry->http, on_alone, fetch);
	else
		auth_prepare(fetch->auth, on_prepared, fetch);
}

/* ---- 401 ---- */

/* Gives the endpoint that a redirect of this registry led to; it belongs to the client. */
static struct endpoint *redirect_target(struct registry *registry, const struct endpoint *from,
					const struct url *url)
{
	OWNED_STRING origin = url_origin_text(url);
	enum address_class class = redirect_address_most(from, url);
	OWNED_STRING key = must_format("%s %s", origin, address_class_name(class));
	struct endpoint *endpoint = map_get(registry->endpoints, key);

	if (!endpoint) {
		endpoint = endpoint_for_redirect(url, class);
		map_set(registry->endpoints, key, endpoint);
	}
	return endpoint;
}

/* The registry let us through to another host, which wants a token of its own
 * (registry.k8s.io does this): it is asked for there, anonymously. */
static void move_to(struct fetch *fetch, const struct url *url)
{
	auth_accepted(fetch->auth, fetch->generation);
	fetch->auth =
	    auth_of_repository(fetch->registry,
			       redirect_target(fetch->registry, fetch->auth->endpoint, url),
			       fetch->repository);
	fetch->generation = 0;
	free(fetch->url);
	fetch->url = url_text(url);
}

static void on_refused(struct fetch *fetch, const struct http_response *response)
{
	OWNED(url) url = NULL;
	struct error *error = url_parse(&url, response->url);

	if (error) {
		finish(fetch, NULL, error);
		return;
	}
	if (!fetch->auth->endpoint->is_redirect_target &&
	    !url_same_origin(fetch->auth->endpoint->base, url))
		move_to(fetch, url);
	if (++fetch->auth_tries < REFUSALS_MOST &&
	    url_same_origin(fetch->auth->endpoint->base, url) &&
	    auth_handle_401(fetch->auth, response, fetch->generation, on_prepared, fetch))
		return;
	finish(fetch, NULL, auth_denied_error(fetch->auth, fetch->subject, response));
}

/* ---- other answers ---- */

/* nginx and its kin say 400 and a page where TLS itself could have said no. */
static bool wants_certificate(const struct http_response *response)
{
	return slice_find(NULL, response->body, "required SSL certificate");
}

static struct error *error_of(const struct fetch *fetch, const struct http_response *response)
{
	const char *host = fetch->auth->endpoint->host;
	OWNED_STRING detail = auth_error_detail(fetch->auth, response);

	if (response->status == 400 && wants_certificate(response))
		return error_new(ERROR_DENIED,
				 "%s: a client certificate is required: set registries.%s.cert and "
				 "key, or use certs.d",
				 host, host);
	switch (response->status) {
	case 403:
		return auth_denied_error(fetch->auth, fetch->subject, response);
	case 404:
	case 410:
		return error_new(ERROR_ABSENT, "%s: '%s' not found%s", host, fetch->subject,
				 detail);
	case 429:
		return error_new(ERROR_LIMITED, "%s: rate limit reached at '%s'%s", host,
				 fetch->subject, detail);
	default:
		return error_new(ERROR_NETWORK, "%s: HTTP %ld for '%s', tried %u times%s", host,
				 response->status, fetch->subject, response->tries, detail);
	}
}

/* The digest is over the bytes as they are; whoever packs them on the way was
 * told not to, and unpacking is where bombs go off. */
static struct error *check_encoding(const struct fetch *fetch, const struct http_response *response)
{
	OWNED_STRING encoding = http_header(response, "content-encoding", 0);

	if (!encoding || !*encoding || strcasecmp(encoding, "identity") == 0)
		return NULL;
	return error_new(ERROR_UNTRUSTED,
			 "%s: '%s' has the content encoding '%.40s', which was not requested",
			 fetch->auth->endpoint->host, fetch->subject, encoding);
}

static void succeed(struct fetch *fetch, const struct http_response *response)
{
	const struct fetch_result result = { response, fetch->method != HTTP_HEAD, fetch->auth };
	struct error *error = result.has_body ? check_encoding(fetch, response) : NULL;

	finish(fetch, error ? NULL : &result, error);
}

/* HEAD is refused in several ways; a 403 may be one, and if it is not, only GET
 * has a body that says why. Sonatype Nexus says 404 of what GET has. */
static bool is_head_refused(const struct fetch *fetch, long status)
{
	return fetch->method == HTTP_HEAD && (status == 400 || status == 403 || status == 404 ||
					      status == 405 || status == 406 || status == 501);
}

static bool is_answer(const struct fetch *fetch, long status)
{
	bool is_unsupported = status == 400 || status == 404 || status == 405 || status == 406;

	return status == 200 || (fetch->may_be_unsupported && is_unsupported);
}

/* Failures of the network are told of the host that was asked, "'host': ...",
 * which is docker.io's API or a storage somewhere: the registry stands in front,
 * but nothing twice. Takes error. */
static struct error *name_host(struct error *error, const char *host)
{
	OWNED(error) taken = error;
	OWNED_STRING told = must_format("'%s': ", host);
	const char *text = error_text(taken);
	size_t size = slice_starts(slice_of(text), told) ? strlen(told) : 0;

	return error_new(error_kind(taken), "%s: %s", host, text + size);
}

static void note_rate(const struct fetch *fetch, const struct http_response *response)
{
	struct endpoint *endpoint = fetch->auth->endpoint;

	if (rate_limit_read(&endpoint->rate, response))
		endpoint->has_rate = true;
}

/* What a response says of the registry itself. */
static void note_api(const struct fetch *fetch, const struct http_response *response)
{
	struct endpoint *endpoint = fetch->auth->endpoint;

	if (response->status == 200 || is_registry_response(response))
		endpoint->api = ENDPOINT_API_PRESENT;
	if (response->status == 200 && fetch->is_confirming)
		endpoint->without_head = endpoint->has_wrong_head = true;
}

/* A 404 that no registry seems to have written. */
static bool is_doubtful_404(const struct fetch *fetch, const struct http_response *response)
{
	const struct endpoint *endpoint = fetch->auth->endpoint;

	return (response->status == 404 || response->status == 410) &&
	       !endpoint->is_redirect_target && endpoint->api != ENDPOINT_API_PRESENT;
}

static void on_probed(void *data, struct error *error)
{
	struct fetch *fetch = data;
	const struct endpoint *endpoint = fetch->auth->endpoint;

	if (!error)
		error = endpoint->api == ENDPOINT_API_NONE ? endpoint_none_error(endpoint)
							   : pass_on(&fetch->absent);
	finish(fetch, NULL, error);
}

static void on_answer(void *data, const struct http_response *response, struct error *error)
{
	struct fetch *fetch = data;

	if (!error)
		note_rate(fetch, response);
	if (error) {
		endpoint_set_challenge(fetch->auth->endpoint, NULL, NULL);
		finish(fetch, NULL, name_host(error, fetch->auth->endpoint->host));
		return;
	}
	if (response->status == 401) {
		on_refused(fetch, response);
		return;
	}
	auth_accepted(fetch->auth, fetch->generation);
	note_api(fetch, response);
	if (is_head_refused(fetch, response->status)) {
		fetch->is_confirming = response->status == 404;
		fetch->method = HTTP_GET;
		auth_prepare(fetch->auth, on_prepared, fetch);
	} else if (is_answer(fetch, response->status)) {
		succeed(fetch, response);
	} else if (is_doubtful_404(fetch, response)) {
		fetch->absent = error_of(fetch, response);
		endpoint_probe(fetch->auth->endpoint, fetch->registry->http, on_probed, fetch);
	} else {
		finish(fetch, NULL, error_of(fetch, response));
	}
}
