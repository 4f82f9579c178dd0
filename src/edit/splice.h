/* splice.h - which bytes of which file become which others. */
#ifndef DIGESTBUMP_SRC_EDIT_SPLICE_H
#define DIGESTBUMP_SRC_EDIT_SPLICE_H

#include <digestbump/base/error.h>
#include <digestbump/base/text.h>
#include <digestbump/judge/judge.h>

/* One digest's letters in one file, or one tag's. Borrows everything from its verdict. */
struct splice {
	const char *path;
	struct range at;    /* in the file as it is */
	const char *before; /* the letters that must stand there */
	const char *after;  /* the letters that shall: of the same kind, bare or whole */
	const char *to;     /* the whole new digest, or the new tag */
	size_t growth; /* bytes by which the file has grown behind this splice (modulo SIZE_MAX) */
	bool is_verified; /* by the proof */
};

struct splices {
	struct splice *items; /* sorted by path and place; each place once */
	size_t count;
};
void splices_free(struct splices *splices); /* NULL is fine */
DEFINE_OWNED(splices)

/* Gives what the verdicts ask for. Borrows them. Errors as edit_make(). */
struct error *splices_from_verdicts(struct splices **out, const struct verdict *const *verdicts,
				    size_t count) MUST_CHECK;

/* Gives the new bytes of a file: `items` are its splices, `count` of them.
 * ERROR_CONFLICT: other letters stand there. */
struct error *splices_apply(struct text **out, const struct splice *items, size_t count,
			    struct slice before) MUST_CHECK;

/* The splice of exactly this place, or NULL. */
struct splice *splices_find(const struct splices *splices, const char *path, struct range at);

/* Where the byte at `at` of the old file stands in the new one. */
size_t splices_new_offset(const struct splices *splices, const char *path, size_t at);

#endif
