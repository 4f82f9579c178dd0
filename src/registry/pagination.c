#include "pagination.h"
#include <digestbump/base/memory.h>
#include <digestbump/registry/link_header.h>

static struct error *next_page(char **query, const struct http_response *response)
{
	OWNED(strings) links = strings_new();

	for (char *value; (value = http_header(response, "link", links->count));)
		strings_take(links, value);
	return link_next(query, links);
}

struct error *pagination_next(const char **query, struct strings *asked, size_t most,
			      const struct http_response *response)
{
	OWNED_STRING next = NULL;

	TRY(next_page(&next, response));
	if (!next) {
		*query = NULL;
		return NULL;
	}
	if (asked->count == most)
		return error_new(ERROR_LIMIT, "more than %zu pages", most);
	if (!strings_add_new(asked, next))
		return error_new(ERROR_UNTRUSTED, "pagination repeats a page");
	*query = asked->items[asked->count - 1];
	return NULL;
}
