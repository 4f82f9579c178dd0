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
