/* embedded_yaml.h - YAML in a scalar of YAML. */
#ifndef DIGESTBUMP_SRC_SCAN_FIND_EMBEDDED_YAML_H
#define DIGESTBUMP_SRC_SCAN_FIND_EMBEDDED_YAML_H

#include "finder.h"

/* Adds the images of the documents in the scalar, every pin with its place in the file.
 * A syntax error is not a skip: the text need not be YAML. Only one level of embedding
 * is read. */
typedef void embedded_yaml_reader(struct finder *inner, const struct node *root);
/* Parses the scalar as YAML and calls find() for each document. A scalar is read only once. */
void embedded_yaml_find(struct finder *finder, const struct node *scalar,
			embedded_yaml_reader *find);

/* The same for a scalar that no path of a table leads to. */
void embedded_yaml_find_any(struct finder *finder, const struct node *scalar,
			    embedded_yaml_reader *find);

#endif
