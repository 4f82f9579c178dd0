/* link_header.h - the Link header (RFC 8288), as far as pages of a listing need it.
 *
 * Only the query of the next page is taken: which host, and which path, is ours
 * to say. Registries behind proxies name hosts that nobody outside reaches, and
 * hostile ones name hosts that nobody should.
 */
#ifndef DIGESTBUMP_REGISTRY_LINK_HEADER_H
#define DIGESTBUMP_REGISTRY_LINK_HEADER_H

#include <digestbump/base/error.h>
#include <digestbump/base/strings.h>

/* Gives the query, without '?', of the link whose rel has "next"; of a single
 * link without a rel, its own. NULL: there is no next page. `values` are the
 * values of all Link headers. ERROR_UNTRUSTED: a next page without a query, or
 * with letters that no URL has. */
struct error *link_next(char **query, const struct strings *values) MUST_CHECK;

#endif
