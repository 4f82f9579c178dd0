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
	char *reference_repository;            /* the repository, as references call it */
	bool has_credential;                   /* credential is what it will be */
	struct waiters credential_waiters;     /* for a credential helper */
	struct error *failure;                 /* nothing works here any more */

	struct challenge *challenge; /* the last one; NULL: none yet */
	struct url *realm;           /* of a Bearer challenge */
	bool is_challenge_assumed;   /* it is the endpoint's, seen at another repository */
	bool waits_for_challenge;    /* presuming did not work: ask without, wait for 401 */
	bool was_pinged;
	bool was_scope_added; /* insufficient_scope was answered once */

	char *authorization; /* a secret; NULL: none */
	int64_t expires_ms;  /* monotonic; 0: never */
	unsigned generation; /* counts the authorizations */
	bool was_accepted;   /* a request with it was let in */

	bool was_authorized; /* the repository answered with what was asked for, in this run */

	bool is_obtaining;         /* a ping or a token request is under way */
	bool used_post;            /* it was the POST form */
	bool credentials_withheld; /* the realm must not see the credentials there are */
	struct waiters waiting;
};

#endif
