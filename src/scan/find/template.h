/* template.h - YAML that is a template (Helm, Go, Jinja), read line by line.
 *
 * No template is ever filled in. Read are lines of the form `key: value` that
 * hold a whole, literal reference, and whatever their key is when it is pinned; what an expression
 * makes is a skip "template". Template comments and block scalars are no text.
 */
#ifndef DIGESTBUMP_SRC_SCAN_FIND_TEMPLATE_H
#define DIGESTBUMP_SRC_SCAN_FIND_TEMPLATE_H

#include "finder.h"

/* Adds the images that the text names, document by document. It is as long as the file, with
 * blanks where the file is not to be read. What a
 * document must say of itself to be read: */
enum template_kind {
	TEMPLATE_ANY,      /* nothing */
	TEMPLATE_MANIFEST, /* apiVersion and kind, as Kubernetes' own; else only what is pinned */
};
void template_find(struct finder *finder, const char *text, enum template_kind kind);

#endif
