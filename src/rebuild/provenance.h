/* provenance.h - the images that a build used, by BuildKit's provenance.
 *
 * An in-toto statement with a predicate of SLSA v0.2 (`materials`) or v1
 * (`buildDefinition.resolvedDependencies`), which name images as package URLs:
 * "pkg:docker/golang@1.23?digest=sha256:...&platform=linux%2Famd64".
 */
#ifndef DIGESTBUMP_SRC_REBUILD_PROVENANCE_H
#define DIGESTBUMP_SRC_REBUILD_PROVENANCE_H

#include <digestbump/base/node.h>

/* Called for each image: its normalised name and its digest. */
typedef void provenance_each(void *data, const char *image, const char *digest);

/* Reads the statement; what is no image, or has no digest, is passed over. */
void provenance_read(const struct node *statement, provenance_each *each, void *data);

#endif
