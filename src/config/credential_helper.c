#include "credential_helper.h"
#include "docker_config.h"
#include <digestbump/base/log.h>
#include <digestbump/base/map.h>
#include <digestbump/base/memory.h>
#include <digestbump/base/process.h>
#include <digestbump/base/secret.h>
#include <digestbump/limits.h>
#include <jansson.h>
#include <openssl/crypto.h>
#include <string.h>
#include <strings.h>

enum { HELPER_POLL_MS = 20 };

/* One helper asked for one host. */
struct helper_run {
	char *name;
	char *server; /* what it is asked for */
	struct strings *arguments;
	struct strings *variables;
	struct text *output;
	struct text *error_output;
	struct process *process; /* NULL: not started yet, or over */
	bool is_over;
	bool timed_out; /* it did not end in time */
	struct helper_result result;
};

struct helpers {
	const struct context *context;
	struct map *runs; /* by name and server */
	size_t running;
};

static void helper_run_free(struct helper_run *run)
{
	process_free(run->process);
	secret_wipe_text(run->output);
	secret_wipe_text(run->error_output);
	text_free(run->output);
	text_free(run->error_output);
	strings_free(run->arguments);
	strings_free(run->variables);
	credential_free(run->result.credential);
	error_free(run->result.error);
	free(run->name);
	free(run->server);
	free(run);
}

struct helpers *helpers_new(const struct context *context)
{
	struct helpers *helpers = must_alloc(sizeof(*helpers));

	helpers->context = context;
	helpers->runs = map_new();
	return helpers;
}

void helpers_free(struct helpers *helpers)
{
	if (!helpers)
		return;
	for (size_t i = 0; i < map_count(helpers->runs); i++)
		helper_run_free(map_value(helpers->runs, i));
	map_free(helpers->runs);
	free(helpers);
}

/* ---- what it said ---- */

/* What helpers answer when they have nothing, as errors (credentials/error.go of
 * docker-credential-helpers). */
