#include "job.h"
#include <digestbump/base/memory.h>
#include <string.h>

const char *job_method(const struct job *job)
{
	static const char *const names[] = {
		[HTTP_HEAD] = "HEAD",
		[HTTP_GET] = "GET",
		[HTTP_POST] = "POST",
	};

	return names[job->method];
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
					 "header '%s' has control characters or no ASCII in it",
					 told);
	return NULL;
}

static void add_header(struct job *job, const char *line)
{
	job->headers = must_have(curl_slist_append(job->headers, line));
}

static struct error *copy_headers(struct job *job, const char *const *headers)
{
	for (size_t i = 0; headers && headers[i]; i++) {
		TRY(check_header(headers[i]));
		add_header(job, headers[i]);
	}
	/* libcurl would wait for "100 Continue" before it sends a long form. */
	if (job->method == HTTP_POST)
		add_header(job, "Expect:");
	return NULL;
}

static struct error *prepare(struct url **url, struct job *job, const struct http_request *request)
{
	OWNED(url) parsed = NULL;

	TRY(url_parse(&parsed, request->url));
	TRY(copy_headers(job, request->headers));
	job->wire_url = url_text(parsed);
	*url = pass_on(&parsed);
	return NULL;
}

struct job *job_new(struct url **url, const struct http_request *request)
{
	struct job *job = must_alloc(sizeof(*job));

	job->method = request->method;
	job->url = must_copy(request->url);
	job->safe_url = http_safe_url(request->url);
	job->form = must_copy(request->form ? request->form : "");
	job->body_most = request->body_most;
	job->error = prepare(url, job, request);
	return job;
}

void job_free(struct job *job)
{
	if (!job)
		return;
	free(job->url);
	free(job->wire_url);
	free(job->safe_url);
	free(job->form);
	curl_slist_free_all(job->headers);
	error_free(job->error);
	free(job);
}

void jobs_push(struct jobs *jobs, struct job *job)
{
	job->next = NULL;
	if (jobs->last)
		jobs->last->next = job;
	else
		jobs->first = job;
	jobs->last = job;
}

void jobs_push_front(struct jobs *jobs, struct job *job)
{
	job->next = jobs->first;
	jobs->first = job;
	if (!job->next)
		jobs->last = job;
}

struct job *jobs_pop(struct jobs *jobs)
{
	struct job *job = jobs->first;

	if (!job)
		return NULL;
	jobs->first = job->next;
	if (!jobs->first)
		jobs->last = NULL;
	job->next = NULL;
	return job;
}

void jobs_insert(struct jobs *jobs, struct job *job)
{
	struct job **at = &jobs->first;

	while (*at && (*at)->not_before_ms <= job->not_before_ms)
		at = &(*at)->next;
	job->next = *at;
	*at = job;
	if (!job->next)
		jobs->last = job;
}
