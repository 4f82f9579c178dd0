/* address.h - classes of IP addresses, and who may name an address of which class.
 *
 * An address is checked when it is connected to, not as written in a URL: names, CNAMEs, DNS
 * rebinding, IPv4-mapped and NAT64 forms make no difference. Hosts that the user names
 * (an image's host, a configured endpoint, `realms`, `redirects`) may have any address
 * that is not forbidden. Hosts that a registry names (a redirect, a token realm) may have a
 * public address, or one of the class of the registry itself or of a more public one. Forbidden
 * addresses (link-local, cloud metadata, multicast ...) are never connected to.
 */
#ifndef DIGESTBUMP_HTTP_ADDRESS_H
#define DIGESTBUMP_HTTP_ADDRESS_H

#include <stdbool.h>

struct sockaddr;

/* Ordered: a registry may name addresses of its own class or a lower one. */
enum address_class {
	ADDRESS_UNKNOWN, /* not connected, or behind a proxy */
	ADDRESS_PUBLIC,
	ADDRESS_PRIVATE,
	ADDRESS_LOOPBACK,
	ADDRESS_FORBIDDEN,
};

/* The class of an IPv4 or IPv6 address; ADDRESS_FORBIDDEN for other families. */
enum address_class address_class(const struct sockaddr *address);

/* The class of an address written as text ("10.0.0.1", "[::1]", "0x7f.1"), the brackets and
 * a dot at the end optional; ADDRESS_UNKNOWN: it is a name. */
enum address_class address_class_of_text(const char *host);

/* "public", "private", "loopback", "forbidden". */
const char *address_class_name(enum address_class class);

/* True when an address of `class` may be connected to for a request that may reach
 * addresses up to `most` (ADDRESS_UNKNOWN: any that is not forbidden). */
bool address_is_allowed(enum address_class class, enum address_class most);

#endif
