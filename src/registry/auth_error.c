#include "auth_error.h"
#include "error_body.h"
#include "redirect_policy.h"
#include <digestbump/base/memory.h>
#include <string.h>

/* What stands behind "Basic " or "Bearer ": the other side may echo it alone. */
static const char *bare_secret(const char *authorization)
{
	const char *space = authorization ? strchr(authorization, ' ') : NULL;

	return space ? space + 1 : NULL;
}

enum { SECRETS = 4 };

/* Sets `secrets`, SECRETS of them; NULLs among them. All borrowed. */
static void list_secrets(const char **secrets, const struct registry_auth *auth)
{
	const struct credential *credential = auth->credential;

	secrets[0] = bare_secret(auth->authorization);
	secrets[1] = credential ? credential->password : NULL;
	secrets[2] = credential ? credential->identity_token : NULL;
	secrets[3] = credential ? credential->registry_token : NULL;
}

char *auth_error_detail(const struct registry_auth *auth, const struct http_response *response)
{
	const char *secrets[SECRETS];

	list_secrets(secrets, auth);
	return error_body_detail(response, secrets, SECRETS);
}

struct error *auth_redact(const struct registry_auth *auth, struct error *error)
{
	OWNED(error) taken = error;
	const char *secrets[SECRETS];

	if (!error)
		return NULL;
	list_secrets(secrets, auth);
	OWNED_STRING clean = redact_secrets(error_text(taken), secrets, SECRETS);

	return error_new(error_kind(taken), "%s", clean);
}

/* Servers that hand out tokens do not tell what is private from what is not
 * there (Docker Hub, GHCR, Quay). The source says why there is no login. */
static char *without_login(const struct registry_auth *auth)
{
	const char *host = auth->endpoint->host;
	const char *source = auth->credential ? auth->credential->source : "";
	bool is_basic = auth->challenge && !auth->challenge->bearer;
	bool is_marked = strncmp(source, "none: ", 6) == 0;

	return must_format("%s; run 'docker login %s' or configure registries.%s (%s)",
			   is_basic ? "login required" : "not found or private", host, host,
			   source + (is_marked ? 6 : 0));
}

/* Gives what a person can do about it. */
static char *advice(const struct registry_auth *auth)
{
	const char *host = auth->endpoint->host;
	const struct credential *credential = auth->credential;

	if (auth->endpoint->is_redirect_target)
		return must_copy("the registry led there, and no credentials go along");
	if (auth->credentials_withheld) {
		OWNED_STRING realm = url_host_text(auth->realm);

		return must_format("realm host '%s' not allowed for registry '%s': add it to "
				   "registries.%s.realms",
				   realm, host, host);
	}
	if (!credential || credential_is_anonymous(credential))
		return without_login(auth);
	if (auth->challenge && !auth->challenge->bearer && !credential->password)
		return must_format("user name and password required, but %s has only a token",
				   credential->source);
	return must_format("not found, or the credentials of %s have no access",
			   credential->source);
}

struct error *auth_denied_error(const struct registry_auth *auth, const char *subject,
				const struct http_response *response)
{
	OWNED_STRING detail = response ? auth_error_detail(auth, response) : must_copy("");
	OWNED_STRING what = advice(auth);

	return error_new(ERROR_DENIED, "%s: access to '%s' is denied%s: %s", auth->endpoint->host,
			 subject, detail, what);
}

struct error *auth_token_error(const struct registry_auth *auth,
			       const struct http_response *response)
{
	OWNED_STRING detail = auth_error_detail(auth, response);
	OWNED_STRING realm = url_origin_text(auth->realm);
	OWNED_STRING what = advice(auth);

	if (response->status >= 400 && response->status < 500)
		return error_new(ERROR_DENIED,
				 "%s: access to '%s' is denied: no token from '%s', HTTP %ld%s: %s",
				 auth->endpoint->host, auth->repository, realm, response->status,
				 detail, what);
	return error_new(ERROR_NETWORK,
			 "%s: no token for '%s' from '%s': HTTP %ld after %u tries%s",
			 auth->endpoint->host, auth->repository, realm, response->status,
			 response->tries, detail);
}
