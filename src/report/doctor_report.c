#include "color.h"
#include "json_value.h"
#include <digestbump/base/memory.h>
#include <digestbump/report/doctor_report.h>

enum { STATE_WIDTH = 5, NAME_WIDTH = 12 };

static const struct {
	const char *word;
	enum color color;
} states[] = {
	[CHECK_OK] = { "ok", COLOR_GREEN },
	[CHECK_WARN] = { "warn", COLOR_YELLOW },
	[CHECK_FAIL] = { "fail", COLOR_RED },
};

void doctor_report_add(struct doctor_report *report, struct doctor_check check)
{
	report->checks = must_grow(report->checks, report->check_count, sizeof(*report->checks));
	check.subject = must_copy(check.subject);
	check.advice = must_copy(check.advice);
	report->checks[report->check_count++] = check;
}

struct registry_check *doctor_report_registry(struct doctor_report *report)
{
	struct registry_check *registry = must_alloc(sizeof(*registry));

	registry->limit = registry->remaining = registry->window_s = -1;
	report->registries =
	    must_grow(report->registries, report->registry_count, sizeof(struct registry_check *));
	report->registries[report->registry_count++] = registry;
	return registry;
}

size_t doctor_report_count(const struct doctor_report *report, enum check_state state)
{
	size_t count = 0;

	for (size_t i = 0; i < report->check_count; i++)
		count += report->checks[i].state == state;
	return count;
}

static void registry_check_free(struct registry_check *registry)
{
	free(registry->host);
	free(registry->repository);
	free(registry->what);
	free(registry->destination);
	free(registry->endpoint);
	free(registry->source);
	free(registry->digest);
	error_free(registry->error);
	free(registry);
}

void doctor_report_clear(struct doctor_report *report)
{
	for (size_t i = 0; i < report->check_count; i++) {
		free(report->checks[i].subject);
		free(report->checks[i].detail);
		free(report->checks[i].advice);
	}
	for (size_t i = 0; i < report->registry_count; i++)
		registry_check_free(report->registries[i]);
	free(report->checks);
	free(report->registries);
	*report = (struct doctor_report){ 0 };
}

/* ---- text ---- */

/* "fail  login       ghcr.io: access is denied", and below it what to do. */
static void add_check(struct text *out, const struct doctor_check *check, const struct style *style)
{
	add_colored(out, style, states[check->state].color, states[check->state].word, STATE_WIDTH);
	add_colored(out, style, COLOR_BOLD, check->name, NAME_WIDTH);
	if (check->subject) {
		add_colored(out, style, COLOR_CYAN, check->subject, 0);
		text_add_string(out, ": ");
	}
	add_colored(out, style, COLOR_PLAIN, check->detail, 0);
	text_add_string(out, "\n");
	if (!check->advice)
		return;
	text_add_format(out, "%*s", STATE_WIDTH + NAME_WIDTH, "");
	add_colored(out, style, COLOR_DIM, check->advice, 0);
	text_add_string(out, "\n");
}

void report_doctor_text(struct text *out, const struct doctor_report *report, bool only_problems,
			const struct style *style)
{
	for (size_t i = 0; i < report->check_count; i++)
		if (!only_problems || report->checks[i].state != CHECK_OK)
			add_check(out, &report->checks[i], style);
	if (!only_problems)
		text_add_format(out, "%zu ok, %zu to look at, %zu failed\n",
				doctor_report_count(report, CHECK_OK),
				doctor_report_count(report, CHECK_WARN),
				doctor_report_count(report, CHECK_FAIL));
}

/* ---- JSON ---- */

static json_t *check_object(const struct doctor_check *check)
{
	json_t *object = json_object();

	json_object_set_new(object, "check", value_text(check->name));
	json_object_set_new(object, "subject", value_text(check->subject));
	json_object_set_new(object, "status", value_text(states[check->state].word));
	json_object_set_new(object, "detail", value_text(check->detail));
	json_object_set_new(object, "advice", value_text(check->advice));
	return object;
}

static json_t *rate_object(const struct registry_check *registry)
{
	if (registry->remaining < 0)
		return json_null();
	json_t *object = json_object();

	json_object_set_new(object, "limit",
			    registry->limit < 0 ? json_null() : json_integer(registry->limit));
	json_object_set_new(object, "remaining", json_integer(registry->remaining));
	json_object_set_new(object, "window_seconds",
			    registry->window_s < 0 ? json_null()
						   : json_integer(registry->window_s));
	return object;
}

static json_t *registry_object(const struct registry_check *registry)
{
	json_t *object = json_object();
	json_t *credential = json_object();

	json_object_set_new(object, "registry", value_text(registry->host));
	json_object_set_new(object, "repository", value_text(registry->repository));
	json_object_set_new(object, "reference", value_text(registry->what));
	json_object_set_new(object, "endpoint", value_text(registry->endpoint));
	json_object_set_new(object, "host", value_text(registry->destination));
	json_object_set_new(object, "http", value_text(registry->version));
	json_object_set_new(object, "tls", json_boolean(registry->is_secure));
	json_object_set_new(object, "verified",
			    json_boolean(registry->is_secure && !registry->is_unverified));
	json_object_set_new(object, "proxy", json_boolean(registry->is_proxied));
	json_object_set_new(object, "status",
			    registry->status ? json_integer(registry->status) : json_null());
	json_object_set_new(object, "challenge", value_text(registry->scheme));
	json_object_set_new(credential, "source", value_text(registry->source));
	json_object_set_new(credential, "anonymous", json_boolean(registry->is_anonymous));
	json_object_set_new(object, "credential", credential);
	json_object_set_new(object, "rate", rate_object(registry));
	json_object_set_new(object, "clock_ahead_seconds",
			    registry->has_clock ? json_integer(registry->ahead_s) : json_null());
	json_object_set_new(object, "digest", value_text(registry->digest));
	return object;
}

void report_doctor_json(struct text *out, const struct doctor_report *report)
{
	json_t *document = json_object();
	json_t *checks = json_array();
	json_t *registries = json_array();
	json_t *summary = json_object();

	for (size_t i = 0; i < report->check_count; i++)
		json_array_append_new(checks, check_object(&report->checks[i]));
	for (size_t i = 0; i < report->registry_count; i++)
		json_array_append_new(registries, registry_object(report->registries[i]));
	for (enum check_state state = CHECK_OK; state <= CHECK_FAIL; state++)
		json_object_set_new(summary, states[state].word,
				    json_integer((json_int_t)doctor_report_count(report, state)));
	json_object_set_new(document, "schema", json_string("digestbump/doctor/1"));
	json_object_set_new(document, "checks", checks);
	json_object_set_new(document, "registries", registries);
	json_object_set_new(document, "summary", summary);
	value_add(out, document);
}
