/* embedded_yaml.h - YAML in a scalar of YAML. */
#ifndef DIGESTBUMP_SRC_SCAN_FIND_EMBEDDED_YAML_H
#define DIGESTBUMP_SRC_SCAN_FIND_EMBEDDED_YAML_H

#include "finder.h"

/* Adds what the documents in the scalar name, every pin placed in the file itself.
 * What is broken in there is text that nobody asked to be YAML: no skip. YAML in
 * YAML in YAML is not read. */
typedef void embedded_yaml_reader(struct finder *inner, const struct node *root);
void embedded_yaml_find(struct finder *finder, const struct node *scalar,
			embedded_yaml_reader *find);

/* The same of a scalar that nobody else leads to. */
void embedded_yaml_find_any(struct finder *finder, const struct node *scalar,
			    embedded_yaml_reader *find);

#endif
