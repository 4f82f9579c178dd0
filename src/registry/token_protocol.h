/* token_protocol.h - what is asked of a token endpoint, and what it answers.
 *
 * The distribution project's two forms: GET with service and scope (token.md),
 * and POST for identity tokens (oauth.md). Sends nothing by itself. What it
 * gives holds secrets: free it with the functions here, which wipe.
 */
#ifndef DIGESTBUMP_SRC_REGISTRY_TOKEN_PROTOCOL_H
#define DIGESTBUMP_SRC_REGISTRY_TOKEN_PROTOCOL_H

#include <digestbump/base/error.h>
#include <digestbump/base/strings.h>
#include <digestbump/base/text.h>
#include <digestbump/http/url.h>
#include <stdint.h>

struct token {
	char *text;         /* visible ASCII only: fit for a header */
	int64_t lifetime_s; /* 60 at the least, as token.md demands of clients */
};

/* Gives the token in an answer's body. ERROR_SYNTAX, ERROR_UNTRUSTED, never
 * quoting the body. */
struct error *token_parse(struct token **out, struct slice body) MUST_CHECK;
void token_free(struct token *token); /* NULL is fine */
DEFINE_OWNED(token)

/* Adds what shall be asked for: pulling `repository` first (some servers look
 * at the first scope only), then what the challenge names (NULL: nothing).
 * repository NULL: only the latter. */
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
char *authorization_bearer(const char *token) MUST_CHECK;

/* True for what may stand in a header as a token: 1 to TOKEN_BYTES_MOST bytes
 * of visible ASCII. */
bool token_is_clean(const char *text);

#endif
