/* pagination.h - follows the pages of a list, with a limit and without loops. */
#ifndef DIGESTBUMP_SRC_REGISTRY_PAGINATION_H
#define DIGESTBUMP_SRC_REGISTRY_PAGINATION_H

#include <digestbump/base/strings.h>
#include <digestbump/http/http.h>

/* Sets *query to the query of the page after `response`. It is added to `asked`, the
 * queries so far, and borrowed from it; NULL: this was the last page. ERROR_LIMIT:
 * more than `most` pages. ERROR_UNTRUSTED: it was requested before, or an error of
 * link_next(). */
struct error *pagination_next(const char **query, struct strings *asked, size_t most,
			      const struct http_response *response) MUST_CHECK;

#endif
