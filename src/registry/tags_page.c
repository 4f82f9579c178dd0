#include "tags_page.h"
#include "strict_json.h"
#include <digestbump/image/reference.h>
#include <digestbump/limits.h>

struct error *tags_page_read(struct strings *tags, size_t *others, struct slice page)
{
	OWNED(json_t) document = NULL;

	TRY(json_object_of(&document, page));
	const json_t *list = json_member(document, "tags");

	if (list && !json_is_array(list))
		return error_new(ERROR_SYNTAX, "'tags' is no list");
	if (tags->count + json_array_size(list) > TAGS_MOST)
		return error_new(ERROR_LIMIT, "more than %d tags", TAGS_MOST);
	for (size_t i = 0; i < json_array_size(list); i++) {
		const char *tag = json_string_value(json_array_get(list, i));

		if (tag && tag_is_valid(tag))
			strings_add(tags, tag);
		else
			++*others;
	}
	return NULL;
}
