/* registry.h - the registry client: resolves tags, fetches manifests, lists tags.
 *
 * Speaks the OCI distribution specification (and Docker's registry v2) over
 * http.h, or reads an OCI image layout on disk ("oci:DIR"). Handles
 * authentication: responds to 401, uses one token per repository, and sends
 * credentials only to the registry itself and to allowed realms. Follows
 * redirects itself; other hosts never get Authorization. Does not decide how
 * a digest is used.
 *
 * An http(s) endpoint of the configuration is a base URL to which "/v2/" is added,
 * unless its path contains "v2": then the path after it is a prefix of every
 * repository, as pull-through caches need it ("https://harbor.test/v2/hub").
 *
 * The layout DIR of "oci:DIR" is used for the host that it is configured for. A tag is looked
 * up in DIR/index.json by the annotation org.opencontainers.image.ref.name: as
 * "host/repository:tag", then as "repository:tag" (the repository as in the
 * normalised reference: "library/alpine"); then, when DIR/repository is a
 * layout itself, there as the bare "tag". Blobs are read from DIR, else from
 * DIR/repository, and verified. Each layout is read once.
 */
#ifndef DIGESTBUMP_REGISTRY_REGISTRY_H
#define DIGESTBUMP_REGISTRY_REGISTRY_H

#include <digestbump/base/error.h>
#include <digestbump/config/config.h>
#include <digestbump/config/credentials.h>
#include <digestbump/http/http.h>
#include <digestbump/registry/answers.h>
#include <digestbump/registry/cache.h>
#include <digestbump/registry/manifest.h>

struct registry;

/* The result of a HEAD request: unverified, use it only to detect that nothing changed. */
struct registry_head {
	char *digest;     /* NULL: not sent; then fetch the manifest */
	char *media_type; /* NULL: not sent */
	long long size;   /* bytes of the manifest; -1: not sent */
	bool is_cached;   /* from the cache: see registry_head_again() */
};

/* The pull rate limit, from the last response of a registry. */
struct registry_rate {
	long limit; /* pulls per window; -1: not sent */
	long remaining;
	long window_s;
};

/* Called once per request, from http_run() only. Exactly one of result and error is
 * given: results are borrowed; takes error. ERROR_ABSENT: no such repository, tag
 * or digest. ERROR_DENIED: credentials missing or refused. ERROR_LIMITED,
 * ERROR_NETWORK: try again later. ERROR_UNTRUSTED: the answer contradicts itself.
 * ERROR_UNSUPPORTED: schema 1. Texts name the registry and what to do. */
typedef void registry_head_done(void *data, const struct registry_head *head, struct error *error);
typedef void registry_manifest_done(void *data, const struct manifest *manifest,
				    struct error *error);
typedef void registry_tags_done(void *data, const struct strings *tags, struct error *error);

/* Gives a client. Borrows the last three arguments until registry_free(). */
struct error *registry_new(struct registry **out, struct http *http, const struct config *config,
			   const struct credentials *credentials) MUST_CHECK;
void registry_free(struct registry *registry); /* NULL is fine; call it after http_run() */
DEFINE_OWNED(registry)

/* What a client does with a set of answers. */
enum answers_use {
	ANSWERS_SHARE, /* uses its answers, requests the rest and adds it */
	ANSWERS_ALONE, /* no requests: ERROR_FILE when an answer is missing */
};

/* Sets the answers that the client uses; call it before any request. Shared answers
 * with ERROR_DENIED or ERROR_ABSENT are requested again: the credentials may be
 * different. Borrows answers until registry_free(). */
void registry_use_answers(struct registry *registry, struct answers *answers, enum answers_use use);

/* True when the registry of the host answered HEAD with 404 for a manifest that GET returned: GET
 * is used instead. */
bool registry_has_wrong_head(const struct registry *registry, const char *host);

/* Sets *out to the pull rate limit of the host. False: its registry did not send one (Docker Hub
 * does). */
bool registry_rate(struct registry_rate *out, const struct registry *registry, const char *host);

/* Sets the cache that the client uses; call it before any request. Borrows cache
 * until registry_free(); NULL: none. */
void registry_use_cache(struct registry *registry, struct cache *cache);

/* Requests the current digest of a tag (or checks a digest) at host/repository by
 * HEAD, which is not counted as a pull on Docker Hub. Uses GET when a registry refuses HEAD. */
void registry_head(struct registry *registry, const char *host, const char *repository,
		   const char *tag_or_digest, registry_head_done *done, void *data);

/* The same without the cache. Call it before anything is changed: a cached digest is only good to
 * conclude that nothing changed. */
void registry_head_again(struct registry *registry, const char *host, const char *repository,
			 const char *tag_or_digest, registry_head_done *done, void *data);

/* Fetches the manifest or index behind a tag or a digest. For a digest, the
 * bytes must match it before they are parsed; for a tag, the digest is computed
 * from the bytes, and a different Docker-Content-Digest is ERROR_UNTRUSTED. When
 * the registry has reported that no pulls remain, nothing is sent: ERROR_LIMITED. */
void registry_manifest(struct registry *registry, const char *host, const char *repository,
		       const char *tag_or_digest, registry_manifest_done *done, void *data);

/* Fetches the platform that an image manifest's configuration names (os,
 * architecture, variant), verified by the configuration's digest, which the
 * manifest must have (an index or an artifact has none). The result is a
 * manifest with one entry and without a media type. */
void registry_platform(struct registry *registry, const char *host, const char *repository,
		       const struct manifest *manifest, registry_manifest_done *done, void *data);

/* Lists the tags of host/repository, in the registry's order: page by page, see
 * link_header.h, up to TAGS_MOST tags on TAG_PAGES_MOST pages. Invalid tags are left
 * out. ERROR_LIMIT: there are more. */
void registry_tags(struct registry *registry, const char *host, const char *repository,
		   registry_tags_done *done, void *data);

#endif
