/* generic_yaml.h - YAML and JSON without a known schema: a pinned reference that is a
 * whole value is an image, under any key.
 */
#ifndef DIGESTBUMP_SRC_SCAN_FORMATS_GENERIC_YAML_H
#define DIGESTBUMP_SRC_SCAN_FORMATS_GENERIC_YAML_H

#include "../find/documents.h"
#include "../find/finder.h"

/* Adds the pinned images of a document or a part of one: whole values, and images in
 * separate fields. YAML in a scalar of many lines is read, too. */
void generic_yaml_find(struct finder *finder, const struct node *root);

/* Adds only whole values "name:tag@sha256:...", for trees whose other images are found
 * by their schema; keys in `skip` are not read. */
void generic_yaml_find_values(struct finder *finder, const struct node *root,
			      const char *const *skip);

/* True for lock files, bills of materials and the like: they are generated, or do
 * not describe what runs. They are often megabytes long. */
bool generic_yaml_is_record(const char *path);

/* Adds the images of a file's documents that are not Kubernetes manifests. */
void generic_yaml_find_other_documents(const struct scan_file *file, const struct yaml_file *yaml);

#endif
