/* manifest_contents.h - read the manifest behind a tag or digest: which images, for which
 * platforms.
 *
 * Looks into an index, one level into the indexes within it, and into an
 * image's configuration. Each digest of a repository is looked at once, however
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
	struct error *error; /* it cannot be had; nothing below is set then, unless... */
	char *missing;       /* ... it is an index, and this index within it is not there */

	char *digest; /* verified */
	char *media_type;
	long long size; /* of the manifest; -1: not known */
	bool is_index;
	bool is_cached;       /* kept from earlier: it may be gone by now */
	bool is_artifact;     /* no image: has no platform */
	struct image *images; /* of an index, in its order; else the image itself */
	size_t count;
	struct error *platform_error; /* why an image's platform is not known; NULL: it is */
};

struct inspections;

/* Borrows registry. */
struct inspections *inspections_new(struct registry *registry) MUST_CHECK;
void inspections_free(struct inspections *inspections); /* NULL is fine; after http_run() only */
DEFINE_OWNED(inspections)

/* Called once, from http_run(). Borrowed until inspections_free(). */
typedef void inspection_callback(void *data, const struct inspection *inspection);

/* Inspects the manifest of a tag or a digest; `done` is called at once when it is known. */
void inspect_manifest(struct inspections *inspections, const char *host, const char *repository,
		      const char *what, inspection_callback *done, void *data);

/* The same of one entry of an index: its manifest alone, neither its configuration nor
 * what stands in it. */
void inspect_entry(struct inspections *inspections, const char *host, const char *repository,
		   const char *digest, inspection_callback *done, void *data);

/* The whole inspection of a digest that has learnt from the registry whether it is there: its
 * `digest` is set, or its error is ERROR_ABSENT. NULL: none has. */
const struct inspection *inspections_find(const struct inspections *inspections, const char *host,
					  const char *repository, const char *digest);

/* True when one image of the inspection has this digest, or it is its own. */
bool inspection_has_digest(const struct inspection *inspection, const char *digest);

/* The first image of the inspection that has this digest; NULL: none. */
const struct image *inspection_image(const struct inspection *inspection, const char *digest);

/* Adds the platforms that its images name: "linux/arm64". */
void inspection_platforms(struct strings *platforms, const struct inspection *inspection);

#endif
