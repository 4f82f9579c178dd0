/* dockerfile_labels.h - the base image that a stage's labels name.
 *
 * org.opencontainers.image.base.name and .base.digest (OCI image specification,
 * annotations.md) repeat the image of FROM, so a bump must update them, too.
 * Labels with variables are ignored.
 */
#ifndef DIGESTBUMP_SRC_SCAN_FORMATS_DOCKERFILE_LABELS_H
#define DIGESTBUMP_SRC_SCAN_FORMATS_DOCKERFILE_LABELS_H

#include <digestbump/syntax/mapped_text.h>

/* The labels of one stage; all zero: none. */
struct dockerfile_labels {
	struct mapped_text *name;
	struct mapped_text *digest;
	struct range line; /* the instruction that holds the digest, in the file */
};
void dockerfile_labels_clear(struct dockerfile_labels *labels); /* frees what it holds */

/* Reads one LABEL instruction at `line` of the file. */
void dockerfile_labels_read(struct dockerfile_labels *labels, struct mapped_slice words,
			    struct range line, char escape);

/* Gives "name@digest" when the labels of a stage have both; else NULL. */
struct mapped_text *dockerfile_labels_reference(const struct dockerfile_labels *labels) MUST_CHECK;

#endif
