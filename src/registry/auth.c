#include "auth.h"
#include "token.h"
#include "token_request.h"
#include <digestbump/base/memory.h>
#include <digestbump/base/time.h>
#include <string.h>

/* Requests that an endpoint gets before it has answered one. More than one, so
 * that a single request that hangs does not hold up the others. */
enum { SCOUTS_MOST = 3 };

void access_free(struct access *access)
{
	if (!access)
		return;
	free(access->repository);
	credential_free(access->credential);
	error_free(access->failure);
	challenge_free(access->challenge);
	url_free(access->realm);
	secret_wipe(access->authorization);
	free(access->waiting.items);
	free(access->identifying.items);
	free(access->logical);
	free(access);
}

/* A registry token of docker's file goes to the registry as it is. */
static void take_registry_token(struct access *access)
{
	const char *token = access->credential ? access->credential->registry_token : NULL;

	if (!token)
		return;
	access->authorization = authorization_bearer(token);
	access->generation++;
}

struct access *access_of(struct registry *registry, struct endpoint *endpoint,
			 const char *repository)
{
	OWNED_STRING key =
	    must_format("%s%s %s", endpoint->is_foreign ? ">" : "", endpoint->host, repository);
	struct access *access = map_get(registry->accesses, key);

	if (access)
		return access;
	access = must_alloc(sizeof(*access));
	access->http = registry->http;
	access->endpoint = endpoint;
	access->repository = must_format("%s%s", endpoint->prefix, repository);
	map_set(registry->accesses, key, access);
	if (endpoint->is_foreign)
		return access;
	access->credentials = registry->credentials;
	access->logical = must_copy(repository);
	return access;
}

/* ---- identifying ---- */

static bool is_ready(void *data)
{
	const struct access *access = data;

	return credentials_ready(access->credentials, access->endpoint->host, access->logical);
}

static void identify(struct access *access)
{
	const char *host = access->endpoint->host;

	access->is_identified = true;
	access->failure = error_wrap(credentials_find(&access->credential, access->credentials,
						      host, access->logical),
				     "%s", host);
	if (!access->failure)
		take_registry_token(access);
}

static void on_ready(void *data, const struct http_response *response, struct error *error)
{
	struct access *access = data;
	OWNED(error) stopped = error;

	(void)response;
	if (!stopped)
		identify(access);
	waiters_release(&access->identifying, stopped);
}

/* ---- preparing ---- */

/* A request that waits for the endpoint's first answer. */
struct held_up {
	struct access *access;
	settled *done;
	void *data;
};

static void on_known(void *data, struct error *error)
{
	struct held_up held_up = *(struct held_up *)data;

	free(data);
	if (error)
		held_up.done(held_up.data, error);
	else
		access_prepare(held_up.access, held_up.done, held_up.data);
}

static void hold_up(struct access *access, settled *done, void *data)
{
	struct held_up *held_up = must_alloc(sizeof(*held_up));

	*held_up = (struct held_up){ access, done, data };
	waiters_add(&access->endpoint->waiting, on_known, held_up);
}

/* A Basic challenge helps those who have something to answer it with. */
static bool is_answerable(const struct access *access, const struct challenge *challenge)
{
	return challenge->bearer ||
	       (access->credential && access->credential->username && access->credential->password);
}

/* Takes the endpoint's challenge for its own. The scope is left out: that of
 * one repository says nothing about another. */
static bool presume(struct access *access)
{
	const struct challenge *known = access->endpoint->challenge;
	OWNED(url) realm = NULL;

	if (!known || access->is_bare || !is_answerable(access, known))
		return false;
	OWNED(error) error = known->bearer ? url_parse(&realm, known->realm) : NULL;

	if (error)
		return false;
	access->challenge = must_alloc(sizeof(*access->challenge));
	access->challenge->bearer = known->bearer;
	access->challenge->service = must_copy(known->service);
	access->realm = pass_on(&realm);
	access->is_presumed = true;
	return true;
}

/* Has the request wait for the credential helper; the first one looks after it. */
static void wait_for_helper(struct access *access, settled *done, void *data)
{
	struct held_up *held_up = must_alloc(sizeof(*held_up));

	*held_up = (struct held_up){ access, done, data };
	if (!access->identifying.count)
		http_call_when(access->http, is_ready, on_ready, access);
	waiters_add(&access->identifying, on_known, held_up);
}

static void forget_expired(struct access *access)
{
	if (!access->authorization || !access->expires_ms ||
	    time_monotonic_ms() < access->expires_ms)
		return;
	secret_wipe(access->authorization);
	access->authorization = NULL;
}

/* True when an authorization is due before the request is sent. */
static bool must_ask(struct access *access)
{
	forget_expired(access);
	if (access->authorization)
		return false;
	return access->challenge ? !access->is_bare : presume(access);
}

void access_prepare(struct access *access, settled *done, void *data)
{
	struct endpoint *endpoint = access->endpoint;

	if (!access->is_identified && !endpoint->is_foreign) {
		if (!is_ready(access)) {
			wait_for_helper(access, done, data);
			return;
		}
		identify(access);
	}
	if (access->failure) {
		done(data, error_copy(access->failure));
	} else if (access->is_asking) {
		waiters_add(&access->waiting, done, data);
	} else if (!endpoint->is_known && endpoint->scouts == SCOUTS_MOST) {
		hold_up(access, done, data);
	} else if (!endpoint->is_known) {
		endpoint->scouts++;
		done(data, NULL);
	} else if (must_ask(access)) {
		waiters_add(&access->waiting, done, data);
		access_ask(access);
	} else {
		done(data, NULL);
	}
}

/* ---- answering ---- */

void access_accepted(struct access *access, unsigned generation)
{
	endpoint_settle(access->endpoint, NULL, NULL);
	if (access->authorization && access->generation == generation)
		access->is_proven = true;
}

/* True when this 401 may be answered with something that was not tried yet: the
 * request went without, on a presumption, or with a token that worked before
 * and has died; or the server names a scope that it misses. */
static bool is_worth_asking(struct access *access, const struct http_response *refusal)
{
	bool is_fixed = access->credential && access->credential->registry_token;
	OWNED(challenge) challenge = NULL;
	OWNED(error) error = access_challenge(&challenge, refusal);

	if (!access->authorization)
		return true;
	if (is_fixed || !access->challenge || !access->challenge->bearer)
		return access->is_presumed;
	if (access->is_presumed || access->is_proven)
		return true;
	bool lacks_scope =
	    !error && challenge->error && strcmp(challenge->error, "insufficient_scope") == 0;
	bool is_first = !access->was_widened;

	access->was_widened |= lacks_scope;
	return lacks_scope && is_first;
}

bool access_answer(struct access *access, const struct http_response *refusal, unsigned generation,
		   settled *done, void *data)
{
	bool is_renewed = access->authorization && access->generation != generation;

	if (access->failure) {
		done(data, error_copy(access->failure));
		return true;
	}
	if (is_renewed) {
		done(data, NULL);
		return true;
	}
	if (!access->is_asking && !is_worth_asking(access, refusal)) {
		endpoint_settle(access->endpoint, NULL, NULL);
		return false;
	}
	waiters_add(&access->waiting, done, data);
	if (!access->is_asking)
		access_renew(access, refusal);
	return true;
}
