/* referrers.h - what refers to an image: signatures, attestations, SBOMs.
 *
 * Asks the referrers API of the distribution specification 1.1; where a registry
 * has none (404, 400, 405 or 406, or an answer that is no index), the index
 * behind the tag "sha256-<hex>" that clients keep for such registries. What a
 * list says is a hint: the manifest of each referrer is fetched by its digest,
 * hashed, measured, and must itself name the image as its subject. "None" is
 * also what a registry says that hides some: good for finding evidence, never a
 * proof that there is none. Of an OCI layout also the manifests without a name are
 * looked into. Knows nothing of signatures.
 */
#ifndef DIGESTBUMP_REGISTRY_REFERRERS_H
#define DIGESTBUMP_REGISTRY_REFERRERS_H

#include <digestbump/registry/registry.h>

struct referrer {
	char *digest;
	char *media_type;
	char *artifact_type; /* NULL: not said */
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

/* Lists what refers to the manifest `digest` at host/repository and is of
 * artifact_type (NULL: of any). The registry is not asked to filter, for some do
 * it wrongly. Asked for page by page, as link_header.h says. Entries whose digest nobody
 * here can verify are left out. ERROR_ABSENT: no such repository. ERROR_LIMIT:
 * more than REFERRERS_MOST, or than REFERRER_PAGES_MOST pages. Others as
 * registry_manifest(). */
void registry_referrers(struct registry *registry, const char *host, const char *repository,
			const char *digest, const char *artifact_type,
			registry_referrers_done *done, void *data);

/* Called once, from http_run(): with the bytes of a manifest, borrowed, or an
 * error, taken. */
typedef void registry_referrer_done(void *data, struct slice manifest, struct error *error);

/* Fetches the manifest of a referrer, which must have its digest and its size,
 * and `subject`, the digest of the image, for its subject. ERROR_UNTRUSTED: it
 * has not. */
void registry_referrer(struct registry *registry, const char *host, const char *repository,
		       const struct referrer *referrer, const char *subject,
		       registry_referrer_done *done, void *data);

#endif
