/* manifest_verification.h - what a registry's answer says, and whether it is true. */
#ifndef DIGESTBUMP_SRC_REGISTRY_MANIFEST_VERIFICATION_H
#define DIGESTBUMP_SRC_REGISTRY_MANIFEST_VERIFICATION_H

#include "authenticated_fetch.h"
#include <digestbump/registry/manifest.h>
#include <digestbump/registry/registry.h>

/* Gives what the answer to a HEAD for `what` says, unverified; either string
 * may come to be NULL. ERROR_UNTRUSTED, ERROR_UNSUPPORTED. */
struct error *manifest_response_head(char **digest, char **media_type, const char *tag_or_digest,
				     const struct http_response *response) MUST_CHECK;

/* The Content-Length; -1: none, or no number. */
long long manifest_response_size(const struct http_response *response);

/* Gives the digest of the body: `what` itself when it is a digest that agrees;
 * else sha256, with which the Docker-Content-Digest must agree. ERROR_UNTRUSTED:
 * it does not. */
struct error *manifest_response_digest(char **digest, const char *tag_or_digest,
				       const struct http_response *response) MUST_CHECK;

/* Gives a manifest with one entry: the platform that an image configuration
 * names, for the image whose digest this is. ERROR_SYNTAX. */
struct error *platform_from_config(struct manifest **out, const char *digest, struct slice config)
    MUST_CHECK;

#endif
