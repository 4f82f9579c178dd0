#include "doctor_registries.h"
#include "doctor_registry_checks.h"
#include <digestbump/base/map.h>
#include <digestbump/base/memory.h>
#include <digestbump/base/time.h>
#include <digestbump/config/credentials.h>
#include <digestbump/registry/registry.h>
#include <string.h>
#include <strings.h>
#include <time.h>

/* Repositories of one registry that are asked after, one for each credential. */
enum { PROBES_PER_HOST_MOST = 5 };

/* What asking needs; borrowed but for the client's parts. */
struct registry_probe {
	const struct doctor *doctor;
	struct credentials *credentials;
	struct http *http;
	struct registry *registry;
};

/* ---- what comes back ---- */

/* The value of a header line with this name, without blanks in front; or NULL. */
static const char *value_of(const struct strings *headers, const char *name)
{
	size_t size = strlen(name);

	for (size_t i = 0; i < headers->count; i++) {
		const char *line = headers->items[i];

		if (strncasecmp(line, name, size) == 0 && line[size] == ':')
			return line + size + 1 + strspn(line + size + 1, " \t");
	}
	return NULL;
}

/* "100;w=21600", or "100, 100;w=21600": the first number (facts of the field: a
 * draft of the header has a list). -1: none. */
static long number_of(const char *value)
{
	char *end = NULL;
	long number = value ? strtol(value, &end, 10) : -1;

	return value && end != value && number >= 0 ? number : -1;
}

static void record_rate(struct registry_check *seen, const struct strings *headers)
{
	const char *limit = value_of(headers, "ratelimit-limit");
	const char *remaining = value_of(headers, "ratelimit-remaining");
	const char *window = limit ? strstr(limit, "w=") : NULL;

	if (number_of(remaining) < 0)
		return;
	seen->remaining = number_of(remaining);
	seen->limit = number_of(limit);
	seen->window_s = number_of(window ? window + 2 : NULL);
}

static void record_clock(struct registry_check *seen, const struct strings *headers)
{
	const char *value = value_of(headers, "date");
	OWNED_STRING date = value ? slice_copy(slice_trim(slice_of(value))) : NULL;
	int64_t theirs = 0;

	if (!date || !http_date(&theirs, date))
		return;
	seen->has_clock = true;
	seen->ahead_s = theirs - (int64_t)time(NULL);
}

static void record_challenge(struct registry_check *seen, const struct strings *headers)
{
	static const char *const schemes[] = { "Basic", "Bearer" };

	for (size_t i = 0; i < headers->count; i++)
		for (size_t j = 0; j < 2; j++)
			if (strncasecmp(headers->items[i], "www-authenticate:", 17) == 0 &&
			    strcasestr(headers->items[i] + 17, schemes[j]))
				seen->scheme = schemes[j];
}

static void record(struct registry_check *seen, const struct http_observation *observation)
{
	seen->is_secure = observation->secure;
	seen->is_unverified = observation->unverified;
	seen->is_proxied |= observation->proxied;
	if (observation->version && observation->status)
		seen->version = observation->version;
	if (!observation->status)
		return;
	seen->status = observation->status;
	record_rate(seen, observation->headers);
	record_clock(seen, observation->headers);
	if (observation->status == 401)
		record_challenge(seen, observation->headers);
}

/* What one host says holds for all registries that lead to it. */
static void on_observation(void *data, const struct http_observation *observation)
{
	const struct doctor_report *report = data;

	for (size_t i = 0; i < report->registry_count; i++) {
		struct registry_check *seen = report->registries[i];

		if (seen->destination && strcmp(seen->destination, observation->host) == 0)
			record(seen, observation);
	}
}

static void on_head(void *data, const struct registry_head *head, struct error *error)
{
	struct registry_check *seen = data;

	seen->error = error;
	if (head)
		seen->digest = must_copy(head->digest);
}

/* ---- whom to ask ---- */

/* True when one of the host's registries seen so far uses the same credential. */
static bool is_known(const struct doctor_report *report, const char *host, const char *source)
{
	size_t probes = 0;

	for (size_t i = 0; i < report->registry_count; i++) {
		const struct registry_check *seen = report->registries[i];

		if (strcmp(seen->host, host) != 0)
			continue;
		if (++probes == PROBES_PER_HOST_MOST || !seen->source || !source ||
		    strcmp(seen->source, source) == 0)
			return true;
	}
	return false;
}

