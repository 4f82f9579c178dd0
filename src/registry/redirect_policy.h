/* redirect_policy.h - which redirects and token realms are allowed, and which realms get
 * credentials.
 *
 * Redirects and token realms are chosen by the registry. The scheme is checked here; the
 * address is checked when it is connected to (http/address.h), up to a class that is
 * decided here.
 */
#ifndef DIGESTBUMP_SRC_REGISTRY_REDIRECT_POLICY_H
#define DIGESTBUMP_SRC_REGISTRY_REDIRECT_POLICY_H

#include "endpoint.h"
#include <digestbump/base/error.h>
#include <digestbump/base/strings.h>
#include <digestbump/http/address.h>
#include <digestbump/http/url.h>

/* ERROR_UNTRUSTED: from https to http. */
struct error *redirect_check(const struct url *from, const struct url *to) MUST_CHECK;

/* The greatest class of address that a request to `url` may reach on behalf of this
 * registry: any for its own host and for those that the configuration lists (`realms`,
 * `redirects`), else the class of the registry's own address. */
enum address_class redirect_address_most(const struct endpoint *endpoint, const struct url *url);

/* True when the token endpoint at `realm` may get the credentials of the registry at
 * `base`: it is the registry's own host, a known pair (docker.io has its tokens from
 * auth.docker.io), or one of `more` ("host" or "host:port"; NULL: none). Only over https,
 * except for loopback registries without it. */
bool realm_may_see_credentials(const struct url *base, const struct url *realm,
			       const struct strings *more);

#endif
