#include "doctor.h"
#include <digestbump/base/map.h>
#include <digestbump/base/memory.h>
#include <digestbump/base/time.h>
#include <digestbump/registry/registry.h>
#include <string.h>
#include <strings.h>
#include <time.h>

/* Repositories of one registry that are asked after, one for each credential. */
enum { VISITS_MOST = 5 };

/* What asking needs; borrowed but for the client's parts. */
struct round {
	const struct patient *patient;
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

static void note_rate(struct seen_registry *seen, const struct strings *headers)
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

static void note_clock(struct seen_registry *seen, const struct strings *headers)
{
	const char *value = value_of(headers, "date");
	OWNED_STRING date = value ? slice_copy(slice_trim(slice_of(value))) : NULL;
	int64_t theirs = 0;

	if (!date || !time_from_http_date(&theirs, date))
		return;
	seen->has_clock = true;
	seen->ahead_s = theirs - (int64_t)time(NULL);
}

static void note_challenge(struct seen_registry *seen, const struct strings *headers)
{
	static const char *const schemes[] = { "Basic", "Bearer" };

	for (size_t i = 0; i < headers->count; i++)
		for (size_t j = 0; j < 2; j++)
			if (strncasecmp(headers->items[i], "www-authenticate:", 17) == 0 &&
			    strcasestr(headers->items[i] + 17, schemes[j]))
				seen->scheme = schemes[j];
}

static void note(struct seen_registry *seen, const struct http_observation *observation)
{
	seen->is_secure = observation->secure;
	seen->is_unverified = observation->unverified;
	seen->is_proxied |= observation->proxied;
	if (observation->version && observation->status)
		seen->version = observation->version;
	if (!observation->status)
		return;
	seen->status = observation->status;
	note_rate(seen, observation->headers);
	note_clock(seen, observation->headers);
	if (observation->status == 401)
		note_challenge(seen, observation->headers);
}

/* What one host says holds for all registries that lead to it. */
static void on_observation(void *data, const struct http_observation *observation)
{
	const struct diagnosis *diagnosis = data;

	for (size_t i = 0; i < diagnosis->registry_count; i++) {
		struct seen_registry *seen = diagnosis->registries[i];

		if (seen->destination && strcmp(seen->destination, observation->host) == 0)
			note(seen, observation);
	}
}

static void on_head(void *data, const struct registry_head *head, struct error *error)
{
	struct seen_registry *seen = data;

	seen->error = error;
	if (head)
		seen->digest = must_copy(head->digest);
}

/* ---- whom to ask ---- */

/* True when one of the host's registries seen so far uses the same credential. */
static bool is_known(const struct diagnosis *diagnosis, const char *host, const char *source)
{
	size_t visits = 0;

	for (size_t i = 0; i < diagnosis->registry_count; i++) {
		const struct seen_registry *seen = diagnosis->registries[i];

		if (strcmp(seen->host, host) != 0)
			continue;
		if (++visits == VISITS_MOST || !seen->source || !source ||
		    strcmp(seen->source, source) == 0)
			return true;
	}
	return false;
}

static void add_registry(const struct round *round, const struct pin *pin)
{
	const struct config *config = round->patient->world->config;
	const struct reference *image = pin->image;
	const struct registry_config *entry = config_registry(config, image->host);
	OWNED(credential) credential = NULL;
	struct error *error =
	    credentials_find(&credential, round->credentials, image->host, image->repository);

	if (is_known(round->patient->diagnosis, image->host,
		     credential ? credential->source : NULL)) {
		error_free(error);
		return;
	}
	struct seen_registry *seen = diagnosis_registry(round->patient->diagnosis);
	const char *what = pin->tracked ? pin->tracked : pin->pinned;

	seen->host = must_copy(image->host);
	seen->repository = must_copy(image->repository);
	seen->what = must_copy(what ? what : "latest");
	seen->destination = config_destination(config, image->host);
	seen->endpoint = must_copy(entry ? entry->endpoint : NULL);
	seen->source = must_copy(credential ? credential->source : NULL);
	seen->is_anonymous = !credential || credential_is_anonymous(credential);
	seen->is_doubtful = credential && credential->is_doubtful;
	seen->error = error;
}

static bool is_asked(const struct round *round, const struct pin *pin)
{
	return pin->image &&
	       !config_rule(round->patient->world->config, pin->image->name, pin->path).ignored;
}

/* The first time, only has the helpers started, so that they work beside one
 * another. */
static void choose(const struct round *round, const struct pins *pins, bool only_prepare)
{
	OWNED(map) names = map_new();

	for (size_t i = 0; i < pins->count; i++) {
		const struct pin *pin = pins->items[i];

		if (!is_asked(round, pin) || map_get(names, pin->image->name))
			continue;
		map_set(names, pin->image->name, (void *)pin);
		if (only_prepare)
			(void)credentials_ready(round->credentials, pin->image->host,
						pin->image->repository);
		else
			add_registry(round, pin);
	}
}

/* ---- asking ---- */

static struct error *open_client(struct round *round)
{
	const struct patient *patient = round->patient;
	const struct config *config = patient->world->config;
	const struct http_options options = {
		.context = patient->invocation->context,
		.config = config,
		.user_agent = "digestbump/" DIGESTBUMP_VERSION,
		.network = &config->network,
		.observe = on_observation,
		.observer = patient->diagnosis,
	};

