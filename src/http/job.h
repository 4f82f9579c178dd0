/* job.h - one http_send() or http_defer() until it is answered.
 *
 * Lists of jobs are first in, first out. A job stands in at most one.
 */
#ifndef DIGESTBUMP_SRC_HTTP_JOB_H
#define DIGESTBUMP_SRC_HTTP_JOB_H

#include <curl/curl.h>
#include <digestbump/http/http.h>
#include <digestbump/http/url.h>
#include <stdint.h>

struct host;

struct job {
	struct job *next;
	http_done *done;
	void *data;
	http_look *look; /* of http_watch(), else NULL */

	/* Of a request; all zero when deferred. */
	enum http_method method;
	char *url;      /* as given */
	char *wire_url; /* as sent: normalised, without fragment */
	char *safe_url; /* fit to be told */
	struct curl_slist *headers;
	char *form;
	size_t body_most;
	struct host *host;
	unsigned tries;
	int64_t not_before_ms; /* monotonic */
	bool is_doubtful;      /* its last try brought no answer */

	struct error *error; /* what is wrong with the request itself: it is never sent */
};

/* Gives a job; what is wrong with the request is in job->error. *url, given
 * too unless there is such an error, is the request's URL in parts. */
struct job *job_new(struct url **url, const struct http_request *request) MUST_CHECK;
void job_free(struct job *job); /* NULL is fine */
DEFINE_OWNED(job)

const char *job_method(const struct job *job); /* "GET", borrowed */

struct jobs {
	struct job *first;
	struct job *last;
};

/* Take job: at the end, or before all others. */
void jobs_push(struct jobs *jobs, struct job *job);
void jobs_push_front(struct jobs *jobs, struct job *job);

/* The first one, taken out, or NULL. */
struct job *jobs_pop(struct jobs *jobs);

/* Takes job, behind all that may start no later: keeps the list sorted by not_before_ms. */
void jobs_insert(struct jobs *jobs, struct job *job);

#endif
