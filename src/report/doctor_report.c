#include "color.h"
#include "json_writer.h"
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

void report_doctor_text(struct report_stream *out, const struct doctor_report *report,
			bool only_problems, const struct style *style)
{
	for (size_t i = 0; i < report->check_count; i++)
		if (!only_problems || report->checks[i].state != CHECK_OK)
			add_check(&out->text, &report->checks[i], style);
	if (!only_problems)
		text_add_format(&out->text, "%zu ok, %zu warnings, %zu failed\n",
				doctor_report_count(report, CHECK_OK),
				doctor_report_count(report, CHECK_WARN),
				doctor_report_count(report, CHECK_FAIL));
}

/* ---- JSON ---- */

static void write_check(struct json_writer *writer, const struct doctor_check *check)
{
	json_write_object(writer, NULL);
	json_write_text(writer, "check", check->name);
	json_write_text(writer, "subject", check->subject);
	json_write_text(writer, "status", states[check->state].word);
	json_write_text(writer, "detail", check->detail);
	json_write_text(writer, "advice", check->advice);
	json_write_object_end(writer);
}

/* A number that the registry may not have told. */
static void write_told(struct json_writer *writer, const char *key, int64_t value, bool is_told)
{
	if (is_told)
		json_write_number(writer, key, value);
	else
		json_write_null(writer, key);
}

static void write_rate(struct json_writer *writer, const struct registry_check *registry)
{
	if (registry->remaining < 0) {
		json_write_null(writer, "rate");
		return;
	}
	json_write_object(writer, "rate");
	write_told(writer, "limit", registry->limit, registry->limit >= 0);
	json_write_number(writer, "remaining", registry->remaining);
	write_told(writer, "window_seconds", registry->window_s, registry->window_s >= 0);
	json_write_object_end(writer);
}

static void write_registry(struct json_writer *writer, const struct registry_check *registry)
{
	json_write_object(writer, NULL);
	json_write_text(writer, "registry", registry->host);
	json_write_text(writer, "repository", registry->repository);
	json_write_text(writer, "reference", registry->what);
	json_write_text(writer, "endpoint", registry->endpoint);
	json_write_text(writer, "host", registry->destination);
	json_write_text(writer, "http", registry->version);
	json_write_bool(writer, "tls", registry->is_secure);
	json_write_bool(writer, "verified", registry->is_secure && !registry->is_unverified);
	json_write_bool(writer, "proxy", registry->is_proxied);
	write_told(writer, "status", registry->status, registry->status != 0);
	json_write_text(writer, "challenge", registry->scheme);
	json_write_object(writer, "credential");
	json_write_text(writer, "source", registry->source);
	json_write_bool(writer, "anonymous", registry->is_anonymous);
	json_write_object_end(writer);
	write_rate(writer, registry);
	write_told(writer, "clock_ahead_seconds", registry->ahead_s, registry->has_clock);
	json_write_text(writer, "digest", registry->digest);
	json_write_object_end(writer);
}

void report_doctor_json(struct report_stream *out, const struct doctor_report *report)
{
	struct json_writer writer = { .stream = out };

	json_write_object(&writer, NULL);
	json_write_text(&writer, "schema", "digestbump/doctor/1");
	json_write_array(&writer, "checks");
	for (size_t i = 0; i < report->check_count; i++)
		write_check(&writer, &report->checks[i]);
	json_write_array_end(&writer);
	json_write_array(&writer, "registries");
	for (size_t i = 0; i < report->registry_count; i++)
		write_registry(&writer, report->registries[i]);
	json_write_array_end(&writer);
	json_write_object(&writer, "summary");
	for (enum check_state state = CHECK_OK; state <= CHECK_FAIL; state++)
		json_write_number(&writer, states[state].word,
				  (int64_t)doctor_report_count(report, state));
	json_write_object_end(&writer);
	json_write_object_end(&writer);
	json_write_end(&writer);
}
