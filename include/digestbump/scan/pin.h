/* pin.h - one place in one file where an image is referenced.
 *
 * The type that passes from scan to every later stage. It carries byte ranges,
 * so that nothing behind scan needs to know a file format.
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
	PIN_ARG,        /* the digest stands in an ARG */
	PIN_ONBUILD,    /* any of them under ONBUILD */
	PIN_IMAGE,      /* a whole reference in one value */
	PIN_SPLIT,      /* repository, tag, digest in fields of their own */
	PIN_ACTION,     /* docker:// */
	PIN_BASE,       /* a build specification's base image */
	PIN_CONTEXT,    /* a build context that is an image */
	PIN_PATTERN,    /* a rule of the user's */
};

/* Why a pin's text cannot be changed although it was found. */
enum pin_obstacle {
	PIN_FREE,       /* it can */
	PIN_UNRESOLVED, /* a variable hides part of the image */
	PIN_SHARED,     /* one digest text serves different images */
	PIN_IN_PIECES,  /* the digest is escaped, folded or split over lines */
	PIN_NOT_NAMED,  /* no image stands beside the digest */
	PIN_COUPLED, /* a hash of the same image stands beside it and would have to change, too */
	PIN_LISTED,  /* only the general finder knows it, and may not write there */
};

struct pin {
	char *path;         /* file that the digest's text stands in, '/' between parts */
	char *found_in;     /* file whose scan found it; differs for .env values */
	const char *format; /* name of the format that found it */
	enum pin_kind kind;
	enum pin_obstacle obstacle;
	unsigned line;   /* from 1: where the digest stands; unpinned: where the reference begins */
	unsigned column; /* from 1, in bytes */

	/* "sha256:..." in path; length 0: unpinned or in pieces. `at` is always the
	 * place that line and column name. */
	struct range digest;
	bool bare;        /* only the hex digits stand there, without "sha256:" */
	struct range tag; /* the tag in path; length 0: none, or not in one piece there */

	/* The image, normalised, with the written tag and digest. NULL only when
	 * the obstacle is PIN_UNRESOLVED or PIN_NOT_NAMED. */
	struct reference *image;
	char *raw;     /* as written, variables expanded */
	char *pinned;  /* the digest that stands there; NULL: unpinned */
	char *tracked; /* the tag whose digest it follows; NULL: none is known */

	/* The line of path whose comment names `tracked`, because the pin's own text
	 * does not; 0: it does. A hint is followed like a tag that is written beside
	 * the digest, but the image has no tag, and pin_is_updatable() says false: it
	 * is a person's word, which only those who resolve should trust. */
	unsigned tag_comment_line;
	char *platform; /* "linux/arm64" when the place asks for one; NULL otherwise */

	/* Of a build specification in a Go module's directory: the module's path, as
	 * go.mod says, and the import path of the main package that the image is built
	 * from. NULL: none, or it is not said plainly. */
	char *module;
	char *main_package;
};

/* Pins of a scan, sorted by path, then by line and column. */
struct pins {
	struct pin **items;
	size_t count;
};

/* What was not read, or not read to its end. */
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

/* True when this pin's digest may be replaced in place by what its text says: it is
 * pinned, nothing is in the way, and a tag to follow is written there. */
bool pin_is_updatable(const struct pin *pin);

/* The tag that stands with the digest, or NULL; also where nobody names the image. */
const char *pin_tag(const struct pin *pin);

/* Why it may not: "digest-only", "shared-by-different-images" ...; NULL when it may. */
const char *pin_obstacle_name(const struct pin *pin);

/* "from", "copy-from" ... as in JSON. */
const char *pin_kind_name(enum pin_kind kind);

#endif
