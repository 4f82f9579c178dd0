/* link_header.h - parses the Link header (RFC 8288) of paginated lists.
 *
 * Only the query of the next page is used; host and path stay those of the request.
 * Registries behind proxies send hosts that cannot be reached from outside, and
 * hostile ones send hosts that must not be contacted.
 */
#ifndef DIGESTBUMP_REGISTRY_LINK_HEADER_H
#define DIGESTBUMP_REGISTRY_LINK_HEADER_H

#include <digestbump/base/error.h>
#include <digestbump/base/strings.h>

/* Gives the query, without '?', of the link whose rel contains "next", or of
 * a single link without a rel. NULL: there is no next page. `values` are the
 * values of all Link headers. ERROR_UNTRUSTED: a next page without a query, or
 * with characters that are not valid in a URL. */
struct error *link_next(char **query, const struct strings *values) MUST_CHECK;

#endif
