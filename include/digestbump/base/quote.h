/* quote.h - quotes paths as git does: one word on one line. */
#ifndef DIGESTBUMP_BASE_QUOTE_H
#define DIGESTBUMP_BASE_QUOTE_H

#include <digestbump/base/text.h>

/* Adds prefix and path unchanged or, when path has a byte that needs it, in
 * double quotes with C escapes: git's quote.c with core.quotePath at its
 * default (control characters, '"', '\', everything beyond ASCII). The bytes in
 * `also` need it, too. */
void text_add_path(struct text *out, const char *prefix, const char *path, const char *also);

#endif
