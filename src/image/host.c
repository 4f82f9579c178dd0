#include "host.h"
#include <arpa/inet.h>
#include <ctype.h>
#include <digestbump/base/memory.h>
#include <digestbump/image/reference.h>
#include <string.h>

enum { PORT_DIGITS_MOST = 5 };

/* Where the port begins: behind the last ':' that is not inside brackets. */
static const char *port_of(struct slice host)
{
	const char *colon = memrchr(host.at, ':', host.size);
	const char *bracket = memrchr(host.at, ']', host.size);

	return colon && (!bracket || colon > bracket) ? colon + 1 : NULL;
}

/* Domain components of letters, digits and inner '-', joined by single dots. */
static bool domain_is_valid(struct slice host)
{
	bool edge = true; /* a letter or digit must come: at the start, behind '.' or '-' */
	bool dash = false;

	for (size_t i = 0; i < host.size; i++) {
		char c = host.at[i];

		if (isalnum((unsigned char)c)) {
			edge = false;
		} else if (c == '-' && (!edge || dash)) {
			edge = true;
		} else if (c == '.' && !edge) {
			edge = true;
		} else {
			return false;
		}
		dash = c == '-';
	}
	return host.size && !edge;
}

static bool name_is_valid(struct slice host)
{
	if (host.size < 3 || host.at[0] != '[' || host.at[host.size - 1] != ']')
		return domain_is_valid(host);
	OWNED_STRING address = must_copy_bytes(host.at + 1, host.size - 2);
	struct in6_addr parsed;

	return inet_pton(AF_INET6, address, &parsed) == 1;
}

bool host_is_valid(struct slice host)
{
	const char *port = port_of(host);

	if (!port)
		return name_is_valid(host);
	size_t digits = (size_t)(host.at + host.size - port);

	if (!digits || digits > PORT_DIGITS_MOST)
		return false;
	for (size_t i = 0; i < digits; i++)
		if (!isdigit((unsigned char)port[i]))
			return false;
	return name_is_valid((struct slice){ host.at, host.size - digits - 1 });
}

void host_lower(char *host)
{
	for (; *host; host++)
		*host = (char)tolower((unsigned char)*host);
}

bool host_is_docker_hub(const char *host)
{
	return strcmp(host, "docker.io") == 0 || strcmp(host, "index.docker.io") == 0 ||
	       strcmp(host, "registry-1.docker.io") == 0;
}

static bool address_is_loopback(const char *name)
{
	struct in_addr four;
	struct in6_addr six;

	if (inet_pton(AF_INET, name, &four) == 1)
		return ntohl(four.s_addr) >> 24 == 127;
	return inet_pton(AF_INET6, name, &six) == 1 && IN6_IS_ADDR_LOOPBACK(&six);
}

bool host_is_loopback(const char *host)
{
	struct slice name = slice_of(host);
	const char *port = port_of(name);

	if (port)
		name.size -= strlen(port) + 1;
	if (name.size > 2 && name.at[0] == '[')
		name = (struct slice){ name.at + 1, name.size - 2 };
	OWNED_STRING text = slice_copy(name);

	host_lower(text);
	return strcmp(text, "localhost") == 0 || slice_ends(slice_of(text), ".localhost") ||
	       address_is_loopback(text);
}

const char *host_endpoint(const char *host)
{
	return host_is_docker_hub(host) ? "registry-1.docker.io" : host;
}
