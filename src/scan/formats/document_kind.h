/* document_kind.h - what a document of YAML or JSON is, by what it says of itself.
 *
 * A manifest says it with apiVersion and kind, other documents by the keys that they
 * have. Formats that find a document in a document (a patch, a list's item, a template of
 * a workflow) hand it on here and need not know each other.
 */
#ifndef DIGESTBUMP_SRC_SCAN_FORMATS_DOCUMENT_KIND_H
#define DIGESTBUMP_SRC_SCAN_FORMATS_DOCUMENT_KIND_H

#include "../find/finder.h"
#include "image_paths.h"

/* Adds the images of a document. */
typedef void document_reader(struct finder *finder, const struct node *root);

/* A kind of manifest. The first of the table that fits reads a document. */
struct manifest_kind {
	const char *group; /* what stands in front of the '/' of apiVersion; NULL: any */
	const char *kind;  /* NULL: any */
	document_reader *read;
};

/* A kind of document that is no manifest. */
struct schema_kind {
	const char *keys[3]; /* all of them are there; up to a NULL */
	const char *value;   /* what the first of them says; NULL: anything */
	const struct image_path *image_paths;
};

/* All of them (document_kinds.c). The last manifest kind fits any; the last schema has no
 * keys. */
extern const struct manifest_kind manifest_kinds[];
extern const struct schema_kind schema_kinds[];

/* Words that only documents of schema_kinds have; most other JSON is not worth being
 * parsed. NULL at the end. */
extern const char *const document_kind_needles[];

/* True for a document that has apiVersion and kind. */
bool document_is_manifest(const struct node *root);

/* Adds the images of a manifest; of a List, those of its items. Of any other document,
 * nothing. */
void document_find_manifest(struct finder *finder, const struct node *root);

/* Adds the images, pinned or not, of a document that is of one of schema_kinds. */
void document_find_schema(struct finder *finder, const struct node *root);

#endif