	TRY(http_new(&round->http, &options));
	return registry_new(&round->registry, round->http, config, round->credentials);
}

static void close_round(struct round *round)
{
	registry_free(round->registry);
	http_free(round->http);
	credentials_free(round->credentials);
}

static void ask(const struct round *round)
{
	const struct diagnosis *diagnosis = round->patient->diagnosis;

	for (size_t i = 0; i < diagnosis->registry_count; i++) {
		struct seen_registry *seen = diagnosis->registries[i];

		if (!seen->error)
			registry_head(round->registry, seen->host, seen->repository, seen->what,
				      on_head, seen);
	}
	http_run(round->http);
}

static void tell_open_files(const struct round *round)
{
	const struct strings *files = credentials_open_files(round->credentials);

	for (size_t i = 0; i < files->count; i++) {
		OWNED_STRING advice =
		    must_format("chmod 600 '%s', unless nobody else can get there",
				files->items[i]);

		patient_note(round->patient, "credentials", CHECK_WARN,
			     must_format("'%s' can be read by everybody on this machine",
					 files->items[i]),
			     advice);
	}
	if (!files->count)
		patient_note(round->patient, "credentials", CHECK_OK,
			     must_copy("nobody else can read their files"), NULL);
}

static struct error *ask_all(struct round *round, const struct pins *pins)
{
	const struct patient *patient = round->patient;

	tell_open_files(round);
	choose(round, pins, true);
	choose(round, pins, false);
	ask(round);
	if (*patient->invocation->context->stop)
		return error_new(ERROR_STOPPED, "stopped by a signal");
	for (size_t i = 0; i < patient->diagnosis->registry_count; i++)
		tell_registry(patient->diagnosis, patient->diagnosis->registries[i]);
	return NULL;
}

struct error *examine_registries(const struct patient *patient, const struct pins *pins)
{
	struct round round = { .patient = patient };
	struct error *error = NULL;
	OWNED(error)
	wrong = credentials_load(&round.credentials, patient->world->config,
				 patient->invocation->context);

	if (wrong)
		patient_note(patient, "credentials", CHECK_FAIL, must_copy(error_text(wrong)),
			     "nothing runs until this is mended; no registry was asked");
	if (!wrong)
		wrong = open_client(&round);
	if (wrong && round.credentials)
		patient_note(patient, "proxy", CHECK_FAIL, must_copy(error_text(wrong)),
			     "no registry was asked");
	if (!wrong)
		error = ask_all(&round, pins);
	close_round(&round);
	return error;
}
