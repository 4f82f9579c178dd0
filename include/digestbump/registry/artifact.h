/* artifact.h - bytes beside an image: manifests and blobs of signatures.
 *
 * Unlike registry_manifest() these are no images: nothing is parsed, cached or kept
 * among the answers. What has a digest has been hashed.
 */
#ifndef DIGESTBUMP_REGISTRY_ARTIFACT_H
#define DIGESTBUMP_REGISTRY_ARTIFACT_H

#include <digestbump/registry/registry.h>

/* Called once, from http_run(): with the bytes, borrowed, or an error, taken. */
typedef void registry_artifact_done(void *data, struct slice bytes, struct error *error);

/* Fetches the manifest behind a tag or a digest, of at most SIGNATURE_MANIFEST_BYTES_MOST.
 * ERROR_ABSENT: there is none. Others as registry_manifest(). */
void registry_artifact_manifest(struct registry *registry, const char *host, const char *repository,
				const char *what, registry_artifact_done *done, void *data);

/* Fetches a blob of this digest, at most `most` bytes. ERROR_UNTRUSTED: it has other
 * bytes. ERROR_LIMIT: more of them. */
void registry_artifact_blob(struct registry *registry, const char *host, const char *repository,
			    const char *digest, size_t most, registry_artifact_done *done,
			    void *data);

/* True when the client asks nobody (ANSWERS_ALONE): neither of them then, nor
 * registry_referrers(). */
bool registry_is_offline(const struct registry *registry);

#endif
