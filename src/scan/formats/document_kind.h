/* document_kind.h - recognize the kind of a YAML or JSON document by its content.
 *
 * A manifest is recognized by apiVersion and kind, other documents by their keys.
 * Formats that find a document within a document (a patch, a list's item, a template of
 * a workflow) pass it on here and need not know each other.
 */
#ifndef DIGESTBUMP_SRC_SCAN_FORMATS_DOCUMENT_KIND_H
#define DIGESTBUMP_SRC_SCAN_FORMATS_DOCUMENT_KIND_H

#include "../find/finder.h"
#include "image_paths.h"

/* Adds the images of a document. */
typedef void document_reader(struct finder *finder, const struct node *root);

/* A kind of manifest. The first matching entry of the table reads a document. */
struct manifest_kind {
	const char *group; /* the part of apiVersion before '/'; NULL: any */
	const char *kind;  /* NULL: any */
	document_reader *read;
};

/* A kind of document other than a manifest. */
struct schema_kind {
	const char *keys[3]; /* all must be present; up to a NULL */
	const char *value;   /* value of the first key; NULL: any */
	const struct image_path *image_paths;
};

/* All of them (document_kinds.c). The last manifest kind matches any; the last schema has no
 * keys. */
extern const struct manifest_kind manifest_kinds[];
extern const struct schema_kind schema_kinds[];

/* Words that only documents of schema_kinds have; JSON without any of them is not
 * parsed. NULL at the end. */
extern const char *const document_kind_needles[];

/* True for a document that has apiVersion and kind. */
bool document_is_manifest(const struct node *root);

/* Adds the images of a manifest; of a List, those of its items. Adds nothing for other
 * documents. */
void document_find_manifest(struct finder *finder, const struct node *root);

/* Adds the images, pinned or not, of a document that is of one of schema_kinds. */
void document_find_schema(struct finder *finder, const struct node *root);

#endif
