/* registry.h - one client for all registries: which manifest is behind a tag.
 *
 * Speaks the OCI distribution specification (and Docker's registry v2) over
 * http.h, or reads an OCI image layout on disk ("oci:DIR"). Does the
 * authentication dance by itself: answers 401, one token per repository,
 * credentials only to the registry itself and to realms that may see them.
 * Follows redirects by hand; other hosts never see Authorization. Never
 * decides what a digest is good for.
 *
 * An http(s) endpoint of the configuration is a base to which "/v2/" is added,
 * unless its path has "v2" in it: then what follows stands in front of every
 * repository, as pull-through caches want it ("https://harbor.test/v2/hub").
 *
 * DIR of "oci:DIR" serves the host that it is configured for. A tag is looked
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

/* What a HEAD says: unverified, good for "nothing moved" and no more. */
struct registry_head {
	char *digest;     /* NULL when the registry did not say; then fetch */
	char *media_type; /* NULL when it did not say */
	long long size;   /* bytes of the manifest; -1 when it did not say */
	bool is_cached;   /* kept from an earlier run: see registry_head_again() */
};

/* How many pulls a registry still allows, as its last answer said. */
struct registry_rate {
	long limit; /* in a window; -1: not said */
	long remaining;
	long window_s;
};

/* Called once per question, from http_run() and never before. Exactly one of the
 * two is given; answers are borrowed, errors taken. ERROR_ABSENT: no such repository, tag
 * or digest. ERROR_DENIED: credentials missing or refused. ERROR_LIMITED,
 * ERROR_NETWORK: another time. ERROR_UNTRUSTED: the answer contradicts itself.
 * ERROR_UNSUPPORTED: schema 1. Texts name the registry and what to do. */
typedef void registry_head_done(void *data, const struct registry_head *head, struct error *error);
typedef void registry_manifest_done(void *data, const struct manifest *manifest,
				    struct error *error);
typedef void registry_tags_done(void *data, const struct strings *tags, struct error *error);

/* Gives a client. Borrows all three until registry_free(). */
struct error *registry_new(struct registry **out, struct http *http, const struct config *config,
			   const struct credentials *credentials) MUST_CHECK;
void registry_free(struct registry *registry); /* NULL is fine; when http_run() has returned */
DEFINE_OWNED(registry)

/* What a client does with a set of answers. */
enum answers_use {
	ANSWERS_SHARE, /* uses what stands there, asks for the rest, adds it */
	ANSWERS_ALONE, /* asks nobody: what is not there is ERROR_FILE, "not among the answers" */
};

/* Gives the client a set of answers, before it is asked anything. Shared answers
 * that failed for want of credentials, or with "not there", are asked again: who
 * asks may be somebody else. Borrows answers until registry_free(). */
void registry_use_answers(struct registry *registry, struct answers *answers, enum answers_use use);

/* False: the host's registry has not said. Docker Hub does. */
/* True when the host's HEAD has said 404 of what GET has: it is asked by GET. */
bool registry_has_wrong_head(const struct registry *registry, const char *host);

bool registry_rate(struct registry_rate *out, const struct registry *registry, const char *host);

/* Gives the client a cache on disk, before it is asked anything. Borrows cache
 * until registry_free(); NULL: none. */
void registry_use_cache(struct registry *registry, struct cache *cache);

/* Asks what `what`, a tag or a digest, is at host/repository now. Costs no pull
 * on Docker Hub. A registry that refuses HEAD is asked by GET. */
void registry_head(struct registry *registry, const char *host, const char *repository,
		   const char *tag_or_digest, registry_head_done *done, void *data);

/* The same, never answered from the cache: what was kept of a tag may say that nothing moved, but
 * before anything is changed the registry is asked. */
void registry_head_again(struct registry *registry, const char *host, const char *repository,
			 const char *tag_or_digest, registry_head_done *done, void *data);

/* Fetches the manifest or index behind a tag or a digest. Behind a digest the
 * bytes are hashed and must agree before anything is believed; behind a tag
 * the digest is computed from the bytes, and a Docker-Content-Digest that says
 * otherwise is ERROR_UNTRUSTED. Where the registry has said that no pull is left,
 * nothing is sent: ERROR_LIMITED. */
void registry_manifest(struct registry *registry, const char *host, const char *repository,
		       const char *tag_or_digest, registry_manifest_done *done, void *data);

/* Fetches the platform that an image manifest's configuration names (os,
 * architecture, variant), verified by the configuration's digest, which the
 * manifest must have (an index or an artifact has none). Gives it through a
 * manifest with one entry, which has no media type. */
void registry_platform(struct registry *registry, const char *host, const char *repository,
		       const struct manifest *manifest, registry_manifest_done *done, void *data);

/* Lists the tags of host/repository, in the registry's order: page by page, as
 * link_header.h says, up to TAGS_MOST tags on TAG_PAGES_MOST pages. What no reference
 * can have for a tag is left out. ERROR_LIMIT: there are more. */
void registry_tags(struct registry *registry, const char *host, const char *repository,
		   registry_tags_done *done, void *data);

#endif