static void add_registry(const struct registry_probe *probe, const struct pin *pin)
{
	const struct config *config = probe->doctor->workspace->config;
	const struct reference *image = pin->image;
	const struct registry_config *entry = config_registry(config, image->host);
	OWNED(credential) credential = NULL;
	struct error *error =
	    credentials_find(&credential, probe->credentials, image->host, image->repository);

	if (is_known(probe->doctor->report, image->host, credential ? credential->source : NULL)) {
		error_free(error);
		return;
	}
	struct registry_check *seen = doctor_report_registry(probe->doctor->report);
	const char *what = pin->tracked ? pin->tracked : pin->pinned;

	seen->host = must_copy(image->host);
	seen->repository = must_copy(image->repository);
	seen->what = must_copy(what ? what : "latest");
	seen->destination = config_destination(config, image->host);
	seen->endpoint = must_copy(entry ? entry->endpoint : NULL);
	seen->source = must_copy(credential ? credential->source : NULL);
	seen->is_anonymous = !credential || credential_is_anonymous(credential);
	seen->is_store_broken = credential && credential->is_store_broken;
	seen->error = error;
}

static bool is_asked(const struct registry_probe *probe, const struct pin *pin)
{
	return pin->image &&
	       !config_rule(probe->doctor->workspace->config, pin->image->name, pin->path).ignored;
}

/* The first time, only has the helpers started, so that they work beside one
 * another. */
static void add_registries(const struct registry_probe *probe, const struct pins *pins,
			   bool only_prepare)
{
	OWNED(map) names = map_new();

	for (size_t i = 0; i < pins->count; i++) {
		const struct pin *pin = pins->items[i];

		if (!is_asked(probe, pin) || map_get(names, pin->image->name))
			continue;
		map_set(names, pin->image->name, (void *)pin);
		if (only_prepare)
			(void)credentials_ready(probe->credentials, pin->image->host,
						pin->image->repository);
		else
			add_registry(probe, pin);
	}
}

/* ---- asking ---- */

static struct error *open_client(struct registry_probe *probe)
{
	const struct doctor *doctor = probe->doctor;
	const struct config *config = doctor->workspace->config;
	const struct http_options options = {
		.context = doctor->invocation->context,
		.config = config,
		.user_agent = "digestbump/" DIGESTBUMP_VERSION,
		.network = &config->network,
		.observe = on_observation,
		.observer = doctor->report,
	};

	TRY(http_new(&probe->http, &options));
	return registry_new(&probe->registry, probe->http, config, probe->credentials);
}

static void close_probe(struct registry_probe *probe)
{
	registry_free(probe->registry);
	http_free(probe->http);
	credentials_free(probe->credentials);
}

static void send_requests(const struct registry_probe *probe)
{
	const struct doctor_report *report = probe->doctor->report;

	for (size_t i = 0; i < report->registry_count; i++) {
		struct registry_check *seen = report->registries[i];

		if (!seen->error)
			registry_head(probe->registry, seen->host, seen->repository, seen->what,
				      on_head, seen);
	}
	http_run(probe->http);
}

static void check_file_modes(const struct registry_probe *probe)
{
	const struct strings *files = credentials_open_files(probe->credentials);

	for (size_t i = 0; i < files->count; i++) {
		OWNED_STRING advice =
		    must_format("chmod 600 '%s', unless nobody else can get there",
				files->items[i]);

		doctor_add_check(probe->doctor, "credentials", CHECK_WARN,
				 must_format("'%s' can be read by everybody on this machine",
					     files->items[i]),
				 advice);
	}
	if (!files->count)
		doctor_add_check(probe->doctor, "credentials", CHECK_OK,
				 must_copy("their files are readable by nobody else"), NULL);
}

static struct error *ask_registries(struct registry_probe *probe, const struct pins *pins)
{
	const struct doctor *doctor = probe->doctor;

	check_file_modes(probe);
	add_registries(probe, pins, true);
	add_registries(probe, pins, false);
	send_requests(probe);
	if (*doctor->invocation->context->stop)
		return error_new(ERROR_STOPPED, "stopped by a signal");
	for (size_t i = 0; i < doctor->report->registry_count; i++)
		add_registry_checks(doctor->report, doctor->report->registries[i]);
	return NULL;
}

struct error *check_registries(const struct doctor *doctor, const struct pins *pins)
{
	struct registry_probe probe = { .doctor = doctor };
	struct error *error = NULL;
	OWNED(error)
	wrong = credentials_load(&probe.credentials, doctor->workspace->config,
				 doctor->invocation->context);

	if (wrong)
		doctor_add_check(doctor, "credentials", CHECK_FAIL, must_copy(error_text(wrong)),
				 "nothing runs until this is fixed; no registry was asked");
	if (!wrong)
		wrong = open_client(&probe);
	if (wrong && probe.credentials)
		doctor_add_check(doctor, "proxy", CHECK_FAIL, must_copy(error_text(wrong)),
				 "no registry was asked");
	if (!wrong)
		error = ask_registries(&probe, pins);
	close_probe(&probe);
	return error;
}
