/* manifest_verification.h - reads and verifies manifest responses of a registry. */
#ifndef DIGESTBUMP_SRC_REGISTRY_MANIFEST_VERIFICATION_H
#define DIGESTBUMP_SRC_REGISTRY_MANIFEST_VERIFICATION_H

#include "authenticated_fetch.h"
#include <digestbump/registry/manifest.h>
#include <digestbump/registry/registry.h>

/* Gives digest and media type of the response to a HEAD, unverified; each may be
 * NULL. ERROR_UNTRUSTED, ERROR_UNSUPPORTED. */
struct error *manifest_response_head(char **digest, char **media_type, const char *tag_or_digest,
				     const struct http_response *response) MUST_CHECK;

/* The Content-Length; -1: missing or invalid. */
long long manifest_response_size(const struct http_response *response);

/* Gives the digest of the body: tag_or_digest itself when it is a digest that
 * matches; else sha256, which must match the Docker-Content-Digest. ERROR_UNTRUSTED:
 * a mismatch. */
struct error *manifest_response_digest(char **digest, const char *tag_or_digest,
				       const struct http_response *response) MUST_CHECK;

/* Gives a manifest with one entry: the platform that an image configuration
 * names, for the image whose digest this is. ERROR_SYNTAX. */
struct error *platform_from_config(struct manifest **out, const char *digest, struct slice config)
    MUST_CHECK;

#endif
