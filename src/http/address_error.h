/* address_error.h - errors about addresses that must not be connected to (address.h). */
#ifndef DIGESTBUMP_SRC_HTTP_ADDRESS_ERROR_H
#define DIGESTBUMP_SRC_HTTP_ADDRESS_ERROR_H

#include <digestbump/base/error.h>
#include <digestbump/http/address.h>

/* ERROR_UNTRUSTED: the host is written as an address that the request must not reach. */
struct error *address_check_literal(const char *host, enum address_class most) MUST_CHECK;

/* Gives the error of an address that was not connected to. `host`: for people. */
struct error *address_refused_error(const char *host, const char *address, enum address_class most)
    MUST_CHECK;

#endif
