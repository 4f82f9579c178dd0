/* token_request.h - the part of auth.h that sends requests of its own.
 *
 * Each ends in releasing those who wait for the access.
 */
#ifndef DIGESTBUMP_SRC_REGISTRY_TOKEN_REQUEST_H
#define DIGESTBUMP_SRC_REGISTRY_TOKEN_REQUEST_H

#include "auth_error.h"
#include "auth_state.h"

/* Gets the authorization that access->challenge asks for. */
void auth_obtain(struct registry_auth *auth);

/* Takes the challenge of a 401 (or, when it has none, that of a ping) and then
 * does the same. */
void auth_renew(struct registry_auth *auth, const struct http_response *refusal);

/* Gives the challenge of a 401. ERROR_DENIED: there is none. */
struct error *challenge_from_response(struct challenge **out, const struct http_response *response)
    MUST_CHECK;

#endif
