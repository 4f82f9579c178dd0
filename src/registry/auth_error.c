#include "auth.h"
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
static void list_secrets(const char **secrets, const struct access *access)
{
	const struct credential *credential = access->credential;

	secrets[0] = bare_secret(access->authorization);
	secrets[1] = credential ? credential->password : NULL;
	secrets[2] = credential ? credential->identity_token : NULL;
	secrets[3] = credential ? credential->registry_token : NULL;
}

char *access_detail(const struct access *access, const struct http_response *response)
{
	const char *secrets[SECRETS];

	list_secrets(secrets, access);
	return complaint_detail(response, secrets, SECRETS);
}

struct error *access_redact(const struct access *access, struct error *error)
{
	OWNED(error) taken = error;
	const char *secrets[SECRETS];

	if (!error)
		return NULL;
	list_secrets(secrets, access);
	OWNED_STRING clean = complaint_redact(error_text(taken), secrets, SECRETS);

	return error_new(error_kind(taken), "%s", clean);
}

/* Servers that hand out tokens do not tell what is private from what is not
 * there (Docker Hub, GHCR, Quay). The source says why there is no login. */
static char *without_login(const struct access *access)
{
	const char *host = access->endpoint->host;
	const char *source = access->credential ? access->credential->source : "";
	bool is_basic = access->challenge && !access->challenge->bearer;
	bool is_marked = strncmp(source, "none: ", 6) == 0;

	return must_format("%s; run 'docker login %s' or configure registries.%s (%s)",
			   is_basic ? "a login is wanted" : "not found or private", host, host,
			   source + (is_marked ? 6 : 0));
}

/* Gives what a person can do about it. */
static char *advice(const struct access *access)
{
	const char *host = access->endpoint->host;
	const struct credential *credential = access->credential;

	if (access->endpoint->is_foreign)
		return must_copy("the registry led there, and no credentials go along");
	if (access->is_withheld) {
		OWNED_STRING realm = reach_host(access->realm);

		return must_format("realm host '%s' not allowed for registry '%s': add it to "
				   "registries.%s.realms",
				   realm, host, host);
	}
	if (!credential || credential_is_anonymous(credential))
		return without_login(access);
	if (access->challenge && !access->challenge->bearer && !credential->password)
		return must_format("a user name and a password are wanted, and there is only a "
				   "token in %s",
				   credential->source);
	return must_format("not found or private to the credentials of %s", credential->source);
}

struct error *access_denied(const struct access *access, const char *subject,
			    const struct http_response *response)
{
	OWNED_STRING detail = response ? access_detail(access, response) : must_copy("");
	OWNED_STRING what = advice(access);

	return error_new(ERROR_DENIED, "%s: access to '%s' is denied%s: %s", access->endpoint->host,
			 subject, detail, what);
}

struct error *access_token_refused(const struct access *access,
				   const struct http_response *response)
{
	OWNED_STRING detail = access_detail(access, response);
	OWNED_STRING realm = reach_origin(access->realm);
	OWNED_STRING what = advice(access);

	if (response->status >= 400 && response->status < 500)
		return error_new(ERROR_DENIED,
				 "%s: access to '%s' is denied: no token from '%s', HTTP %ld%s: %s",
				 access->endpoint->host, access->repository, realm,
				 response->status, detail, what);
	return error_new(ERROR_NETWORK,
			 "%s: no token for '%s' from '%s': HTTP %ld after %u tries%s",
			 access->endpoint->host, access->repository, realm, response->status,
			 response->tries, detail);
}
