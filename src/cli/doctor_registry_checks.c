#include "doctor_registry_checks.h"
#include <digestbump/base/memory.h>
#include <string.h>

/* Tokens name the second from which on they hold, and servers allow for about a
 * minute; certificates and signatures count in minutes. */
enum { SKEW_WARN_S = 60, SKEW_FAIL_S = 5 * 60 };

/* Below one in so many, the rest of a run may find nothing left. */
enum { RATE_LOW_PART = 10 };

struct check_list {
	struct doctor_report *report;
	const struct registry_check *seen;
};

static void add(const struct check_list *list, const char *name, enum check_state state,
		char *detail, const char *advice)
{
	doctor_report_add(list->report, (struct doctor_check){ name, state, list->seen->host,
							       detail, (char *)advice });
}

static bool failed_by(const struct registry_check *seen, enum error_kind kind)
{
	return seen->error && error_kind(seen->error) == kind;
}

/* Gives what failed, without the registry's name in front: the check has it. */
static char *failure_text(const struct registry_check *seen)
{
	const char *text = error_text(seen->error);
	size_t size = strlen(seen->host);
	bool is_named = strncmp(text, seen->host, size) == 0 && strncmp(text + size, ": ", 2) == 0;

	return must_copy(is_named ? text + size + 2 : text);
}

/* ---- can it be reached ---- */

static char *connection_text(const struct registry_check *seen)
{
	if (!seen->destination)
		return must_format("read from '%s'", seen->endpoint);
	return must_format("%s://%s answers by %s%s%s", seen->is_secure ? "https" : "http",
			   seen->destination, seen->version ? seen->version : "HTTP",
			   seen->is_proxied ? " through the proxy" : "",
			   seen->endpoint ? " (the configured endpoint)" : "");
}

/* No answer, or one that only a broken server gives. */
static bool is_unreachable(const struct registry_check *seen)
{
	if (!seen->error || failed_by(seen, ERROR_ABSENT) || failed_by(seen, ERROR_LIMITED))
		return false;
	return seen->destination ? !seen->status || seen->status >= 500 : true;
}

static void check_reach(const struct check_list *list)
{
	const struct registry_check *seen = list->seen;

	if (is_unreachable(seen))
		add(list, "reach", CHECK_FAIL, failure_text(seen),
		    "check the network, the proxy variables, and registries in "
		    ".digestbump.yaml");
	else
		add(list, "reach", CHECK_OK, connection_text(seen), NULL);
}

static void check_tls(const struct check_list *list)
{
	if (!list->seen->is_secure || is_unreachable(list->seen))
		return;
	if (list->seen->is_unverified)
		add(list, "tls", CHECK_WARN,
		    must_copy(
			"its certificate is not checked, so anyone in between can answer for it"),
		    "remove 'insecure' and set 'ca' to its certificate authority");
	else
		add(list, "tls", CHECK_OK, must_copy("its certificate is trusted"), NULL);
}

/* ---- who we are ---- */

static void check_credential(const struct check_list *list)
{
	const char *source = list->seen->source;

	if (list->seen->is_store_broken)
		add(list, "credential", CHECK_WARN, must_copy(source),
		    "it is asked anonymously until then");
	else
		add(list, "credential", CHECK_OK, must_copy(source), NULL);
}

static char *login_text(const struct registry_check *seen)
{
	bool is_bearer = seen->scheme && strcmp(seen->scheme, "Bearer") == 0;

	if (!seen->scheme)
		return must_copy("no login is needed");
	if (is_bearer)
		return must_format("%s token was given, and works",
				   seen->is_anonymous ? "an anonymous" : "a");
	return must_copy("the login (Basic) works");
}

/* What stands between reaching it and the answer; nothing to say where it was
 * not reached. */
static void check_login(const struct check_list *list)
{
	const struct registry_check *seen = list->seen;

	if (!seen->destination || is_unreachable(seen) || failed_by(seen, ERROR_LIMITED))
		return;
	if (!seen->error || failed_by(seen, ERROR_ABSENT))
		add(list, "login", CHECK_OK, login_text(seen), NULL);
	else if (failed_by(seen, ERROR_DENIED) || seen->status == 401)
		add(list, "login", CHECK_FAIL, failure_text(seen), NULL);
}

/* ---- the rest ---- */

static void check_image(const struct check_list *list)
{
	const struct registry_check *seen = list->seen;
	bool is_digest = strchr(seen->what, ':') != NULL;
	OWNED_STRING image =
	    must_format("%s%s%s", seen->repository, is_digest ? "@" : ":", seen->what);

	if (!seen->error)
		add(list, "image", CHECK_OK,
		    is_digest ? must_format("'%s' is there", image)
			      : must_format("'%s' is %s", image,
					    seen->digest ? seen->digest
							 : "there, but its digest is not told"),
		    NULL);
	else if (failed_by(seen, ERROR_ABSENT))
		add(list, "image", CHECK_WARN, failure_text(seen), NULL);
	else if (!is_unreachable(seen) && !failed_by(seen, ERROR_DENIED) &&
		 !failed_by(seen, ERROR_LIMITED) && seen->status != 401)
		add(list, "image", CHECK_FAIL, failure_text(seen), NULL);
}

static void check_rate(const struct check_list *list)
{
	const struct registry_check *seen = list->seen;
	bool is_low = seen->remaining == 0 || seen->remaining < seen->limit / RATE_LOW_PART;

	if (failed_by(seen, ERROR_LIMITED)) {
		add(list, "rate", CHECK_FAIL, failure_text(seen),
		    "come back later, or log in: a login has a limit of its own");
		return;
	}
	if (seen->remaining < 0)
		return;
	OWNED(text) detail = text_new(0);

	text_add_format(detail, "%ld", seen->remaining);
	if (seen->limit >= 0)
		text_add_format(detail, " of %ld", seen->limit);
	text_add_string(detail, " pulls left");
	if (seen->window_s > 0)
		text_add_format(detail, " in %ld s", seen->window_s);
	add(list, "rate", is_low ? CHECK_WARN : CHECK_OK, text_take(pass_on(&detail)),
	    is_low ? "log in, or run less often: a login has a limit of its own" : NULL);
}

static void check_clock(const struct check_list *list)
{
	const struct registry_check *seen = list->seen;
	int64_t skew = seen->ahead_s < 0 ? -seen->ahead_s : seen->ahead_s;
	enum check_state state = skew >= SKEW_FAIL_S   ? CHECK_FAIL
				 : skew >= SKEW_WARN_S ? CHECK_WARN
						       : CHECK_OK;

	if (!seen->has_clock)
		return;
	add(list, "clock", state,
	    must_format("this machine's clock is %lld s %s the registry's", (long long)skew,
			seen->ahead_s > 0 ? "behind" : "ahead of"),
	    state == CHECK_OK ? NULL
			      : "set one of the two: tokens and certificates may be refused");
}

void add_registry_checks(struct doctor_report *report, const struct registry_check *seen)
{
	static void (*const checks[])(const struct check_list *) = {
		check_reach, check_tls,  check_credential, check_login,
		check_image, check_rate, check_clock,
	};
	const struct check_list list = { report, seen };

	if (!seen->source) {
		add(&list, "credential", CHECK_FAIL, failure_text(seen),
		    "the registry was not asked");
		return;
	}
	for (size_t i = 0; i < sizeof(checks) / sizeof(*checks); i++)
		checks[i](&list);
}
