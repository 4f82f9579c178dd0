/* address_error.h - errors about addresses that must not be connected to (address.h). */
#ifndef DIGESTBUMP_SRC_HTTP_ADDRESS_ERROR_H
#define DIGESTBUMP_SRC_HTTP_ADDRESS_ERROR_H

#include <digestbump/base/error.h>
#include <digestbump/http/address.h>

/* ERROR_UNTRUSTED: the host is a literal address that the request must not connect to. */
struct error *address_check_literal(const char *host, enum address_class most) MUST_CHECK;

/* Gives the error for a refused address. `host` is for the text. */
struct error *address_refused_error(const char *host, const char *address, enum address_class most)
    MUST_CHECK;

#endif
