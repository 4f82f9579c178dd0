#include "queued_request.h"
#include "address_error.h"
#include <digestbump/base/memory.h>
#include <string.h>

const char *queued_request_method(const struct queued_request *queued)
{
	static const char *const names[] = {
		[HTTP_HEAD] = "HEAD",
		[HTTP_GET] = "GET",
		[HTTP_POST] = "POST",
	};

	return names[queued->method];
}

/* What goes into a header comes from registries too (tokens, scopes): a line
 * end in it would be a header of theirs. */
static struct error *check_header(const char *line)
{
	size_t name = strcspn(line, ":");
	OWNED_STRING told = must_copy_bytes(line, name);

	if (!name || !line[name])
		return error_new(ERROR_SYNTAX, "header '%s' has no name or no ':'", told);
	for (const char *c = line; *c; c++)
		if (*c < ' ' || *c > '~')
			return error_new(ERROR_SYNTAX,
					 "header '%s' contains control characters or bytes that "
					 "are not ASCII",
					 told);
	return NULL;
}

static void add_header(struct queued_request *queued, const char *line)
{
	queued->headers = must_have(curl_slist_append(queued->headers, line));
}

static struct error *copy_headers(struct queued_request *queued, const char *const *headers)
{
	for (size_t i = 0; headers && headers[i]; i++) {
		TRY(check_header(headers[i]));
		add_header(queued, headers[i]);
	}
	/* libcurl would wait for "100 Continue" before it sends a long form. */
	if (queued->method == HTTP_POST)
		add_header(queued, "Expect:");
	return NULL;
}

static struct error *prepare(struct url **url, struct queued_request *queued,
			     const struct http_request *request)
{
	OWNED(url) parsed = NULL;

	TRY(url_parse(&parsed, request->url));
	TRY(copy_headers(queued, request->headers));
	queued->wire_url = url_text(parsed);
	queued->host_name = must_copy(parsed->host);
	TRY(address_check_literal(parsed->host, queued->address_most));
	*url = pass_on(&parsed);
	return NULL;
}

struct queued_request *queued_request_new(struct url **url, const struct http_request *request)
{
	struct queued_request *queued = must_alloc(sizeof(*queued));

	queued->method = request->method;
	queued->url = must_copy(request->url);
	queued->safe_url = http_safe_url(request->url);
	queued->form = must_copy(request->form ? request->form : "");
	queued->body_most = request->body_most;
	queued->address_most = request->address_most;
	queued->error = prepare(url, queued, request);
	return queued;
}

void queued_request_free(struct queued_request *queued)
{
	if (!queued)
		return;
	free(queued->url);
	free(queued->wire_url);
	free(queued->host_name);
	free(queued->safe_url);
	free(queued->form);
	curl_slist_free_all(queued->headers);
	error_free(queued->error);
	free(queued);
}

void request_list_push(struct request_list *requests, struct queued_request *queued)
{
	queued->next = NULL;
	if (requests->last)
		requests->last->next = queued;
	else
		requests->first = queued;
	requests->last = queued;
}

void request_list_push_front(struct request_list *requests, struct queued_request *queued)
{
	queued->next = requests->first;
	requests->first = queued;
	if (!queued->next)
		requests->last = queued;
}

struct queued_request *request_list_pop(struct request_list *requests)
{
	struct queued_request *queued = requests->first;

	if (!queued)
		return NULL;
	requests->first = queued->next;
	if (!requests->first)
		requests->last = NULL;
	queued->next = NULL;
	return queued;
}

void request_list_insert(struct request_list *requests, struct queued_request *queued)
{
	struct queued_request **at = &requests->first;

	while (*at && (*at)->not_before_ms <= queued->not_before_ms)
		at = &(*at)->next;
	queued->next = *at;
	*at = queued;
	if (!queued->next)
		requests->last = queued;
}
