/* pagination.h - from page to page of a listing, without end or circle. */
#ifndef DIGESTBUMP_SRC_REGISTRY_PAGINATION_H
#define DIGESTBUMP_SRC_REGISTRY_PAGINATION_H

#include <digestbump/base/strings.h>
#include <digestbump/http/http.h>

/* Gives the query of the page behind the one that `response` is, which is added
 * to `asked`, the queries so far, and borrowed from there; NULL: that was the
 * last. ERROR_LIMIT: there are more than `most`. ERROR_UNTRUSTED: it was asked
 * before, or as link_next() says. */
struct error *pagination_next(const char **query, struct strings *asked, size_t most,
			      const struct http_response *response) MUST_CHECK;

#endif
