/* referrers.h - lists the referrers of an image: signatures, attestations, SBOMs.
 *
 * Uses the referrers API of the distribution specification 1.1; when a registry
 * has none (404, 400, 405 or 406, or a response that is not an index), the index
 * of the tag "sha256-<hex>" that clients maintain for such registries. A list is
 * not trusted: the manifest of each referrer is fetched by digest, its hash and
 * size are verified, and its subject must be the image. A registry can hide
 * referrers, so an empty list is no proof that there are none. In an OCI layout,
 * manifests without a name are also read. Does not interpret signatures.
 */
#ifndef DIGESTBUMP_REGISTRY_REFERRERS_H
#define DIGESTBUMP_REGISTRY_REFERRERS_H

#include <digestbump/registry/registry.h>

struct referrer {
	char *digest;
	char *media_type;
	char *artifact_type; /* NULL: not specified */
	long long size;
};

/* In the registry's order, each digest once. */
struct referrers {
	struct referrer *items;
	size_t count;
	bool by_tag; /* the registry has no referrers API */
};

/* Called once, from http_run(). Exactly one is given; referrers are borrowed,
 * errors taken. */
typedef void registry_referrers_done(void *data, const struct referrers *referrers,
				     struct error *error);

/* Lists the referrers of the manifest `digest` at host/repository that have this
 * artifact_type (NULL: any). Filtered here, because some registries filter
 * wrongly. Pages are followed as in link_header.h. Entries with an unsupported digest
 * algorithm are left out. ERROR_ABSENT: no such repository. ERROR_LIMIT:
 * more than REFERRERS_MOST, or than REFERRER_PAGES_MOST pages. Others as
 * registry_manifest(). */
void registry_referrers(struct registry *registry, const char *host, const char *repository,
			const char *digest, const char *artifact_type,
			registry_referrers_done *done, void *data);

/* Called once, from http_run(), with the bytes of a manifest (borrowed) or an
 * error (takes it). */
typedef void registry_referrer_done(void *data, struct slice manifest, struct error *error);

/* Fetches the manifest of a referrer, which must have its digest and size, and
 * the image digest `subject` as its subject. ERROR_UNTRUSTED: it does
 * not. */
void registry_referrer(struct registry *registry, const char *host, const char *repository,
		       const struct referrer *referrer, const char *subject,
		       registry_referrer_done *done, void *data);

#endif
