#include "auth.h"
#include "token_protocol.h"
#include "token_request.h"
#include <digestbump/base/memory.h>
#include <digestbump/base/secret.h>
#include <digestbump/base/time.h>
#include <string.h>

/* Requests that an endpoint gets before it has answered one. More than one, so
 * that a single request that hangs does not hold up the others. */
enum { PROBES_MOST = 3 };

void auth_free(struct registry_auth *auth)
{
	if (!auth)
		return;
	free(auth->repository);
	credential_free(auth->credential);
	error_free(auth->failure);
	challenge_free(auth->challenge);
	url_free(auth->realm);
	secret_free(auth->authorization);
	free(auth->waiting.items);
	free(auth->credential_waiters.items);
	free(auth->reference_repository);
	free(auth);
}

/* A registry token of docker's file goes to the registry as it is. */
static void use_registry_token(struct registry_auth *auth)
{
	const char *token = auth->credential ? auth->credential->registry_token : NULL;

	if (!token)
		return;
	auth->authorization = authorization_bearer(token);
	auth->generation++;
}

struct registry_auth *auth_of_repository(struct registry *registry, struct endpoint *endpoint,
					 const char *repository)
{
	OWNED_STRING key = must_format("%s%s %s", endpoint->is_redirect_target ? ">" : "",
				       endpoint->host, repository);
	struct registry_auth *auth = map_get(registry->auths, key);

	if (auth)
		return auth;
	auth = must_alloc(sizeof(*auth));
	auth->http = registry->http;
	auth->endpoint = endpoint;
	auth->repository = must_format("%s%s", endpoint->prefix, repository);
	map_set(registry->auths, key, auth);
	if (endpoint->is_redirect_target)
		return auth;
	auth->credentials = registry->credentials;
	auth->reference_repository = must_copy(repository);
	return auth;
}

/* ---- identifying ---- */

static bool is_ready(void *data)
{
	const struct registry_auth *auth = data;

	return credentials_ready(auth->credentials, auth->endpoint->host,
				 auth->reference_repository);
}

static void find_credential(struct registry_auth *auth)
{
	const char *host = auth->endpoint->host;

	auth->has_credential = true;
	auth->failure = error_wrap(credentials_find(&auth->credential, auth->credentials, host,
						    auth->reference_repository),
				   "%s", host);
	if (!auth->failure)
		use_registry_token(auth);
}

static void on_ready(void *data, const struct http_response *response, struct error *error)
{
	struct registry_auth *auth = data;
	OWNED(error) stopped = error;

	(void)response;
	if (!stopped)
		find_credential(auth);
	waiters_release(&auth->credential_waiters, stopped);
}

/* ---- preparing ---- */

/* A request that waits for the endpoint's first answer. */
struct waiting_request {
	struct registry_auth *auth;
	waiter_done *done;
	void *data;
};

static void on_known(void *data, struct error *error)
{
	struct waiting_request waiting = *(struct waiting_request *)data;

	free(data);
	if (error)
		waiting.done(waiting.data, error);
	else
		auth_prepare(waiting.auth, waiting.done, waiting.data);
}

static void wait_for_endpoint(struct registry_auth *auth, waiter_done *done, void *data)
{
	struct waiting_request *waiting = must_alloc(sizeof(*waiting));

	*waiting = (struct waiting_request){ auth, done, data };
	waiters_add(&auth->endpoint->waiting, on_known, waiting);
}

/* A Basic challenge helps those who have something to answer it with. */
static bool is_answerable(const struct registry_auth *auth, const struct challenge *challenge)
{
	return challenge->bearer ||
	       (auth->credential && auth->credential->username && auth->credential->password);
}

/* Takes the endpoint's challenge for its own. The scope is left out: that of
 * one repository says nothing about another. */
static bool assume_endpoint_challenge(struct registry_auth *auth)
{
	const struct challenge *known = auth->endpoint->challenge;
	OWNED(url) realm = NULL;

	if (!known || auth->waits_for_challenge || !is_answerable(auth, known))
		return false;
	OWNED(error) error = known->bearer ? url_parse(&realm, known->realm) : NULL;

	if (error)
		return false;
	auth->challenge = must_alloc(sizeof(*auth->challenge));
	auth->challenge->bearer = known->bearer;
	auth->challenge->service = must_copy(known->service);
	auth->realm = pass_on(&realm);
	auth->is_challenge_assumed = true;
	return true;
}

