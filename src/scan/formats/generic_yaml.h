/* generic_yaml.h - YAML and JSON of which no schema is known: what is pinned and all of a
 * value is an image, whatever its key is called.
 */
#ifndef DIGESTBUMP_SRC_SCAN_FORMATS_GENERIC_YAML_H
#define DIGESTBUMP_SRC_SCAN_FORMATS_GENERIC_YAML_H

#include "../find/documents.h"
#include "../find/finder.h"

/* Adds the pinned images of a document or a part of one: whole values, and images in
 * fields of their own. YAML in a scalar of many lines is read, too. */
void generic_yaml_find(struct finder *finder, const struct node *root);

/* Adds only whole values "name:tag@sha256:...", for trees whose other images are found
 * by their schema; what is called as one of `skip` is not looked into. */
void generic_yaml_find_values(struct finder *finder, const struct node *root,
			      const char *const *skip);

/* True for lock files, bills of materials and the like: programs write these, or they
 * are about something else than what runs. Megabytes of them are usual. */
bool generic_yaml_is_record(const char *path);

/* Adds the images of a file's documents that are no manifests of Kubernetes. */
void generic_yaml_find_other_documents(const struct scan_file *file, const struct yaml_file *yaml);

#endif
