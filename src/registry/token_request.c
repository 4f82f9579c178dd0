#include "token_request.h"
#include "redirect.h"
#include "redirect_policy.h"
#include "token.h"
#include <assert.h>
#include <digestbump/base/memory.h>
#include <digestbump/base/time.h>
#include <digestbump/limits.h>

/* A token is renewed so long before it ends: the way to the registry takes time. */
enum { EARLY_S = 5 };

/* Takes failure. */
static void conclude(struct access *access, struct error *failure)
{
	access->is_asking = false;
	access->failure = access_redact(access, failure);
	waiters_release(&access->waiting, access->failure);
}

/* Takes authorization. lifetime_s 0: it does not end. */
static void take_authorization(struct access *access, char *authorization, int64_t lifetime_s)
{
	secret_wipe(access->authorization);
	access->authorization = authorization;
	access->expires_ms = lifetime_s ? time_monotonic_ms() + (lifetime_s - EARLY_S) * 1000 : 0;
	access->generation++;
	access->is_proven = false;
	conclude(access, NULL);
}

static bool has_password(const struct access *access)
{
	return access->credential && access->credential->username && access->credential->password;
}

static void ask_basic(struct access *access)
{
	if (!has_password(access)) {
		conclude(access, access_denied(access, access->repository, NULL));
		return;
	}
	take_authorization(access,
			   authorization_basic(access->credential->username,
					       access->credential->password),
			   0);
}

static void on_token(void *data, const struct http_response *response, struct error *error);

static void send_post(struct access *access, const struct strings *scopes)
{
	OWNED_STRING url = url_text(access->realm);
	char *form =
	    token_form(access->challenge->service, scopes, access->credential->identity_token);
	const struct journey journey = {
		.method = HTTP_POST, .url = url, .form = form, .body_most = TOKEN_BODY_BYTES_MOST
	};

	access->is_posted = true;
	travel_send(access->http, &journey, on_token, access);
	secret_wipe(form);
}

static void send_get(struct access *access, const struct strings *scopes, bool as_ourselves)
{
	const struct credential *who = as_ourselves ? access->credential : NULL;
	OWNED_STRING url = token_url(access->realm, access->challenge->service, scopes,
				     who ? who->username : NULL);
	char *basic = who ? authorization_basic(who->username, who->password) : NULL;
	const struct journey journey = { .method = HTTP_GET,
					 .url = url,
					 .authorization = basic,
					 .body_most = TOKEN_BODY_BYTES_MOST };

	access->is_posted = false;
	travel_send(access->http, &journey, on_token, access);
	secret_wipe(basic);
}

/* fallback: the POST form was refused. */
static void ask_bearer(struct access *access, bool fallback)
{
	const struct endpoint *endpoint = access->endpoint;
	const struct credential *credential = access->credential;
	bool is_known = credential && !credential_is_anonymous(credential);
	bool may_see = reach_may_see(endpoint->base, access->realm, endpoint->realms);
	struct error *error = reach_check(endpoint->base, access->realm);
	OWNED(strings) scopes = strings_new();

	if (error) {
		conclude(access, error_wrap(error, "%s: the token endpoint", endpoint->host));
		return;
	}
	access->is_withheld = is_known && !may_see;
	token_scopes(scopes, endpoint->is_foreign ? NULL : access->repository,
		     access->challenge->scope);
	if (is_known && may_see && credential->identity_token && !fallback)
		send_post(access, scopes);
	else
		send_get(access, scopes, may_see && has_password(access));
}

void access_ask(struct access *access)
{
	access->is_asking = true;
	if (access->challenge->bearer)
		ask_bearer(access, false);
	else
		ask_basic(access);
}

/* Servers without the POST form say so in different ways: 404 (GCR, and the
 * specification), 401 (Artifactory), 400 (ACR), 405. */
static bool is_without_post(const struct access *access, const struct http_response *response)
{
	long status = response->status;

	return access->is_posted && has_password(access) &&
	       (status == 400 || status == 401 || status == 404 || status == 405);
}

