/* auth.h - authentication at one repository of one endpoint.
 *
 * Turns a 401 into an Authorization value, once for all requests of the
 * repository, which wait for one token request. A token is for one repository
 * (GitLab's cover no more, and some servers read only the first scope).
 * Credentials are sent only as redirect_policy.h allows, else the token is requested
 * anonymously. A failure is final for the run.
 */
#ifndef DIGESTBUMP_SRC_REGISTRY_AUTH_H
#define DIGESTBUMP_SRC_REGISTRY_AUTH_H

#include "auth_error.h"
#include "auth_state.h"

/* The authentication state of a repository; owned by the registry. */
struct registry_auth *auth_of_repository(struct registry *registry, struct endpoint *endpoint,
					 const char *repository);
void auth_free(struct registry_auth *auth); /* NULL is fine */

/* Calls done when a request may be sent: now, or after the running token request
 * or the first response of the endpoint. */
void auth_prepare(struct registry_auth *auth, waiter_done *done, void *data);

/* Handles a 401 to a request that was sent with the authorization of that
 * generation. True: done will be called, then send the request again.
 * False: access is denied; use auth_denied_error(). */
bool auth_handle_401(struct registry_auth *auth, const struct http_response *refusal,
		     unsigned generation, waiter_done *done, void *data);

/* Records a response with a status other than 401. */
void auth_accepted(struct registry_auth *auth, unsigned generation);

#endif
