#include "redirect_policy.h"
#include <digestbump/base/memory.h>
#include <digestbump/image/reference.h>
#include <string.h>
#include <strings.h>

/* Gives the host without brackets and without the dot of the DNS root. */
static char *bare_host(const struct url *url)
{
	struct slice host = slice_of(url->host);

	if (slice_starts(host, "[") && slice_ends(host, "]"))
		return must_copy_bytes(host.at + 1, host.size - 2);
	if (slice_ends(host, "."))
		host.size--;
	return slice_copy(host);
}

static bool is_loopback(const struct url *url)
{
	OWNED_STRING host = bare_host(url);

	return strchr(host, ':') ? host_is_loopback(url->host) : host_is_loopback(host);
}

struct error *redirect_check(const struct url *from, const struct url *to)
{
	OWNED_STRING where = url_origin_text(to);

	if (from->secure && !to->secure)
		return error_new(ERROR_UNTRUSTED, "from https to '%s' is not allowed", where);
	return NULL;
}

/* Registries whose tokens come from a host of another name, run by the same
 * people. Hosts of the API, not of references. */
static const struct {
	const char *registry;
	const char *realm;
} pairs[] = {
	{ "registry-1.docker.io", "auth.docker.io" },
	{ "index.docker.io", "auth.docker.io" },
	{ "registry.gitlab.com", "gitlab.com" },
};

static bool is_pair(const char *registry, const char *realm)
{
	for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++)
		if (strcmp(pairs[i].registry, registry) == 0 && strcmp(pairs[i].realm, realm) == 0)
			return true;
	return false;
}

static bool is_listed(const struct strings *more, const struct url *realm)
{
	OWNED_STRING with_port = url_host_text(realm);

	for (size_t i = 0; more && i < more->count; i++)
		if (strcasecmp(more->items[i], realm->host) == 0 ||
		    strcasecmp(more->items[i], with_port) == 0)
			return true;
	return false;
}

bool realm_may_see_credentials(const struct url *base, const struct url *realm,
			       const struct strings *more)
{
	bool is_test = !base->secure && is_loopback(base) && is_loopback(realm);

	if (url_same_origin(base, realm))
		return true;
	if (!realm->secure && !is_test)
		return false;
	return strcmp(base->host, realm->host) == 0 || is_pair(base->host, realm->host) ||
	       is_listed(more, realm);
}

enum address_class redirect_address_most(const struct endpoint *endpoint, const struct url *url)
{
	bool is_own = endpoint->base && strcmp(endpoint->base->host, url->host) == 0;

	if (endpoint->is_redirect_target && is_own)
		return endpoint->address;
	if (is_own || is_listed(endpoint->realms, url) || is_listed(endpoint->redirects, url))
		return ADDRESS_UNKNOWN;
	return endpoint->address == ADDRESS_UNKNOWN ? ADDRESS_PUBLIC : endpoint->address;
}