static void take_token(struct access *access, const struct http_response *response)
{
	OWNED(token) token = NULL;
	struct error *error = token_parse(&token, response->body);

	if (error)
		conclude(access,
			 error_wrap(error, "%s: the token endpoint", access->endpoint->host));
	else
		take_authorization(access, authorization_bearer(token->text), token->lifetime_s);
}

/* The endpoint's token server may not be this repository's (Artifactory has one
 * for each of its own): then the repository's own 401 decides. A login that is
 * refused is not tried twice. */
static void take_refusal(struct access *access, const struct http_response *response)
{
	bool is_login_refused = response->status == 401 && !access->is_withheld &&
				access->credential && !credential_is_anonymous(access->credential);

	if (!access->is_presumed || is_login_refused) {
		conclude(access, access_token_refused(access, response));
		return;
	}
	access->is_bare = true;
	conclude(access, NULL);
}

static void on_token(void *data, const struct http_response *response, struct error *error)
{
	struct access *access = data;

	if (error)
		conclude(access,
			 error_wrap(error, "%s: the token endpoint", access->endpoint->host));
	else if (response->status == 200)
		take_token(access, response);
	else if (is_without_post(access, response))
		ask_bearer(access, true);
	else
		take_refusal(access, response);
}

/* ---- challenges ---- */

struct error *access_challenge(struct challenge **out, const struct http_response *response)
{
	OWNED(strings) lines = strings_new();

	for (char *line; (line = http_header(response, "www-authenticate", lines->count));)
		strings_take(lines, line);
	if (!lines->count)
		return error_new(ERROR_DENIED, "wants a login, but does not say how");
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
static void give_up(struct access *access, struct error *error)
{
	endpoint_settle(access->endpoint, NULL, NULL);
	conclude(access, error_wrap(error, "%s", access->endpoint->host));
}

/* Tells those who wait for the endpoint's first answer, then asks. */
static void go_on(struct access *access)
{
	endpoint_settle(access->endpoint, access->challenge, access->realm);
	access_ask(access);
}

/* Makes the challenge the access's own, and answers it. Takes challenge. */
static void adopt(struct access *access, struct challenge *challenge, const char *request)
{
	assert(challenge);
	OWNED(challenge) taken = challenge;
	OWNED(url) realm = NULL;
	struct error *error = realm_of(&realm, taken, request);

	if (error) {
		give_up(access, error);
		return;
	}
	challenge_free(access->challenge);
	access->challenge = pass_on(&taken);
	url_free(access->realm);
	access->realm = pass_on(&realm);
	access->is_presumed = false;
	access->is_bare = false;
	go_on(access);
}

static void on_ping(void *data, const struct http_response *response, struct error *error)
{
	struct access *access = data;
	OWNED(challenge) challenge = NULL;

	if (!error && response->status != 401)
		error =
		    error_new(ERROR_DENIED, "refuses '%s', but wants no login", access->repository);
	if (!error)
		error = access_challenge(&challenge, response);
	if (error) {
		give_up(access, error);
		return;
	}
	/* The root knows no repository: GHCR names "user/image" here. */
	free(challenge->scope);
	challenge->scope = NULL;
	adopt(access, pass_on(&challenge), response->url);
}

/* gcr.io, for one, has sent 401 without a challenge to real requests: then the
 * API's root says how to log in. */
static void ping(struct access *access)
{
	OWNED_STRING url = endpoint_ping_url(access->endpoint);
	const struct journey journey = { .method = HTTP_GET,
					 .url = url,
					 .body_most = ERROR_BODY_BYTES_MOST };

	access->was_pinged = true;
	travel_send(access->http, &journey, on_ping, access);
}

void access_renew(struct access *access, const struct http_response *refusal)
{
	OWNED(challenge) challenge = NULL;
	OWNED(error) error = access_challenge(&challenge, refusal);

	access->is_asking = true;
	if (!error)
		adopt(access, pass_on(&challenge), refusal->url);
	else if (access->challenge && !access->is_presumed)
		go_on(access);
	else if (!access->was_pinged && !access->endpoint->is_foreign)
		ping(access);
	else
		give_up(access, pass_on(&error));
}
