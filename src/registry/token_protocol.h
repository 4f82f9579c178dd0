/* token_protocol.h - builds token requests and parses their responses.
 *
 * The distribution project's two forms: GET with service and scope (token.md),
 * and POST for identity tokens (oauth.md). Sends nothing itself. Its
 * results hold secrets: free them with functions that wipe (token_free(), secret_free()).
 */
#ifndef DIGESTBUMP_SRC_REGISTRY_TOKEN_PROTOCOL_H
#define DIGESTBUMP_SRC_REGISTRY_TOKEN_PROTOCOL_H

#include <digestbump/base/error.h>
#include <digestbump/base/strings.h>
#include <digestbump/base/text.h>
#include <digestbump/http/url.h>
#include <stdint.h>

struct token {
	char *text;         /* visible ASCII only: valid in a header */
	int64_t lifetime_s; /* at least 60, as token.md requires of clients */
};

/* Gives the token in a response body. ERROR_SYNTAX, ERROR_UNTRUSTED; the errors
 * never quote the body. */
struct error *token_parse(struct token **out, struct slice body) MUST_CHECK;
void token_free(struct token *token); /* NULL is fine */
DEFINE_OWNED(token)

/* Adds the scopes to request: pull of `repository` first (some servers read only
 * the first scope), then those of the challenge (NULL: none). repository NULL:
 * only the latter. */
void token_scopes(struct strings *scopes, const char *repository, const char *challenge_scope);

/* Gives the URL of the GET form: the realm, whose own query is kept, with
 * service and account (NULL: left out) and one scope each. */
char *token_url(const struct url *realm, const char *service, const struct strings *scopes,
		const char *account) MUST_CHECK;

/* Gives the body of the POST form. A secret. */
char *token_form(const char *service, const struct strings *scopes, const char *identity_token)
    MUST_CHECK;

/* Gives "Basic ..." (RFC 7617) and "Bearer ..." (RFC 6750). Secrets. */
char *authorization_basic(const char *username, const char *password) MUST_CHECK;
char *authorization_bearer(const char *token) MUST_CHECK; /* "Bearer ..."; a secret */

/* True when the text is valid as a token in a header: 1 to TOKEN_BYTES_MOST bytes
 * of visible ASCII. */
bool token_is_clean(const char *text);

#endif
