/* published.h - what the images that are published were built on.
 *
 * Asks the registry for the tag of each build, and takes what is said there of the bases:
 * org.opencontainers.image.base.name and .digest of the index or of its manifests, the same
 * labels of the configuration (only where they name an image that the build reaches: labels
 * are inherited from the base), BuildKit's provenance (SLSA v0.2 and v1), and, where nothing
 * is said, whether the layers of the pinned base are those at the bottom. That is compared
 * with the pin in git, and with what its tag has now; a digest may be an index's or that of
 * one of its platforms. What is not proved old is not called old.
 */
#ifndef DIGESTBUMP_REBUILD_PUBLISHED_H
#define DIGESTBUMP_REBUILD_PUBLISHED_H

#include <digestbump/graph/graph.h>
#include <digestbump/registry/registry.h>

enum published_state {
	PUBLISHED_UNKNOWN, /* nothing proves it: `reason` says what would */
	PUBLISHED_FRESH,   /* built on what is pinned, and that is what the tag has */
	PUBLISHED_OLD_PIN, /* built on something older than the pin: build it again */
	PUBLISHED_PIN_OLD, /* the tag has something newer than the pin: bump it first */
};

/* "fresh" "old-pin" "pin-old" "unknown", as in JSON. */
const char *published_state_name(enum published_state state);

struct built_on {
	char *image; /* normalised */
	char *digest;
};

struct published_image {
	bool is_asked;  /* it has a repository and a tag that are known */
	bool is_failed; /* the registry did not answer, or refused */
	char *digest;   /* of the tag now; NULL: not there, or not known */
	enum published_state state;
	const char *evidence; /* "annotation" "label" "provenance" "layers"; NULL: none */
	struct built_on *built;
	size_t built_count;
	char *revision; /* that the image says it was built from; NULL: it does not */
	char *reason;   /* of PUBLISHED_UNKNOWN; else NULL */
};

struct published_images {
	struct published_image *items; /* one per build of the graph */
	size_t count;
};

/* Asks for all builds of the graph at once. Failures of single images stand in them. */
struct published_images *published_images_find(const struct image_graph *graph,
					       struct registry *registry, struct http *http)
    MUST_CHECK;
void published_images_free(struct published_images *published); /* NULL is fine */
DEFINE_OWNED(published_images)

#endif
