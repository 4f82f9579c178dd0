/* template_expression.h - the images in string literals of a template's expression. */
#ifndef DIGESTBUMP_SRC_SCAN_FIND_TEMPLATE_EXPRESSION_H
#define DIGESTBUMP_SRC_SCAN_FIND_TEMPLATE_EXPRESSION_H

#include "finder.h"

/* Adds the references in string literals of an expression in this range of the file
 * ({{ .image | default "nginx:1.27" }}); a skip when there are none. */
void template_expression_find(struct finder *finder, struct range at);

/* The same without the skip. True when some were added. */
bool template_expression_add(struct finder *finder, struct range at);

#endif
