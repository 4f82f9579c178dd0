/* doctor_report.h - the results of `digestbump doctor`, as text and JSON.
 *
 * A list of checks, each with advice, and a list of registries with the results of
 * one request each. Pure, as report.h.
 */
#ifndef DIGESTBUMP_REPORT_DOCTOR_REPORT_H
#define DIGESTBUMP_REPORT_DOCTOR_REPORT_H

#include <digestbump/report/report.h>
#include <stdint.h>

enum check_state { CHECK_OK, CHECK_WARN, CHECK_FAIL };

struct doctor_check {
	const char *name; /* "reach", "identity" ...; static */
	enum check_state state;
	char *subject; /* the registry; NULL: this machine or the repository */
	char *detail;  /* the finding */
	char *advice;  /* what to do; NULL: nothing */
};

/* The results for one registry, from a request for one of its repositories. */
struct registry_check {
	char *host;        /* as in references */
	char *repository;  /* that was requested */
	char *what;        /* its tag or digest */
	char *destination; /* the host of the connections; NULL: an OCI layout */
	char *endpoint;    /* of the configuration; NULL: the host itself */
	char *source;      /* of the credential; NULL: the lookup failed */
	bool is_anonymous;
	bool is_store_broken; /* a credential helper failed */

	const char *version; /* "HTTP/2"; NULL: no answer */
	bool is_secure;
	bool is_unverified;
	bool is_proxied;
	long status;        /* of the last answer; 0: none */
	const char *scheme; /* of the challenge, "Bearer" or "Basic"; NULL: there was none */
	bool has_clock;
	int64_t ahead_s; /* seconds that its clock is ahead of ours; negative: behind */
	long limit;      /* pulls in the window; -1: it does not say */
	long remaining;
	long window_s;

	char *digest; /* NULL: see error */
	struct error *error;
};

struct doctor_report {
	struct doctor_check *checks;
	size_t check_count;
	struct registry_check **registries; /* each on the heap: callbacks keep pointers to them */
	size_t registry_count;
};

/* Adds a check. Takes detail; copies subject and advice, which may be NULL. */
void doctor_report_add(struct doctor_report *report, struct doctor_check check);
struct registry_check *doctor_report_registry(struct doctor_report *report); /* adds an empty one */
size_t doctor_report_count(const struct doctor_report *report, enum check_state state);
void doctor_report_clear(struct doctor_report *report); /* frees what it holds */

/* Each adds its report to out. `only_problems`: leaves out CHECK_OK. */
void report_doctor_text(struct report_stream *out, const struct doctor_report *report,
			bool only_problems, const struct style *style);
/* The same as JSON. */
void report_doctor_json(struct report_stream *out, const struct doctor_report *report);

#endif
