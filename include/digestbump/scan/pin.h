/* pin.h - one place in one file where an image is referenced.
 *
 * The type that passes from scan to every later stage. It carries byte ranges,
 * so that no later stage needs to know a file format.
 */
#ifndef DIGESTBUMP_SCAN_PIN_H
#define DIGESTBUMP_SCAN_PIN_H

#include <digestbump/base/error.h>
#include <digestbump/base/text.h>
#include <digestbump/image/reference.h>
#include <stdbool.h>

enum pin_kind {
	PIN_FROM,       /* Dockerfile: FROM */
	PIN_COPY_FROM,  /* COPY --from */
	PIN_MOUNT_FROM, /* RUN --mount=...,from= */
	PIN_SYNTAX,     /* # syntax= */
	PIN_ARG,        /* the digest is in an ARG */
	PIN_ONBUILD,    /* any of these under ONBUILD */
	PIN_IMAGE,      /* a whole reference in one value */
	PIN_SPLIT,      /* repository, tag and digest in separate fields */
	PIN_ACTION,     /* docker:// */
	PIN_BASE,       /* a build specification's base image */
	PIN_CONTEXT,    /* a build context that is an image */
	PIN_PATTERN,    /* found by a pattern of the configuration */
};

/* Why a pin's text cannot be changed although it was found. */
enum pin_obstacle {
	PIN_FREE,       /* none: it can be changed */
	PIN_UNRESOLVED, /* a variable hides part of the image */
	PIN_SHARED,     /* one digest text is used by different images */
	PIN_IN_PIECES,  /* the digest is escaped, folded or split over lines */
	PIN_NOT_NAMED,  /* no image is written beside the digest */
	PIN_COUPLED,    /* a hash of the same image beside it would have to change, too */
	PIN_LISTED,     /* found by the general finder only, which may not write this file */
};

struct pin {
	char *path;         /* file that contains the digest's text, '/' between parts */
	char *found_in;     /* file whose scan found it; differs for .env values */
	const char *format; /* name of the format that found it */
	enum pin_kind kind;
	enum pin_obstacle obstacle;
	unsigned line;   /* from 1: of the digest; unpinned: where the reference begins */
	unsigned column; /* from 1, in bytes */

	/* "sha256:..." in path; length 0: unpinned or in pieces. `at` is always the
	 * place given by line and column. */
	struct range digest;
	bool bare;        /* only the hex digits are written, without "sha256:" */
	struct range tag; /* the tag in path; length 0: none, or not in one piece there */

	/* The image, normalised, with the written tag and digest. NULL only when
	 * the obstacle is PIN_UNRESOLVED or PIN_NOT_NAMED. */
	struct reference *image;
	char *raw;     /* as written, variables expanded */
	char *pinned;  /* the digest as written; NULL: unpinned */
	char *tracked; /* the tag whose digest it follows; NULL: none is known */

	/* The line of path whose comment names `tracked`, because the pin's own text
	 * does not; 0: the text does. The tag is followed like one written beside the
	 * digest, but `image` has no tag and pin_is_updatable() is false: only the resolve
	 * stage, which checks it, should trust a comment. */
	unsigned tag_comment_line;
	char *platform; /* "linux/arm64" when the place names one; NULL otherwise */

	/* For a build specification in a Go module's directory: the module path from
	 * go.mod, and the import path of the main package that the image is built
	 * from. NULL: none, or not written literally. */
	char *module;
	char *main_package;
};

/* Pins of a scan, sorted by path, then by line and column. */
struct pins {
	struct pin **items;
	size_t count;
};

/* A file that was not read, or not completely. */
struct skip {
	char *path;
	unsigned line;    /* 0: the whole file */
	const char *code; /* "syntax" "too-large" "binary" "unreadable" "encoding" "invalid"
			     "template" "link" "in-pieces" "pattern" */
	char *reason;
};
struct skips {
	struct skip *items;
	size_t count;
};

/* Gives a pin with the format and path set and all else empty. */
struct pin *pin_new(const char *format, const char *path) MUST_CHECK;
void pin_free(struct pin *pin); /* NULL is fine */
DEFINE_OWNED(pin)

void pins_add(struct pins *pins, struct pin *pin); /* takes pin */
void pins_clear(struct pins *pins);
void skips_add(struct skips *skips, const char *path, unsigned line, const char *code,
	       const char *reason); /* copies path and reason; code must be static */
void skips_clear(struct skips *skips);

/* True when this pin's digest may be replaced in place by its text alone: it is
 * pinned, has no obstacle, and a tag to follow is written there. */
bool pin_is_updatable(const struct pin *pin);

/* The tag written with the digest, or NULL; also for an unnamed image. */
const char *pin_tag(const struct pin *pin);

/* Why pin_is_updatable() is false: "digest-only", "shared-by-different-images" ...;
 * NULL when it is true. */
const char *pin_obstacle_name(const struct pin *pin);

/* "from", "copy-from" ... as in JSON. */
const char *pin_kind_name(enum pin_kind kind);

#endif