/* Has the request wait for the credential helper; the first one looks after it. */
static void wait_for_credential_helper(struct registry_auth *auth, waiter_done *done, void *data)
{
	struct waiting_request *waiting = must_alloc(sizeof(*waiting));

	*waiting = (struct waiting_request){ auth, done, data };
	if (!auth->credential_waiters.count)
		http_call_when(auth->http, is_ready, on_ready, auth);
	waiters_add(&auth->credential_waiters, on_known, waiting);
}

static void forget_expired(struct registry_auth *auth)
{
	if (!auth->authorization || !auth->expires_ms || time_monotonic_ms() < auth->expires_ms)
		return;
	secret_free(auth->authorization);
	auth->authorization = NULL;
}

/* True when an authorization is due before the request is sent. */
static bool needs_token(struct registry_auth *auth)
{
	forget_expired(auth);
	if (auth->authorization)
		return false;
	return auth->challenge ? !auth->waits_for_challenge : assume_endpoint_challenge(auth);
}

void auth_prepare(struct registry_auth *auth, waiter_done *done, void *data)
{
	struct endpoint *endpoint = auth->endpoint;

	if (!auth->has_credential && !endpoint->is_redirect_target) {
		if (!is_ready(auth)) {
			wait_for_credential_helper(auth, done, data);
			return;
		}
		find_credential(auth);
	}
	if (auth->failure) {
		done(data, error_copy(auth->failure));
	} else if (auth->is_obtaining) {
		waiters_add(&auth->waiting, done, data);
	} else if (!endpoint->is_probed && endpoint->probes == PROBES_MOST) {
		wait_for_endpoint(auth, done, data);
	} else if (!endpoint->is_probed) {
		endpoint->probes++;
		done(data, NULL);
	} else if (needs_token(auth)) {
		waiters_add(&auth->waiting, done, data);
		auth_obtain(auth);
	} else {
		done(data, NULL);
	}
}

/* ---- answering ---- */

void auth_accepted(struct registry_auth *auth, unsigned generation)
{
	endpoint_set_challenge(auth->endpoint, NULL, NULL);
	if (auth->authorization && auth->generation == generation)
		auth->was_accepted = true;
}

/* True when this 401 may be answered with something that was not tried yet: the
 * request went without, on a presumption, or with a token that worked before
 * and has died; or the server names a scope that it misses. */
static bool may_renew(struct registry_auth *auth, const struct http_response *refusal)
{
	bool is_fixed = auth->credential && auth->credential->registry_token;
	OWNED(challenge) challenge = NULL;
	OWNED(error) error = challenge_from_response(&challenge, refusal);

	if (!auth->authorization)
		return true;
	if (is_fixed || !auth->challenge || !auth->challenge->bearer)
		return auth->is_challenge_assumed;
	if (auth->is_challenge_assumed || auth->was_accepted)
		return true;
	bool lacks_scope =
	    !error && challenge->error && strcmp(challenge->error, "insufficient_scope") == 0;
	bool is_first = !auth->was_scope_added;

	auth->was_scope_added |= lacks_scope;
	return lacks_scope && is_first;
}

bool auth_handle_401(struct registry_auth *auth, const struct http_response *refusal,
		     unsigned generation, waiter_done *done, void *data)
{
	bool is_renewed = auth->authorization && auth->generation != generation;

	if (auth->failure) {
		done(data, error_copy(auth->failure));
		return true;
	}
	if (is_renewed) {
		done(data, NULL);
		return true;
	}
	if (!auth->is_obtaining && !may_renew(auth, refusal)) {
		endpoint_set_challenge(auth->endpoint, NULL, NULL);
		return false;
	}
	waiters_add(&auth->waiting, done, data);
	if (!auth->is_obtaining)
		auth_renew(auth, refusal);
	return true;
}
