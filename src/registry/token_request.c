#include "token_request.h"
#include "redirect.h"
#include "redirect_policy.h"
#include "token_protocol.h"
#include <assert.h>
#include <digestbump/base/memory.h>
#include <digestbump/base/secret.h>
#include <digestbump/base/time.h>
#include <digestbump/limits.h>

/* A token is renewed so long before it ends: the way to the registry takes time. */
enum { EARLY_S = 5 };

/* Takes failure. */
static void finish_obtaining(struct registry_auth *auth, struct error *failure)
{
	auth->is_obtaining = false;
	auth->failure = auth_redact(auth, failure);
	waiters_release(&auth->waiting, auth->failure);
}

/* Takes authorization. lifetime_s 0: it does not end. */
static void set_authorization(struct registry_auth *auth, char *authorization, int64_t lifetime_s)
{
	secret_free(auth->authorization);
	auth->authorization = authorization;
	auth->expires_ms = lifetime_s ? time_monotonic_ms() + (lifetime_s - EARLY_S) * 1000 : 0;
	auth->generation++;
	auth->was_accepted = false;
	finish_obtaining(auth, NULL);
}

static bool has_password(const struct registry_auth *auth)
{
	return auth->credential && auth->credential->username && auth->credential->password;
}

static void use_basic(struct registry_auth *auth)
{
	if (!has_password(auth)) {
		finish_obtaining(auth, auth_denied_error(auth, auth->repository, NULL));
		return;
	}
	set_authorization(auth,
			  authorization_basic(auth->credential->username,
					      auth->credential->password),
			  0);
}

static void on_token(void *data, const struct http_response *response, struct error *error);

static void send_post(struct registry_auth *auth, const struct strings *scopes)
{
	OWNED_STRING url = url_text(auth->realm);
	char *form = token_form(auth->challenge->service, scopes, auth->credential->identity_token);
	const struct redirect_request request = { .method = HTTP_POST,
						  .url = url,
						  .form = form,
						  .endpoint = auth->endpoint,
						  .body_most = TOKEN_BODY_BYTES_MOST };

	auth->used_post = true;
	redirect_send(auth->http, &request, on_token, auth);
	secret_free(form);
}

static void send_get(struct registry_auth *auth, const struct strings *scopes, bool as_ourselves)
{
	const struct credential *who = as_ourselves ? auth->credential : NULL;
	OWNED_STRING url =
	    token_url(auth->realm, auth->challenge->service, scopes, who ? who->username : NULL);
	char *basic = who ? authorization_basic(who->username, who->password) : NULL;
	const struct redirect_request request = { .method = HTTP_GET,
						  .url = url,
						  .endpoint = auth->endpoint,
						  .authorization = basic,
						  .body_most = TOKEN_BODY_BYTES_MOST };

	auth->used_post = false;
	redirect_send(auth->http, &request, on_token, auth);
	secret_free(basic);
}

/* fallback: the POST form was refused. */
static void request_token(struct registry_auth *auth, bool fallback)
{
	const struct endpoint *endpoint = auth->endpoint;
	const struct credential *credential = auth->credential;
	bool is_known = credential && !credential_is_anonymous(credential);
	bool own_only =
	    endpoint->realms_by_repository && !(credential && credential->is_configured);
	bool may_see = realm_may_see_credentials(endpoint->base, auth->realm,
						 own_only ? NULL : endpoint->realms);
	struct error *error = redirect_check(endpoint->base, auth->realm);
	OWNED(strings) scopes = strings_new();

	if (error) {
		finish_obtaining(auth, error_wrap(error, "%s: the token endpoint", endpoint->host));
		return;
	}
	auth->credentials_withheld = is_known && !may_see;
	token_scopes(scopes, endpoint->is_redirect_target ? NULL : auth->repository,
		     auth->challenge->scope);
	if (is_known && may_see && credential->identity_token && !fallback)
		send_post(auth, scopes);
	else
		send_get(auth, scopes, may_see && has_password(auth));
}

void auth_obtain(struct registry_auth *auth)
{
	auth->is_obtaining = true;
	if (auth->challenge->bearer)
		request_token(auth, false);
	else
		use_basic(auth);
}

/* Servers without the POST form say so in different ways: 404 (GCR, and the
 * specification), 401 (Artifactory), 400 (ACR), 405. */
static bool is_without_post(const struct registry_auth *auth, const struct http_response *response)
{
	long status = response->status;

	return auth->used_post && has_password(auth) &&
	       (status == 400 || status == 401 || status == 404 || status == 405);
}

static void receive_token(struct registry_auth *auth, const struct http_response *response)
{
	OWNED(token) token = NULL;
	struct error *error = token_parse(&token, response->body);

	if (error)
		finish_obtaining(auth,
				 error_wrap(error, "%s: the token endpoint", auth->endpoint->host));
	else
		set_authorization(auth, authorization_bearer(token->text), token->lifetime_s);
}

