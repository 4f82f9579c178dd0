#include "credential_helper.h"
#include "docker_config.h"
#include <digestbump/base/log.h>
#include <digestbump/base/map.h>
#include <digestbump/base/memory.h>
#include <digestbump/base/process.h>
#include <digestbump/limits.h>
#include <jansson.h>
#include <openssl/crypto.h>
#include <string.h>
#include <strings.h>

enum { TEND_MS = 20 };

/* One helper asked for one host. */
struct ask {
	char *name;
	char *server; /* what it is asked for */
	struct strings *arguments;
	struct strings *variables;
	struct text *output;
	struct text *words;
	struct child *child; /* NULL: not started yet, or over */
	bool is_over;
	bool has_hung; /* it did not end in time */
	struct helper_answer answer;
};

struct helpers {
	const struct context *context;
	struct map *asks; /* by name and server */
	size_t running;
};

static void ask_free(struct ask *ask)
{
	child_free(ask->child);
	secret_wipe_text(ask->output);
	secret_wipe_text(ask->words);
	text_free(ask->output);
	text_free(ask->words);
	strings_free(ask->arguments);
	strings_free(ask->variables);
	credential_free(ask->answer.credential);
	error_free(ask->answer.error);
	free(ask->name);
	free(ask->server);
	free(ask);
}

struct helpers *helpers_new(const struct context *context)
{
	struct helpers *helpers = must_alloc(sizeof(*helpers));

	helpers->context = context;
	helpers->asks = map_new();
	return helpers;
}

void helpers_free(struct helpers *helpers)
{
	if (!helpers)
		return;
	for (size_t i = 0; i < map_count(helpers->asks); i++)
		ask_free(map_value(helpers->asks, i));
	map_free(helpers->asks);
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
		return error_new(ERROR_SYNTAX, "answers without a user name that can be one");
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

struct error *helper_read(struct credential **out, int code, struct slice output)
{
	struct slice text = slice_trim(output);
	json_error_t wrong;

	*out = NULL;
	if (code != 0 && is_none(text))
		return NULL;
	if (code != 0)
		return error_new(ERROR_SYNTAX, "fails with exit code %d", code);
	json_t *answer = json_loadb(text.at ? text.at : "", text.size, 0, &wrong);
	struct error *error =
	    json_is_object(answer)
		? read_pair(out, member(answer, "Username"), member(answer, "Secret"))
		: error_new(ERROR_SYNTAX, "answers with no JSON object");

	wipe_members(answer);
	json_decref(answer);
	return error;
}

/* ---- asking ---- */

/* What gets into the name of a program: nothing that leads elsewhere. */
static bool name_is_valid(const char *name)
{
	size_t size = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				   "0123456789._-");

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
static void fail(struct ask *ask, struct error *error)
{
	OWNED(error) taken = error;

	ask->is_over = true;
	if (error_kind(taken) == ERROR_STOPPED)
		ask->answer.error = pass_on(&taken);
	else
		ask->answer.error = error_new(ERROR_DENIED,
					      "the credential helper '%.100s' %s: see what "
					      "\"echo %s | docker-credential-%.100s get\" says",
					      ask->name, error_text(taken), ask->server, ask->name);
}

/* True when the same program hung for another host: it waits for somebody who does
 * not come, and each further host would wait as long. */
static bool hung_before(const struct helpers *helpers, const char *name)
{
	for (size_t i = 0; i < map_count(helpers->asks); i++) {
		const struct ask *ask = map_value(helpers->asks, i);

		if (ask->has_hung && strcmp(ask->name, name) == 0)
			return true;
	}
	return false;
}

static void start(struct helpers *helpers, struct ask *ask)
{
	if (hung_before(helpers, ask->name)) {
		fail(ask, error_new(ERROR_NETWORK, "did not end in time for another registry"));
		return;
	}
	OWNED_STRING program = find_program(helpers->context, ask->name);

	if (!program) {
		ask->is_over = true;
		ask->answer.error = error_new(ERROR_DENIED,
					      "there is no program 'docker-credential-%.100s' in "
					      "PATH: install it, or log in "
					      "without it",
					      ask->name);
		return;
	}
	strings_take(ask->arguments, pass_on(&program));
	strings_add(ask->arguments, "get");
	for (char **at = environ; *at; at++)
		strings_add(ask->variables, *at);
	const struct child_task task = { .arguments = ask->arguments,
					 .variables = ask->variables,
					 .input = ask->server,
					 .output = ask->output,
					 .words = ask->words,
					 .limits = { .stop = helpers->context->stop,
						     .whole_ms = HELPER_TIMEOUT_MS } };

	log_debug("credential helper '%s' for '%s'", ask->name, ask->server);
	struct error *error = child_start(&ask->child, &task);

	if (error)
		fail(ask, error);
	else
		helpers->running++;
}

static struct ask *ask_new(const char *name, const char *host)
{
	struct ask *ask = must_alloc(sizeof(*ask));
	bool is_hub = strcmp(host, "docker.io") == 0;

	ask->name = must_copy(name);
	ask->server = must_copy(is_hub ? "https://index.docker.io/v1/" : host);
	ask->arguments = strings_new();
	ask->variables = strings_new();
	ask->output = text_new(HELPER_BYTES_MOST);
	ask->words = text_new(HELPER_BYTES_MOST);
	if (name_is_valid(name))
		return ask;
	ask->is_over = true;
	ask->answer.error =
	    error_new(ERROR_DENIED, "'%.100s' is no name of a credential helper", name);
	return ask;
}

/* Reads the answer of a helper that has ended. */
static void finish(struct helpers *helpers, struct ask *ask)
{
	int code = 0;
	struct error *error = child_result(&code, ask->child);

	helpers->running--;
	child_free(pass_on(&ask->child));
	ask->is_over = true;
	ask->has_hung = error && error_kind(error) == ERROR_NETWORK;
	if (!error)
		error = helper_read(&ask->answer.credential, code, text_slice(ask->output));
	if (error)
		fail(ask, error);
	secret_wipe_text(ask->output);
	secret_wipe_text(ask->words);
	if (ask->answer.credential)
		ask->answer.credential->source =
		    must_format("the credential helper '%s'", ask->name);
}

/* Those that run, that their slots come free; then starts this one if it may. */
static void tend(struct helpers *helpers, struct ask *wanted, int wait_ms)
{
	for (size_t i = 0; helpers->running && i < map_count(helpers->asks); i++) {
		struct ask *ask = map_value(helpers->asks, i);

		if (ask->child && child_tend(ask->child, wait_ms))
			finish(helpers, ask);
	}
	if (!wanted->is_over && !wanted->child && helpers->running < HELPERS_MOST)
		start(helpers, wanted);
}

const struct helper_answer *helpers_ask(struct helpers *helpers, const char *name, const char *host,
					bool wait)
{
	OWNED_STRING key = must_format("%s %s", name, host);
	struct ask *ask = map_get(helpers->asks, key);

	if (!ask) {
		ask = ask_new(name, host);
		map_set(helpers->asks, key, ask);
	}
	do {
		if (!ask->is_over)
			tend(helpers, ask, wait ? TEND_MS : 0);
	} while (wait && !ask->is_over);
	return ask->is_over ? &ask->answer : NULL;
}
