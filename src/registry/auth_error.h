/* auth_error.h - errors of authorization, without any secret in their texts. */
#ifndef DIGESTBUMP_SRC_REGISTRY_AUTH_ERROR_H
#define DIGESTBUMP_SRC_REGISTRY_AUTH_ERROR_H

#include "auth_state.h"

/* Gives ERROR_DENIED for a subject ("library/alpine:3.20"), with what the
 * response says (NULL: nothing) and what can be done. */
struct error *auth_denied_error(const struct registry_auth *auth, const char *subject,
				const struct http_response *response) MUST_CHECK;

/* As error_body_detail(), without any secret of this access. */
char *auth_error_detail(const struct registry_auth *auth, const struct http_response *response)
    MUST_CHECK;

/* Gives the error without any secret of this access: servers may have it echoed
 * in whatever is quoted of them. Takes error. */
struct error *auth_redact(const struct registry_auth *auth, struct error *error) MUST_CHECK;

/* Gives the error of the token endpoint's answer. */
struct error *auth_token_error(const struct registry_auth *auth,
			       const struct http_response *response) MUST_CHECK;

#endif
