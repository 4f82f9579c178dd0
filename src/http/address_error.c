#include "address_error.h"
#include <digestbump/base/memory.h>
#include <string.h>

struct error *address_refused_error(const char *host, const char *address, enum address_class most)
{
	enum address_class class = address_class_of_text(address);
	OWNED_STRING shown =
	    strcmp(host, address) == 0 ? must_copy("") : must_format("'%s': ", host);

	if (class == ADDRESS_FORBIDDEN)
		return error_new(ERROR_UNTRUSTED,
				 "%sthe address %s is never connected to (link-local, cloud "
				 "metadata or reserved)",
				 shown, address);
	return error_new(ERROR_UNTRUSTED,
			 "%sthe %s address %s must not be named by a %s registry; if it is right, "
			 "add the host to registries.HOST.redirects (a token server: to realms)",
			 shown, address_class_name(class), address, address_class_name(most));
}

struct error *address_check_literal(const char *host, enum address_class most)
{
	enum address_class class = address_class_of_text(host);

	if (class == ADDRESS_UNKNOWN || address_is_allowed(class, most))
		return NULL;
	return address_refused_error(host, host, most);
}
