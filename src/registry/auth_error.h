/* auth_error.h - errors of authorization, without any secret in their texts. */
#ifndef DIGESTBUMP_SRC_REGISTRY_AUTH_ERROR_H
#define DIGESTBUMP_SRC_REGISTRY_AUTH_ERROR_H

#include "auth_state.h"

/* Gives ERROR_DENIED for a subject ("library/alpine:3.20"), with the message
 * of the response (may be NULL) and advice. */
struct error *auth_denied_error(const struct registry_auth *auth, const char *subject,
				const struct http_response *response) MUST_CHECK;

/* As error_body_detail(), with the secrets of this repository removed. */
char *auth_error_detail(const struct registry_auth *auth, const struct http_response *response)
    MUST_CHECK;

/* Gives the error with the secrets of this repository removed: servers may echo
 * them in messages that the error quotes. Takes error. */
struct error *auth_redact(const struct registry_auth *auth, struct error *error) MUST_CHECK;

/* Gives the error for a failed response of the token endpoint. */
struct error *auth_token_error(const struct registry_auth *auth,
			       const struct http_response *response) MUST_CHECK;

#endif
