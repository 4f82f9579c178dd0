/* manifest.h - parses and checks image manifests and indexes.
 *
 * Parses bytes whose digest was already verified. Refuses documents that
 * clients could read differently (CVE-2021-41190): duplicate keys, a mediaType that
 * contradicts the Content-Type, `manifests` beside `layers` or `config`, a
 * schemaVersion other than 2, and keys that differ from a known one only in
 * case (Go's decoder treats them as equal). Attestations (unknown/unknown, or the
 * annotation vnd.docker.reference.type) and entries that are not images are left
 * out of the entries.
 */
#ifndef DIGESTBUMP_REGISTRY_MANIFEST_H
#define DIGESTBUMP_REGISTRY_MANIFEST_H

#include <digestbump/base/error.h>
#include <digestbump/base/text.h>
#include <digestbump/image/platform.h>
#include <stdbool.h>

struct manifest_entry {
	char *digest;
	struct platform platform; /* empty fields when not specified */
	char *os_version;         /* of Windows images, "10.0.17763.5936"; NULL: not specified */
	bool is_index;            /* an index within the index */
	long long size;           /* bytes of the manifest, as its descriptor says; -1: not known */
};

struct manifest {
	char *digest;     /* of the bytes */
	char *media_type; /* never NULL: from Content-Type, body or structure */
	long long size;   /* bytes of the document; -1: not known */
	bool is_index;
	bool is_cached; /* from the cache: the registry may no longer have it */

	/* An index: its images in order. An image manifest: no entries. */
	struct manifest_entry *entries;
	size_t count;

	/* An image manifest: its configuration blob. NULL for an index, and for an
	 * artifact (a chart, a set of manifests), which has no platform. */
	char *config_digest;
	long long config_size;
};

/* The Accept value of every manifest request: all four media types, otherwise
 * registries convert the manifest and return another digest. */
#define MANIFEST_ACCEPT                                                                            \
	"application/vnd.oci.image.index.v1+json, "                                                \
	"application/vnd.docker.distribution.manifest.list.v2+json, "                              \
	"application/vnd.oci.image.manifest.v1+json, "                                             \
	"application/vnd.docker.distribution.manifest.v2+json"

/* Gives the manifest in `bytes`, whose digest is `digest`. content_type may be
 * NULL or generic (text/plain, application/json, application/octet-stream).
 * ERROR_SYNTAX, ERROR_UNTRUSTED (contradiction), ERROR_UNSUPPORTED (schema 1,
 * documents of other kinds, digests of other algorithms), ERROR_LIMIT. */
struct error *manifest_parse(struct manifest **out, const char *digest, const char *content_type,
			     struct slice bytes) MUST_CHECK;
/* Gives a copy. */
struct manifest *manifest_copy(const struct manifest *from) MUST_CHECK;
void manifest_free(struct manifest *manifest); /* NULL is fine */
DEFINE_OWNED(manifest)

/* True for the two media types of indexes; parameters after ';' and case are
 * ignored. */
bool media_type_is_index(const char *media_type);

/* True for Docker's schema 1, whose digest is not that of the bytes. */
bool media_type_is_legacy(const char *media_type);

/* Gives the media type in lower case without parameters; NULL for NULL, for an
 * empty one and for generic ones. */
char *media_type_essence(const char *media_type) MUST_CHECK;

#endif
