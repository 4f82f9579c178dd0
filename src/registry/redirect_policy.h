/* redirect_policy.h - where one server may lead us, and who may see credentials.
 *
 * Redirects and token realms are chosen by the other side. Judged by what is
 * written in the URL: what a name resolves to is not looked up here.
 */
#ifndef DIGESTBUMP_SRC_REGISTRY_REDIRECT_POLICY_H
#define DIGESTBUMP_SRC_REGISTRY_REDIRECT_POLICY_H

#include <digestbump/base/error.h>
#include <digestbump/base/strings.h>
#include <digestbump/http/url.h>
#include <stdbool.h>

/* ERROR_UNTRUSTED when `from` must not lead to `to`: from https to http, or from
 * a public host to a loopback, link-local, private or unspecified address. */
struct error *redirect_check(const struct url *from, const struct url *to) MUST_CHECK;

/* True when the registry at `base` may have its credentials shown to the token
 * endpoint at `realm`: the registry's own host, a known pair (docker.io has
 * its tokens from auth.docker.io), or one of `more` ("host" or "host:port";
 * NULL: none). Only over https, save for loopback registries without it. */
bool realm_may_see_credentials(const struct url *base, const struct url *realm,
			       const struct strings *more);

#endif
