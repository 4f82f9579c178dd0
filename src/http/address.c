#include <arpa/inet.h>
#include <digestbump/http/address.h>
#include <netinet/in.h>
#include <string.h>

/* Networks that are not public (RFC 6890 and the clouds' manuals), the first match counts.
 * IPv4 networks are written in their IPv4-mapped form, with 96 bits more. */
#define V4 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff
static const struct {
	unsigned char prefix[16];
	unsigned bits;
	enum address_class class;
} networks[] = {
	/* clouds' metadata outside of link-local: credentials without a login */
	{ { V4, 100, 100, 100, 200 }, 128, ADDRESS_FORBIDDEN }, /* Alibaba Cloud */
	{ { V4, 192, 0, 0, 0 }, 120, ADDRESS_FORBIDDEN }, /* Oracle Cloud (192.0.0.192), DS-Lite */
	{ { 0xfd, 0, 0x0e, 0xc2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x02, 0x54 },
	  128,
	  ADDRESS_FORBIDDEN }, /* AWS: fd00:ec2::254 */
	/* link-local: metadata of AWS, Azure, GCP and others, and neighbours on the wire */
	{ { V4, 169, 254 }, 112, ADDRESS_FORBIDDEN },
	{ { 0xfe, 0x80 }, 10, ADDRESS_FORBIDDEN },
	/* this host under another name, which Linux connects to loopback */
	{ { V4, 0 }, 104, ADDRESS_FORBIDDEN },
	{ { 0 }, 128, ADDRESS_FORBIDDEN }, /* :: */
	/* no unicast: multicast, reserved, broadcast */
	{ { V4, 224 }, 100, ADDRESS_FORBIDDEN },
	{ { V4, 240 }, 100, ADDRESS_FORBIDDEN },
	{ { 0xff }, 8, ADDRESS_FORBIDDEN },
	/* this machine */
	{ { V4, 127 }, 104, ADDRESS_LOOPBACK },
	{ { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 }, 128, ADDRESS_LOOPBACK },
	/* private use (RFC 1918), carrier-grade NAT and pods (RFC 6598), benchmarks (RFC 2544) */
	{ { V4, 10 }, 104, ADDRESS_PRIVATE },
	{ { V4, 172, 16 }, 108, ADDRESS_PRIVATE },
	{ { V4, 192, 168 }, 112, ADDRESS_PRIVATE },
	{ { V4, 100, 64 }, 106, ADDRESS_PRIVATE },
	{ { V4, 198, 18 }, 111, ADDRESS_PRIVATE },
	/* unique local (RFC 4193), and site-local, its predecessor (RFC 3879) */
	{ { 0xfc }, 7, ADDRESS_PRIVATE },
	{ { 0xfe, 0xc0 }, 10, ADDRESS_PRIVATE },
};

/* Forms of IPv6 addresses that lead to an IPv4 address within them. */
static const struct {
	unsigned char prefix[16];
	unsigned bits;
	unsigned at; /* the byte where the IPv4 address begins */
} embeddings[] = {
	{ { 0, 0x64, 0xff, 0x9b }, 96, 12 },       /* NAT64: 64:ff9b::/96 (RFC 6052) */
	{ { 0, 0x64, 0xff, 0x9b, 0, 1 }, 48, 12 }, /* its local-use prefix (RFC 8215) */
	{ { 0x20, 0x02 }, 16, 2 },                 /* 6to4 (RFC 3056) */
	{ { 0 }, 96, 12 },                         /* IPv4-compatible: ::10.0.0.1 */
};

static bool has_prefix(const unsigned char *bytes, const unsigned char *prefix, unsigned bits)
{
	unsigned rest = bits % 8;

	if (memcmp(bytes, prefix, bits / 8) != 0)
		return false;
	return !rest || (bytes[bits / 8] ^ prefix[bits / 8]) >> (8 - rest) == 0;
}

static enum address_class network_class(const unsigned char *bytes)
{
	for (size_t i = 0; i < sizeof(networks) / sizeof(*networks); i++)
		if (has_prefix(bytes, networks[i].prefix, networks[i].bits))
			return networks[i].class;
	return ADDRESS_PUBLIC;
}

static enum address_class v4_class(const unsigned char *v4)
{
	unsigned char bytes[16] = { V4 };

	memcpy(bytes + 12, v4, 4);
	return network_class(bytes);
}

static enum address_class v6_class(const unsigned char *bytes)
{
	enum address_class class = network_class(bytes);

	for (size_t i = 0; i < sizeof(embeddings) / sizeof(*embeddings); i++)
		if (class == ADDRESS_PUBLIC &&
		    has_prefix(bytes, embeddings[i].prefix, embeddings[i].bits))
			return v4_class(bytes + embeddings[i].at);
	return class;
}

enum address_class address_class(const struct sockaddr *address)
{
	if (address->sa_family == AF_INET)
		return v4_class(
		    (const unsigned char *)&((const struct sockaddr_in *)address)->sin_addr);
	if (address->sa_family == AF_INET6)
		return v6_class(((const struct sockaddr_in6 *)address)->sin6_addr.s6_addr);
	return ADDRESS_FORBIDDEN;
}

/* inet_aton() reads what libcurl reads, too: 2130706433 and 0x7f.1 are 127.0.0.1. */
enum address_class address_class_of_text(const char *host)
{
	char bare[INET6_ADDRSTRLEN] = "";
	size_t skip = host[0] == '[';
	size_t size = strcspn(host + skip, "]");
	struct in_addr v4;
	struct in6_addr v6;

	if (size && !skip && host[size - 1] == '.')
		size--;
	if (size >= sizeof(bare))
		return ADDRESS_UNKNOWN;
	memcpy(bare, host + skip, size);
	if (!skip && inet_aton(bare, &v4))
		return v4_class((const unsigned char *)&v4);
	return inet_pton(AF_INET6, bare, &v6) == 1 ? v6_class(v6.s6_addr) : ADDRESS_UNKNOWN;
}

const char *address_class_name(enum address_class class)
{
	static const char *const names[] = {
		[ADDRESS_UNKNOWN] = "unknown",     [ADDRESS_PUBLIC] = "public",
		[ADDRESS_PRIVATE] = "private",     [ADDRESS_LOOPBACK] = "loopback",
		[ADDRESS_FORBIDDEN] = "forbidden",
	};

	return names[class];
}

bool address_is_allowed(enum address_class class, enum address_class most)
{
	if (class == ADDRESS_FORBIDDEN)
		return false;
	return most == ADDRESS_UNKNOWN || class <= most;
}
