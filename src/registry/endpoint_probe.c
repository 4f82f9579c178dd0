#include "endpoint_probe.h"
#include "redirect.h"
#include "strict_json.h"
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>

bool is_registry_response(const struct http_response *response)
{
	OWNED_STRING version = http_header(response, "docker-distribution-api-version", 0);
	OWNED(json_t) body = NULL;

	if (version)
		return true;
	OWNED(error) unread = json_object_of(&body, response->body);

	return !unread && json_is_array(json_member(body, "errors"));
}

/* 200 and 401 are what the specification has; a page of HTML is a web server's. */
static bool is_api(const struct http_response *response)
{
	OWNED_STRING type = http_header(response, "content-type", 0);

	if (is_registry_response(response))
		return true;
	return response->status != 404 && response->status != 410 &&
	       !(response->status == 200 && type && slice_starts(slice_of(type), "text/html"));
}

static void on_probe(void *data, const struct http_response *response, struct error *error)
{
	struct endpoint *endpoint = data;

	endpoint->is_being_probed = false;
	endpoint->api = !error && !is_api(response) ? ENDPOINT_API_NONE : ENDPOINT_API_PRESENT;
	waiters_release(&endpoint->probe_waiters, NULL);
	error_free(error);
}

void endpoint_probe(struct endpoint *endpoint, struct http *http, waiter_done *done, void *data)
{
	OWNED_STRING url = endpoint_ping_url(endpoint);
	const struct redirect_request request = { .method = HTTP_GET,
						  .url = url,
						  .endpoint = endpoint,
						  .body_most = ERROR_BODY_BYTES_MOST };

	waiters_add(&endpoint->probe_waiters, done, data);
	if (endpoint->is_being_probed)
		return;
	endpoint->is_being_probed = true;
	redirect_send(http, &request, on_probe, endpoint);
}

struct error *endpoint_none_error(const struct endpoint *endpoint)
{
	OWNED_STRING origin = url_origin_text(endpoint->base);

	return error_new(ERROR_NETWORK,
			 "%s: no registry at '%s%s' (HTTP 404 for /v2/): check the endpoint and "
			 "its "
			 "path",
			 endpoint->host, origin, endpoint->base->path);
}
