#include <digestbump/syntax/template_markers.h>

#include <stddef.h>

bool template_has_markers(struct slice text)
{
	return slice_find(NULL, text, "{{") || slice_find(NULL, text, "{%");
}