static bool is_none(struct slice output)
{
	static const char *const texts[] = {
		"credentials not found in native keychain",
		"no credentials server URL",
		"no credentials username",
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		if (slice_is(output, texts[i]))
			return true;
	return false;
}

/* Go, which docker is written in, takes a key in any case. */
static const char *member(const json_t *object, const char *name)
{
	const char *key;
	json_t *value;

	json_object_foreach((json_t *)object, key, value)
	{
		if (strcasecmp(key, name) == 0 && json_is_string(value))
			return json_string_value(value);
	}
	return "";
}

/* Gives a credential or NULL. "<token>" is no user, but says that the secret is
 * an identity token. */
static struct error *read_pair(struct credential **out, const char *username, const char *secret)
{
	*out = NULL;
	if (!*username && !*secret)
		return NULL;
	if (!*username || (strchr(username, ':') != NULL))
		return error_new(ERROR_SYNTAX, "returned an invalid user name");
	TRY(error_as(ERROR_SYNTAX, secret_check("its user name", slice_of(username))));
	TRY(error_as(ERROR_SYNTAX, password_check("its secret", username, slice_of(secret))));
	bool is_token = strcmp(username, "<token>") == 0;
	struct credential *credential = must_alloc(sizeof(*credential));

	if (is_token) {
		credential->identity_token = must_copy(secret);
	} else {
		credential->username = must_copy(username);
		credential->password = must_copy(secret);
	}
	*out = credential;
	return NULL;
}

static void wipe_members(json_t *object)
{
	const char *key;
	json_t *value;

	json_object_foreach(object, key, value)
	{
		if (json_is_string(value))
			OPENSSL_cleanse((char *)json_string_value(value),
					json_string_length(value));
	}
}

struct error *helper_parse(struct credential **out, int code, struct slice output)
{
	struct slice text = slice_trim(output);
	json_error_t wrong;

	*out = NULL;
	if (code != 0 && is_none(text))
		return NULL;
	if (code != 0)
		return error_new(ERROR_SYNTAX, "failed with exit code %d", code);
	json_t *result = json_loadb(text.at ? text.at : "", text.size, 0, &wrong);
	struct error *error =
	    json_is_object(result)
		? read_pair(out, member(result, "Username"), member(result, "Secret"))
		: error_new(ERROR_SYNTAX, "did not return a JSON object");

	wipe_members(result);
	json_decref(result);
	return error;
}

/* ---- asking ---- */

/* What gets into the name of a program: nothing that leads elsewhere. */
static bool name_is_valid(const char *name)
{
	size_t size =
	    strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");

	return size && !name[size] && size <= HELPER_NAME_BYTES_MOST;
}

/* Gives the program's path, NULL when there is none. Directories that are not
 * absolute are passed over: what lies in the repository is not run (Go's
 * exec.ErrDot). */
static char *find_program(const struct context *context, const char *name)
{
	const char *at = context->variable("PATH");

	while (at && *at) {
		size_t size = strcspn(at, ":");
		OWNED_STRING path = must_format("%.*s/docker-credential-%s", (int)size, at, name);

		if (*at == '/' && access(path, X_OK) == 0)
			return pass_on(&path);
		at += size + (at[size] == ':');
	}
	return NULL;
}

/* Takes error, which is what `name` did. What to do is to look oneself: nothing
 * that it wrote can be shown. */
static void fail(struct helper_run *run, struct error *error)
{
	OWNED(error) taken = error;

	run->is_over = true;
	if (error_kind(taken) == ERROR_STOPPED)
		run->result.error = pass_on(&taken);
	else
		run->result.error = error_new(ERROR_DENIED,
					      "the credential helper '%.100s' %s (run \"echo %s | "
					      "docker-credential-%.100s get\" to see why)",
					      run->name, error_text(taken), run->server, run->name);
}

/* True when the same program hung for another host: it waits for somebody who does
 * not come, and each further host would wait as long. */
static bool timed_out_before(const struct helpers *helpers, const char *name)
{
	for (size_t i = 0; i < map_count(helpers->runs); i++) {
		const struct helper_run *run = map_value(helpers->runs, i);

		if (run->timed_out && strcmp(run->name, name) == 0)
			return true;
	}
	return false;
}

static void start(struct helpers *helpers, struct helper_run *run)
{
	if (timed_out_before(helpers, run->name)) {
		fail(run, error_new(ERROR_NETWORK, "timed out for another registry before"));
		return;
	}
	OWNED_STRING program = find_program(helpers->context, run->name);

	if (!program) {
		run->is_over = true;
		run->result.error =
		    error_new(ERROR_DENIED,
			      "program 'docker-credential-%.100s' not found in PATH: install it, "
			      "or log in without a credential helper",
			      run->name);
		return;
	}
	strings_take(run->arguments, pass_on(&program));
	strings_add(run->arguments, "get");
	for (char **at = environ; *at; at++)
		strings_add(run->variables, *at);
	const struct process_options task = { .arguments = run->arguments,
					      .variables = run->variables,
					      .input = run->server,
					      .output = run->output,
					      .error_output = run->error_output,
					      .limits = { .stop = helpers->context->stop,
							  .timeout_ms = HELPER_TIMEOUT_MS } };

	log_debug("credential helper '%s' for '%s'", run->name, run->server);
	struct error *error = process_start(&run->process, &task);

	if (error)
		fail(run, error);
	else
		helpers->running++;
}

static struct helper_run *helper_run_new(const char *name, const char *host)
{
	struct helper_run *run = must_alloc(sizeof(*run));
	bool is_hub = strcmp(host, "docker.io") == 0;

	run->name = must_copy(name);
	run->server = must_copy(is_hub ? "https://index.docker.io/v1/" : host);
	run->arguments = strings_new();
	run->variables = strings_new();
	run->output = text_new(HELPER_BYTES_MOST);
	run->error_output = text_new(HELPER_BYTES_MOST);
	if (name_is_valid(name))
		return run;
	run->is_over = true;
	run->result.error =
	    error_new(ERROR_DENIED, "'%.100s' is not a valid name of a credential helper", name);
	return run;
}

/* Reads the answer of a helper that has ended. */
static void finish(struct helpers *helpers, struct helper_run *run)
{
	int code = 0;
	struct error *error = process_result(&code, run->process);

	helpers->running--;
	process_free(pass_on(&run->process));
	run->is_over = true;
	run->timed_out = error && error_kind(error) == ERROR_NETWORK;
	if (!error)
		error = helper_parse(&run->result.credential, code, text_slice(run->output));
	if (error)
		fail(run, error);
	secret_wipe_text(run->output);
	secret_wipe_text(run->error_output);
	if (run->result.credential)
		run->result.credential->source =
		    must_format("the credential helper '%s'", run->name);
}

/* Those that run, that their slots come free; then starts this one if it may. */
static void poll_helpers(struct helpers *helpers, struct helper_run *wanted, int wait_ms)
{
	for (size_t i = 0; helpers->running && i < map_count(helpers->runs); i++) {
		struct helper_run *run = map_value(helpers->runs, i);

		if (run->process && process_poll(run->process, wait_ms))
			finish(helpers, run);
	}
	if (!wanted->is_over && !wanted->process && helpers->running < HELPERS_MOST)
		start(helpers, wanted);
}

const struct helper_result *helpers_get(struct helpers *helpers, const char *name, const char *host,
					bool wait)
{
	OWNED_STRING key = must_format("%s %s", name, host);
	struct helper_run *run = map_get(helpers->runs, key);

	if (!run) {
		run = helper_run_new(name, host);
		map_set(helpers->runs, key, run);
	}
	do {
		if (!run->is_over)
			poll_helpers(helpers, run, wait ? HELPER_POLL_MS : 0);
	} while (wait && !run->is_over);
	return run->is_over ? &run->result : NULL;
}
