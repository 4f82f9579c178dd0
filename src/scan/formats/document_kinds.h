/* document_kinds.h - documents that have no file name of their own, known by their keys. */
#ifndef DIGESTBUMP_SRC_SCAN_FORMATS_DOCUMENT_KINDS_H
#define DIGESTBUMP_SRC_SCAN_FORMATS_DOCUMENT_KINDS_H

#include "../find/finder.h"

/* Needles of files that may hold such documents, pinned or not; NULL at the end. */
extern const char *const document_kinds_needles[];

/* Adds the images, pinned or not, where the schema of such a document has them. */
void document_kinds_find(struct finder *finder, const struct node *root);

#endif
