/* embedded_yaml.h - YAML in a scalar of YAML. */
#ifndef DIGESTBUMP_SRC_SCAN_FIND_EMBEDDED_YAML_H
#define DIGESTBUMP_SRC_SCAN_FIND_EMBEDDED_YAML_H

#include "finder.h"

/* Adds what the documents in the scalar name, every pin placed in the file itself.
 * What is broken in there is text that nobody asked to be YAML: no skip. YAML in
 * YAML in YAML is not read. */
typedef void embedded_document(struct finder *inner, const struct node *root);
void embedded_find(struct finder *finder, const struct node *scalar, embedded_document *find);

/* The same of a scalar that nobody else leads to. */
void embedded_read(struct finder *finder, const struct node *scalar, embedded_document *find);

#endif
