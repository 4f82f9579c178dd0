/* endpoint.h - where the API of one registry host is.
 *
 * Made of a reference's host and the configuration; or of the place that a
 * redirect led to, which never gets credentials.
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
	char *host;              /* as in references; begins every error text */
	bool is_redirect_target; /* a redirect led here: no credentials, ever */

	/* The API, "/v2" and what follows left out. NULL: a layout. */
	struct url *base;
	char *prefix;    /* in front of every repository, "team/proxy/" or "" */
	char *directory; /* of the layout, NULL otherwise */

	bool has_rate; /* the registry says how many pulls are left */
	struct registry_rate rate;

	/* Of the configuration, borrowed; NULL: none. */
	const struct strings *realms;
	bool realms_by_repository; /* they hold for the credentials that the file names itself */
	const struct strings *redirects;

	/* The class of the registry's address, as its last response came from; of a
	 * redirect target that of the registry that named it. */
	enum address_class address;

	/* HEAD is not used: `head: never`, or it has said 404 of what GET has (Sonatype Nexus). */
	bool without_head;
	bool has_wrong_head; /* the latter */

	enum endpoint_api api;
	bool is_being_probed;
	struct waiters probe_waiters;

	/* The first requests are probes: the others wait for the first response, which
	 * tells whether tokens are needed and where they come from (this saves a 401 for
	 * every other repository). The realm is absolute, the scope left out. */
	unsigned probes;
	bool is_probed;
	struct challenge *challenge; /* NULL: none was seen */
	struct waiters waiting;
};

/* Gives the endpoint of a reference's host. Without configuration that is
 * https://HOST, http for loopback hosts. ERROR_USAGE. Borrows config. */
struct error *endpoint_new(struct endpoint **out, const struct config *config, const char *host)
    MUST_CHECK;

/* Gives the endpoint that a redirect led to, named by a registry of this class. */
struct endpoint *endpoint_for_redirect(const struct url *url, enum address_class named_by)
    MUST_CHECK;
void endpoint_free(struct endpoint *endpoint); /* NULL is fine */
DEFINE_OWNED(endpoint)

/* Gives the URL of `rest` below the repository: "manifests/3.20". Both must be
 * valid parts of a reference. */
char *endpoint_url(const struct endpoint *endpoint, const char *repository, const char *rest)
    MUST_CHECK;

/* Gives the URL of the API's root, which answers with a challenge. */
char *endpoint_ping_url(const struct endpoint *endpoint) MUST_CHECK;

/* The first answer is there. challenge (copied) and realm may be NULL: nothing
 * was asked for. Only the first call counts. */
void endpoint_set_challenge(struct endpoint *endpoint, const struct challenge *challenge,
			    const struct url *realm);

#endif
