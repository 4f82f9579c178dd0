#include <digestbump/scan/format.h>

struct pin *format_add_node(const struct scan_file *file, const struct format *format,
			    enum pin_kind kind, const struct node *node, struct range part)
{
	const struct node *scalar = node_target(node);

	if (!node_string(scalar) || part.at > scalar->size || part.length > scalar->size - part.at)
		return NULL;
	struct slice text = { scalar->value + part.at, part.length };
	struct range at = scalar->at;
	struct range piece;

	if (node_locate(&piece, scalar, file->bytes, part.at, part.length))
		at = piece;
	return format_add(file, format, kind, text, at);
}
