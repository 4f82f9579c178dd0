/* auth_state.h - the authorization of one repository at one endpoint, as auth.h and
 * token_request.h share it. */
#ifndef DIGESTBUMP_SRC_REGISTRY_AUTH_STATE_H
#define DIGESTBUMP_SRC_REGISTRY_AUTH_STATE_H

#include "endpoint.h"
#include "registry_client.h"
#include "token_waiters.h"
#include <digestbump/registry/challenge.h>
#include <stdint.h>

struct registry_auth {
	struct http *http;
	struct endpoint *endpoint;             /* borrowed */
	char *repository;                      /* as the endpoint calls it: with its prefix */
	struct credential *credential;         /* NULL: anonymous */
	const struct credentials *credentials; /* borrowed */
	char *reference_repository;            /* the repository, as in references */
	bool has_credential;                   /* credential is set */
	struct waiters credential_waiters;     /* for a credential helper */
	struct error *failure;                 /* the final error for all requests; NULL: none */

	struct challenge *challenge; /* the last one; NULL: none yet */
	struct url *realm;           /* of a Bearer challenge */
	bool is_challenge_assumed;   /* it was received for another repository of the endpoint */
	bool waits_for_challenge;    /* the assumed challenge failed: send without, wait for 401 */
	bool was_pinged;
	bool was_scope_added; /* insufficient_scope was handled once */

	char *authorization; /* a secret; NULL: none */
	int64_t expires_ms;  /* monotonic; 0: never */
	unsigned generation; /* counts the authorizations */
	bool was_accepted;   /* a request with it succeeded */

	bool was_authorized; /* the repository gave requested content in this run */

	bool is_obtaining;         /* a ping or a token request is running */
	bool used_post;            /* the token request was the POST form */
	bool credentials_withheld; /* the realm must not get the credentials */
	struct waiters waiting;
};

#endif
