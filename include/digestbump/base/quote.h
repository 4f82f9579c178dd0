/* quote.h - paths as git shows them: one word on one line, whatever bytes. */
#ifndef DIGESTBUMP_BASE_QUOTE_H
#define DIGESTBUMP_BASE_QUOTE_H

#include <digestbump/base/text.h>

/* Adds prefix and path as they are or, when one byte of path asks for it, in
 * double quotes with C escapes: git's quote.c with core.quotePath at its
 * default (control characters, '"', '\', everything beyond ASCII). The bytes in
 * `also` ask for it, too. */
void text_add_path(struct text *out, const char *prefix, const char *path, const char *also);

#endif
