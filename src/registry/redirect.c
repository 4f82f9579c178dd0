#include "redirect.h"
#include "redirect_policy.h"
#include "token.h"
#include <digestbump/base/log.h>
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>

struct travel {
	struct http *http;
	struct journey journey; /* its strings are owned */
	struct url *now;
	unsigned hops;
	bool left;             /* another origin was seen */
	struct error *refused; /* the URL is none */
	http_done *done;
	void *data;
};

static void travel_free(struct travel *travel)
{
	free((char *)travel->journey.url);
	free((char *)travel->journey.accept);
	secret_wipe((char *)travel->journey.authorization);
	secret_wipe((char *)travel->journey.form);
	url_free(travel->now);
	error_free(travel->refused);
	free(travel);
}

static void finish(struct travel *travel, const struct http_response *response, struct error *error)
{
	http_done *done = travel->done;
	void *data = travel->data;

	travel_free(travel);
	done(data, response, error);
}

static void on_answer(void *data, const struct http_response *response, struct error *error);

static void send_hop(struct travel *travel)
{
	const struct journey *journey = &travel->journey;
	bool is_known = journey->authorization && !travel->left;
	OWNED_STRING url = url_text(travel->now);
	OWNED_STRING accept = must_format("Accept: %s", journey->accept ? journey->accept : "*/*");
	char *authorization =
	    must_format("Authorization: %s", is_known ? journey->authorization : "");
	const char *const headers[] = { accept, "Accept-Encoding: identity",
					is_known ? authorization : NULL, NULL };
	const struct http_request request = { .method = journey->method,
					      .url = url,
					      .headers = headers,
					      .form = journey->form,
					      .body_most = journey->body_most };

	http_send(travel->http, &request, on_answer, travel);
	secret_wipe(authorization);
}

static bool is_redirect(const struct http_response *response)
{
	return response->status == 301 || response->status == 302 || response->status == 303 ||
	       response->status == 307 || response->status == 308;
}

/* Gives the next URL of the way. */
static struct error *next_hop(struct url **out, const struct travel *travel, const char *location)
{
	OWNED(url) next = NULL;

	if (travel->journey.method == HTTP_POST)
		return error_new(ERROR_UNTRUSTED, "the answer to a POST leads elsewhere");
	if (travel->hops == REDIRECTS_MOST)
		return error_new(ERROR_LIMIT, "more than %d redirects", REDIRECTS_MOST);
	TRY(error_wrap(url_resolve(&next, travel->now, location), "the redirect"));
	TRY(error_wrap(reach_check(travel->now, next), "the redirect"));
	*out = pass_on(&next);
	return NULL;
}

static void follow(struct travel *travel, const char *location)
{
	struct url *next = NULL;
	struct error *error = next_hop(&next, travel, location);

	if (error) {
		finish(travel, NULL, error);
		return;
	}
	travel->left = travel->left || !url_same_origin(travel->now, next);
	url_free(travel->now);
	travel->now = next;
	travel->hops++;
	send_hop(travel);
}

static void on_answer(void *data, const struct http_response *response, struct error *error)
{
	struct travel *travel = data;

	if (error) {
		finish(travel, NULL, error);
		return;
	}
	OWNED_STRING url = http_safe_url(response->url);
	OWNED_STRING location = is_redirect(response) ? http_header(response, "location", 0) : NULL;

	log_debug("%s: HTTP %ld", url, response->status);
	if (location)
		follow(travel, location);
	else
		finish(travel, response, NULL);
}

/* A URL that is none fails as a request does: from http_run(). */
static void on_refused(void *data, const struct http_response *response, struct error *error)
{
	struct travel *travel = data;

	if (!error)
		error = pass_on(&travel->refused);
	finish(travel, response, error);
}

void travel_send(struct http *http, const struct journey *journey, http_done *done, void *data)
{
	struct travel *travel = must_alloc(sizeof(*travel));

	*travel = (struct travel){ .http = http, .journey = *journey, .done = done, .data = data };
	travel->journey.url = must_copy(journey->url);
	travel->journey.accept = must_copy(journey->accept);
	travel->journey.authorization = must_copy(journey->authorization);
	travel->journey.form = must_copy(journey->form);
	travel->refused = url_parse(&travel->now, journey->url);
	if (travel->refused)
		http_defer(http, on_refused, travel);
	else
		send_hop(travel);
}
