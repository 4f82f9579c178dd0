/* template.h - YAML that is a template (Helm, Go, Jinja), read line by line.
 *
 * Templates are never rendered. Reads lines of the form `key: value` with a whole,
 * literal reference, under any key when it is pinned; a value with an expression
 * is a skip "template". Template comments and block scalars are ignored.
 */
#ifndef DIGESTBUMP_SRC_SCAN_FIND_TEMPLATE_H
#define DIGESTBUMP_SRC_SCAN_FIND_TEMPLATE_H

#include "finder.h"

/* Adds the images of the text, document by document. The text is as long as the file, with
 * blanks in place of the parts that are not read. The keys that a
 * document must have to be read: */
enum template_kind {
	TEMPLATE_ANY,      /* nothing */
	TEMPLATE_MANIFEST, /* apiVersion and kind, as Kubernetes' own; else only what is pinned */
};
/* Reads `text` as a template of this kind. */
void template_find(struct finder *finder, const char *text, enum template_kind kind);

#endif
