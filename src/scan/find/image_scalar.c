#include "image_scalar.h"

#include "template_expression.h"
#include <digestbump/syntax/template_markers.h>
#include <string.h>

/* Arguments and values of the environment are many, and hardly any is a pin. A
 * variable may stand for all of one. */
static bool may_be_pinned(struct slice text)
{
	return text.size && (memchr(text.at, '@', text.size) || memchr(text.at, '$', text.size));
}

void image_scalar_add(struct finder *finder, enum pin_kind kind, const struct node *node,
		      enum certainty certainty)
{
	const struct node *scalar = node_target(node);

	if (!node_is_filled(scalar) || finder_is_too_long(scalar))
		return;
	if (certainty == IMAGE_PINNED && !may_be_pinned(node_text(scalar)))
		return;
	OWNED(mapped_text) mapped = finder_letters(finder, scalar);
	bool known = finder->variables && !mapped_has_unknown(mapped_text_slice(mapped));

	if (finder_is_template(finder, scalar) && !known) {
		if (certainty != IMAGE_PINNED)
			template_expression_find(finder, scalar->at);
		return;
	}
	finder_add_letters(finder, kind, mapped_text_slice(mapped), scalar->at.at, certainty);
}
