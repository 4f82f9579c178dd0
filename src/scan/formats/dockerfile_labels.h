/* dockerfile_labels.h - the base image that a stage's labels name.
 *
 * org.opencontainers.image.base.name and .base.digest (OCI image specification,
 * annotations.md) repeat what FROM says: a bump that leaves them behind makes
 * them lie. What is not written out (variables) is left alone.
 */
#ifndef DIGESTBUMP_SRC_SCAN_FORMATS_DOCKERFILE_LABELS_H
#define DIGESTBUMP_SRC_SCAN_FORMATS_DOCKERFILE_LABELS_H

#include <digestbump/syntax/mapped_text.h>

/* Of one stage; all zero: none were met. */
struct dockerfile_labels {
	struct mapped_text *name;
	struct mapped_text *digest;
	struct range line; /* the instruction that holds the digest, in the file */
};
void dockerfile_labels_clear(struct dockerfile_labels *labels);

/* Reads one LABEL instruction, which stands at `line` of the file. */
void dockerfile_labels_read(struct dockerfile_labels *labels, struct mapped_slice words,
			    struct range line, char escape);

/* Gives "name@digest" when a stage's labels say both; else NULL. */
struct mapped_text *dockerfile_labels_reference(const struct dockerfile_labels *labels) MUST_CHECK;

#endif
