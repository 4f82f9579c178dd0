/* artifact.h - fetches manifests and blobs of signatures.
 *
 * Unlike registry_manifest() nothing is parsed, cached or added to the answers.
 * Content with a digest is verified.
 */
#ifndef DIGESTBUMP_REGISTRY_ARTIFACT_H
#define DIGESTBUMP_REGISTRY_ARTIFACT_H

#include <digestbump/registry/registry.h>

/* Called once, from http_run(), with the bytes (borrowed) or an error (takes it). */
typedef void registry_artifact_done(void *data, struct slice bytes, struct error *error);

/* Fetches the manifest behind a tag or a digest, of at most SIGNATURE_MANIFEST_BYTES_MOST.
 * ERROR_ABSENT: it does not exist. Others as registry_manifest(). */
void registry_artifact_manifest(struct registry *registry, const char *host, const char *repository,
				const char *what, registry_artifact_done *done, void *data);

/* Fetches a blob of this digest, at most `most` bytes. ERROR_UNTRUSTED: the
 * bytes do not match. ERROR_LIMIT: it is larger. */
void registry_artifact_blob(struct registry *registry, const char *host, const char *repository,
			    const char *digest, size_t most, registry_artifact_done *done,
			    void *data);

/* True when the client sends no requests (ANSWERS_ALONE): then do not call the functions
 * above, nor registry_referrers(). */
bool registry_is_offline(const struct registry *registry);

#endif
