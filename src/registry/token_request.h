/* token_request.h - the part of auth.h that sends requests of its own.
 *
 * Each ends by calling the waiters of the repository.
 */
#ifndef DIGESTBUMP_SRC_REGISTRY_TOKEN_REQUEST_H
#define DIGESTBUMP_SRC_REGISTRY_TOKEN_REQUEST_H

#include "auth_error.h"
#include "auth_state.h"

/* Requests the authorization for auth->challenge. */
void auth_obtain(struct registry_auth *auth);

/* Reads the challenge of a 401 (or, when it has none, of a ping), then does the
 * same. Borrows refusal. */
void auth_renew(struct registry_auth *auth, const struct http_response *refusal);

/* Gives the challenge of a 401. ERROR_DENIED: it has none. */
struct error *challenge_from_response(struct challenge **out, const struct http_response *response)
    MUST_CHECK;

#endif