/* The endpoint's token server may not be this repository's (Artifactory has one
 * for each of its own): then the repository's own 401 decides. A login that is
 * refused is not tried twice. */
static void handle_token_error(struct registry_auth *auth, const struct http_response *response)
{
	bool is_login_refused = response->status == 401 && !auth->credentials_withheld &&
				auth->credential && !credential_is_anonymous(auth->credential);

	if (!auth->is_challenge_assumed || is_login_refused) {
		finish_obtaining(auth, auth_token_error(auth, response));
		return;
	}
	auth->waits_for_challenge = true;
	finish_obtaining(auth, NULL);
}

static void on_token(void *data, const struct http_response *response, struct error *error)
{
	struct registry_auth *auth = data;

	if (error)
		finish_obtaining(auth,
				 error_wrap(error, "%s: the token endpoint", auth->endpoint->host));
	else if (response->status == 200)
		receive_token(auth, response);
	else if (is_without_post(auth, response))
		request_token(auth, true);
	else
		handle_token_error(auth, response);
}

/* ---- challenges ---- */

struct error *challenge_from_response(struct challenge **out, const struct http_response *response)
{
	OWNED(strings) lines = strings_new();

	for (char *line; (line = http_header(response, "www-authenticate", lines->count));)
		strings_take(lines, line);
	if (!lines->count)
		return error_new(ERROR_DENIED, "HTTP 401 without a WWW-Authenticate header");
	return challenge_parse(out, (const char *const *)lines->items, lines->count);
}

/* Gives the URL of a Bearer challenge's realm, which may be relative to the
 * request's; NULL of a Basic one. */
static struct error *realm_of(struct url **out, const struct challenge *challenge,
			      const char *request)
{
	OWNED(url) from = NULL;

	if (!challenge->bearer)
		return NULL;
	TRY(url_parse(&from, request));
	return error_wrap(url_resolve(out, from, challenge->realm), "the token endpoint");
}

/* Takes error. */
static void fail_auth(struct registry_auth *auth, struct error *error)
{
	endpoint_set_challenge(auth->endpoint, NULL, NULL);
	finish_obtaining(auth, error_wrap(error, "%s", auth->endpoint->host));
}

/* Tells those who wait for the endpoint's first answer, then asks. */
static void answer_challenge(struct registry_auth *auth)
{
	endpoint_set_challenge(auth->endpoint, auth->challenge, auth->realm);
	auth_obtain(auth);
}

/* Makes the challenge the access's own, and answers it. Takes challenge. */
static void set_challenge(struct registry_auth *auth, struct challenge *challenge,
			  const char *request)
{
	assert(challenge);
	OWNED(challenge) taken = challenge;
	OWNED(url) realm = NULL;
	struct error *error = realm_of(&realm, taken, request);

	if (error) {
		fail_auth(auth, error);
		return;
	}
	challenge_free(auth->challenge);
	auth->challenge = pass_on(&taken);
	url_free(auth->realm);
	auth->realm = pass_on(&realm);
	auth->is_challenge_assumed = false;
	auth->waits_for_challenge = false;
	answer_challenge(auth);
}

static void on_ping(void *data, const struct http_response *response, struct error *error)
{
	struct registry_auth *auth = data;
	OWNED(challenge) challenge = NULL;

	if (!error && response->status != 401)
		error =
		    error_new(ERROR_DENIED, "access to '%s' is refused, but no login is offered",
			      auth->repository);
	if (!error)
		error = challenge_from_response(&challenge, response);
	if (error) {
		fail_auth(auth, error);
		return;
	}
	/* The root knows no repository: GHCR names "user/image" here. */
	free(challenge->scope);
	challenge->scope = NULL;
	set_challenge(auth, pass_on(&challenge), response->url);
}

/* gcr.io, for one, has sent 401 without a challenge to real requests: then the
 * API's root says how to log in. */
static void ping(struct registry_auth *auth)
{
	OWNED_STRING url = endpoint_ping_url(auth->endpoint);
	const struct redirect_request request = { .method = HTTP_GET,
						  .url = url,
						  .endpoint = auth->endpoint,
						  .body_most = ERROR_BODY_BYTES_MOST };

	auth->was_pinged = true;
	redirect_send(auth->http, &request, on_ping, auth);
}

void auth_renew(struct registry_auth *auth, const struct http_response *refusal)
{
	OWNED(challenge) challenge = NULL;
	OWNED(error) error = challenge_from_response(&challenge, refusal);

	auth->is_obtaining = true;
	if (!error)
		set_challenge(auth, pass_on(&challenge), refusal->url);
	else if (auth->challenge && !auth->is_challenge_assumed)
		answer_challenge(auth);
	else if (!auth->was_pinged && !auth->endpoint->is_redirect_target)
		ping(auth);
	else
		fail_auth(auth, pass_on(&error));
}
