#include "redirect.h"
#include "redirect_policy.h"
#include "token_protocol.h"
#include <digestbump/base/log.h>
#include <digestbump/base/memory.h>
#include <digestbump/base/secret.h>
#include <digestbump/limits.h>
#include <string.h>

struct redirect_chain {
	struct http *http;
	struct redirect_request request; /* its strings are owned */
	struct url *current;
	unsigned hops;
	bool has_left_origin;  /* another origin was seen */
	struct error *refused; /* the URL is none */
	http_done *done;
	void *data;
};

static void redirect_chain_free(struct redirect_chain *chain)
{
	free((char *)chain->request.url);
	free((char *)chain->request.accept);
	secret_free((char *)chain->request.authorization);
	secret_free((char *)chain->request.form);
	url_free(chain->current);
	error_free(chain->refused);
	free(chain);
}

static void finish(struct redirect_chain *chain, const struct http_response *response,
		   struct error *error)
{
	http_done *done = chain->done;
	void *data = chain->data;

	redirect_chain_free(chain);
	done(data, response, error);
}

static void on_answer(void *data, const struct http_response *response, struct error *error);

static void send_hop(struct redirect_chain *chain)
{
	const struct redirect_request *request = &chain->request;
	bool is_known = request->authorization && !chain->has_left_origin;
	OWNED_STRING url = url_text(chain->current);
	OWNED_STRING accept = must_format("Accept: %s", request->accept ? request->accept : "*/*");
	char *authorization =
	    must_format("Authorization: %s", is_known ? request->authorization : "");
	const char *const headers[] = { accept, "Accept-Encoding: identity",
					is_known ? authorization : NULL, NULL };
	const struct http_request hop = { .method = request->method,
					  .url = url,
					  .headers = headers,
					  .form = request->form,
					  .address_most = redirect_address_most(request->endpoint,
										chain->current),
					  .body_most = request->body_most };

	http_send(chain->http, &hop, on_answer, chain);
	secret_free(authorization);
}

static bool is_redirect(const struct http_response *response)
{
	return response->status == 301 || response->status == 302 || response->status == 303 ||
	       response->status == 307 || response->status == 308;
}

/* Gives the next URL of the way. */
static struct error *next_hop(struct url **out, const struct redirect_chain *chain,
			      const char *location)
{
	OWNED(url) next = NULL;

	if (chain->request.method == HTTP_POST)
		return error_new(ERROR_UNTRUSTED, "redirect of a POST request");
	if (chain->hops == REDIRECTS_MOST)
		return error_new(ERROR_LIMIT, "more than %d redirects", REDIRECTS_MOST);
	TRY(error_wrap(url_resolve(&next, chain->current, location), "the redirect"));
	TRY(error_wrap(redirect_check(chain->current, next), "the redirect"));
	*out = pass_on(&next);
	return NULL;
}

static void follow(struct redirect_chain *chain, const char *location)
{
	struct url *next = NULL;
	struct error *error = next_hop(&next, chain, location);

	if (error) {
		finish(chain, NULL, error);
		return;
	}
	chain->has_left_origin = chain->has_left_origin || !url_same_origin(chain->current, next);
	url_free(chain->current);
	chain->current = next;
	chain->hops++;
	send_hop(chain);
}

/* The registry's own class says which addresses it may name. */
static void note_address(const struct redirect_chain *chain, const struct http_response *response)
{
	struct endpoint *endpoint = chain->request.endpoint;

	if (!endpoint->is_redirect_target && endpoint->base &&
	    strcmp(endpoint->base->host, chain->current->host) == 0)
		endpoint->address = response->address;
}

static void on_answer(void *data, const struct http_response *response, struct error *error)
{
	struct redirect_chain *chain = data;

	if (error) {
		finish(chain, NULL, error);
		return;
	}
	note_address(chain, response);
	OWNED_STRING url = http_safe_url(response->url);
	OWNED_STRING location = is_redirect(response) ? http_header(response, "location", 0) : NULL;

	log_debug("%s: HTTP %ld", url, response->status);
	if (location)
		follow(chain, location);
	else
		finish(chain, response, NULL);
}

/* A URL that is none fails as a request does: from http_run(). */
static void on_refused(void *data, const struct http_response *response, struct error *error)
{
	struct redirect_chain *chain = data;

	if (!error)
		error = pass_on(&chain->refused);
	finish(chain, response, error);
}

void redirect_send(struct http *http, const struct redirect_request *request, http_done *done,
		   void *data)
{
	struct redirect_chain *chain = must_alloc(sizeof(*chain));

	*chain = (struct redirect_chain){
		.http = http, .request = *request, .done = done, .data = data
	};
	chain->request.url = must_copy(request->url);
	chain->request.accept = must_copy(request->accept);
	chain->request.authorization = must_copy(request->authorization);
	chain->request.form = must_copy(request->form);
	chain->refused = url_parse(&chain->current, request->url);
	if (chain->refused)
		http_defer(http, on_refused, chain);
	else
		send_hop(chain);
}
