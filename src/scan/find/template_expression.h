/* template_expression.h - the images that a template's expression quotes. */
#ifndef DIGESTBUMP_SRC_SCAN_FIND_TEMPLATE_EXPRESSION_H
#define DIGESTBUMP_SRC_SCAN_FIND_TEMPLATE_EXPRESSION_H

#include "finder.h"

/* Adds the references that an expression in this range of the file quotes
 * ({{ .image | default "nginx:1.27" }}); a skip when there are none. */
void template_expression_find(struct finder *finder, struct range at);

/* The same without the skip. True when some were added. */
bool template_expression_add(struct finder *finder, struct range at);

#endif
