/* manifest_contents.h - read the manifest behind a tag or digest: which images, for which
 * platforms.
 *
 * Reads an index, the indexes within it (one level), and an image's
 * configuration. Each digest of a repository is inspected once, however
 * many questions share it.
 */
#ifndef DIGESTBUMP_SRC_RESOLVE_MANIFEST_CONTENTS_H
#define DIGESTBUMP_SRC_RESOLVE_MANIFEST_CONTENTS_H

#include <digestbump/base/strings.h>
#include <digestbump/image/platform.h>
#include <digestbump/registry/registry.h>
#include <stdbool.h>

struct image {
	char *digest;
	struct platform platform; /* empty: not said, or the entry is an index itself */
	char *os_version;         /* NULL: not said */
	bool is_index;            /* an index within the index */
	long long size;           /* of its manifest, as its descriptor says; -1: not known */
};

struct inspection {
	struct error *error; /* it cannot be read; nothing below is set then, except `missing` */
	char *missing;       /* with an error: the index within this index that does not exist */

	char *digest; /* verified */
	char *media_type;
	long long size; /* of the manifest; -1: not known */
	bool is_index;
	bool is_cached;       /* from the cache: it may be gone by now */
	bool is_artifact;     /* not an image: has no platform */
	struct image *images; /* of an index, in its order; else the image itself */
	size_t count;
	struct error *platform_error; /* why an image's platform is not known; NULL: it is */
};

struct inspections;

/* Borrows registry. */
struct inspections *inspections_new(struct registry *registry) MUST_CHECK;
void inspections_free(struct inspections *inspections); /* NULL is fine; after http_run() only */
DEFINE_OWNED(inspections)

/* Called once, from http_run(). The inspection is borrowed until inspections_free(). */
typedef void inspection_callback(void *data, const struct inspection *inspection);

/* Inspects the manifest of a tag or a digest; `done` is called immediately when the result is
 * known. */
void inspect_manifest(struct inspections *inspections, const char *host, const char *repository,
		      const char *what, inspection_callback *done, void *data);

/* The same for one entry of an index: its manifest only, neither its configuration nor
 * its children. */
void inspect_entry(struct inspections *inspections, const char *host, const char *repository,
		   const char *digest, inspection_callback *done, void *data);

/* The complete inspection of a digest, if the registry has answered whether it exists: its
 * `digest` is set, or its error is ERROR_ABSENT. NULL: not answered. */
const struct inspection *inspections_find(const struct inspections *inspections, const char *host,
					  const char *repository, const char *digest);

/* True when the inspected manifest or one of its images has this digest. */
bool inspection_has_digest(const struct inspection *inspection, const char *digest);

/* The first image of the inspection that has this digest; NULL: none. */
const struct image *inspection_image(const struct inspection *inspection, const char *digest);

/* Adds the platforms that its images name: "linux/arm64". */
void inspection_platforms(struct strings *platforms, const struct inspection *inspection);

#endif
