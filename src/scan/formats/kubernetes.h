/* kubernetes.h - the images of one manifest, wherever it stands. */
#ifndef DIGESTBUMP_SRC_SCAN_FORMATS_KUBERNETES_H
#define DIGESTBUMP_SRC_SCAN_FORMATS_KUBERNETES_H

#include "../find/finder.h"

/* Adds the images of a document that has apiVersion and kind; of a List, those of
 * its items. Of any other document, nothing. */
void kubernetes_find(struct finder *finder, const struct node *root);

/* True for a document that says what it is: apiVersion and kind. */
bool kubernetes_is_manifest(const struct node *root);

#endif
