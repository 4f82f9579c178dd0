#include "redirect_policy.h"
#include <arpa/inet.h>
#include <digestbump/base/memory.h>
#include <digestbump/image/reference.h>
#include <netinet/in.h>
#include <string.h>
#include <strings.h>

/* Networks that nobody outside may point us into (RFC 6890). */
static const struct {
	unsigned address;
	unsigned bits;
} local_v4[] = {
	{ 0x00000000, 8 },  /* 0.0.0.0/8: this host */
	{ 0x0a000000, 8 },  /* 10.0.0.0/8 */
	{ 0x64400000, 10 }, /* 100.64.0.0/10: carrier's and clouds' own */
	{ 0x7f000000, 8 },  /* 127.0.0.0/8 */
	{ 0xa9fe0000, 16 }, /* 169.254.0.0/16: clouds' metadata */
	{ 0xac100000, 12 }, /* 172.16.0.0/12 */
	{ 0xc0a80000, 16 }, /* 192.168.0.0/16 */
};

static bool is_local_v4(unsigned address)
{
	for (size_t i = 0; i < sizeof(local_v4) / sizeof(*local_v4); i++)
		if ((address ^ local_v4[i].address) >> (32 - local_v4[i].bits) == 0)
			return true;
	return false;
}

static bool is_local_v6(const struct in6_addr *address)
{
	const unsigned char *b = address->s6_addr;

	if (IN6_IS_ADDR_V4MAPPED(address) || IN6_IS_ADDR_V4COMPAT(address))
		return is_local_v4((unsigned)b[12] << 24 | (unsigned)b[13] << 16 |
				   (unsigned)b[14] << 8 | b[15]);
	return IN6_IS_ADDR_LOOPBACK(address) || IN6_IS_ADDR_UNSPECIFIED(address) ||
	       IN6_IS_ADDR_LINKLOCAL(address) || (b[0] & 0xfe) == 0xfc;
}

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

/* inet_aton() reads what curl reads too: 2130706433 and 0x7f.1 are 127.0.0.1. */
static bool is_local(const struct url *url)
{
	OWNED_STRING host = bare_host(url);
	struct in_addr v4;
	struct in6_addr v6;

	if (inet_aton(host, &v4))
		return is_local_v4(ntohl(v4.s_addr));
	if (inet_pton(AF_INET6, host, &v6) == 1)
		return is_local_v6(&v6);
	return is_loopback(url);
}

struct error *redirect_check(const struct url *from, const struct url *to)
{
	OWNED_STRING where = url_origin_text(to);

	if (from->secure && !to->secure)
		return error_new(ERROR_UNTRUSTED, "from https to '%s' is not allowed", where);
	if (is_local(to) && !is_local(from))
		return error_new(ERROR_UNTRUSTED, "to the local address '%s' is not allowed",
				 where);
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
