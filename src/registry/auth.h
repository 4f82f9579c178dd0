/* auth.h - who we are at one repository of one endpoint.
 *
 * Turns a 401 into an Authorization value, once for all requests of the
 * repository: they wait for the one token that is asked for. A token belongs
 * to one repository (GitLab's know no more, and some servers read only the
 * first scope). Credentials go where reach.h allows, else the token is asked
 * for anonymously. What failed stays failed for the run.
 */
#ifndef DIGESTBUMP_SRC_REGISTRY_AUTH_H
#define DIGESTBUMP_SRC_REGISTRY_AUTH_H

#include "auth_error.h"
#include "auth_state.h"

/* Gives the access of a repository; it belongs to the registry. */
struct registry_auth *auth_of_repository(struct registry *registry, struct endpoint *endpoint,
					 const char *repository);
void auth_free(struct registry_auth *auth); /* NULL is fine */

/* Calls done when a request may be sent: now, or when the token that is being
 * asked for is there, or the first answer of the endpoint. */
void auth_prepare(struct registry_auth *auth, waiter_done *done, void *data);

/* Takes note of a 401 to a request that was sent with the authorization of that
 * generation. True: done will be called, and the request may be sent again.
 * False: it was a refusal, and auth_denied_error() says so. */
bool auth_handle_401(struct registry_auth *auth, const struct http_response *refusal,
		     unsigned generation, waiter_done *done, void *data);

/* Takes note of another answer than 401. */
void auth_accepted(struct registry_auth *auth, unsigned generation);

#endif
