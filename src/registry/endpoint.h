/* endpoint.h - the API endpoint of one registry host.
 *
 * Made from a reference's host and the configuration, or for the target of a
 * redirect, which never gets credentials.
 */
#ifndef DIGESTBUMP_SRC_REGISTRY_ENDPOINT_H
#define DIGESTBUMP_SRC_REGISTRY_ENDPOINT_H

#include "token_waiters.h"
#include <digestbump/config/config.h>
#include <digestbump/http/address.h>
#include <digestbump/http/url.h>
#include <digestbump/registry/challenge.h>
#include <digestbump/registry/registry.h>
#include <stdbool.h>

/* Whether the distribution API is there (endpoint_probe.h). */
enum endpoint_api { ENDPOINT_API_UNKNOWN, ENDPOINT_API_PRESENT, ENDPOINT_API_NONE };

struct endpoint {
	char *host;              /* as in references; prefix of every error text */
	bool is_redirect_target; /* the target of a redirect: never gets credentials */

	/* The API without "/v2" and the rest of the path. NULL: a layout. */
	struct url *base;
	char *prefix;    /* in front of every repository, "team/proxy/" or "" */
	char *directory; /* of the layout, NULL otherwise */

	bool has_rate; /* the registry sent a pull rate limit */
	struct registry_rate rate;

	/* Of the configuration, borrowed; NULL: none. */
	const struct strings *realms;
	bool realms_by_repository; /* only for credentials that the repository's file sets itself */
	const struct strings *redirects;

	/* The class of the registry's address, from its last response; for a redirect
	 * target, the class of the registry that sent the redirect. */
	enum address_class address;

	/* HEAD is not used: `head: never`, or HEAD gave 404 where GET did not (Sonatype Nexus). */
	bool without_head;
	bool has_wrong_head; /* the latter */

	enum endpoint_api api;
	bool is_being_probed;
	struct waiters probe_waiters;

	/* The first requests are probes: others wait for the first response, which shows
	 * whether a token is needed and from which realm (this saves a 401 for every
	 * other repository). The realm is absolute, the scope is left out. */
	unsigned probes;
	bool is_probed;
	struct challenge *challenge; /* NULL: none was seen */
	struct waiters waiting;
};

/* Gives the endpoint of a reference's host. The default is https://HOST,
 * or http for loopback hosts. ERROR_USAGE. Borrows config. */
struct error *endpoint_new(struct endpoint **out, const struct config *config, const char *host)
    MUST_CHECK;

/* Gives the endpoint for a redirect target; named_by is the address class of the registry. */
struct endpoint *endpoint_for_redirect(const struct url *url, enum address_class named_by)
    MUST_CHECK;
void endpoint_free(struct endpoint *endpoint); /* NULL is fine */
DEFINE_OWNED(endpoint)

/* Gives the URL of `rest` below the repository: "manifests/3.20". Both must be
 * valid parts of a reference. */
char *endpoint_url(const struct endpoint *endpoint, const char *repository, const char *rest)
    MUST_CHECK;

/* Gives the URL of the API's root, which responds with a challenge. */
char *endpoint_ping_url(const struct endpoint *endpoint) MUST_CHECK;

/* Records the first response. challenge (copied) and realm are NULL when none was
 * sent. Only the first call has an effect. */
void endpoint_set_challenge(struct endpoint *endpoint, const struct challenge *challenge,
			    const struct url *realm);

#endif
