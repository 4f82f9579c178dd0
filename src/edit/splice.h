/* splice.h - replacements of byte ranges in files. */
#ifndef DIGESTBUMP_SRC_EDIT_SPLICE_H
#define DIGESTBUMP_SRC_EDIT_SPLICE_H

#include <digestbump/base/error.h>
#include <digestbump/base/text.h>
#include <digestbump/judge/judge.h>

/* The text of one digest or tag in one file. Borrows everything from its verdict. */
struct splice {
	const char *path;
	struct range at;    /* in the old file */
	const char *before; /* the text that must be there */
	const char *after;  /* the new text: of the same kind, bare or whole */
	const char *to;     /* the whole new digest, or the new tag */
	size_t growth; /* bytes by which the file has grown after this splice (modulo SIZE_MAX) */
	bool is_verified; /* by verify_edits() */
};

struct splices {
	struct splice *items; /* sorted by path and place; each place once */
	size_t count;
};
void splices_free(struct splices *splices); /* NULL is fine */
DEFINE_OWNED(splices)

/* Gives the splices for the verdicts. Borrows them. Errors as edit_make(). */
struct error *splices_from_verdicts(struct splices **out, const struct verdict *const *verdicts,
				    size_t count) MUST_CHECK;

/* Gives the new bytes of a file: `items` are its splices, `count` of them.
 * ERROR_CONFLICT: the file has other text there. */
struct error *splices_apply(struct text **out, const struct splice *items, size_t count,
			    struct slice before) MUST_CHECK;

/* The splice of exactly this place, or NULL. */
struct splice *splices_find(const struct splices *splices, const char *path, struct range at);

/* The offset in the new file of the byte at `at` in the old one. */
size_t splices_new_offset(const struct splices *splices, const char *path, size_t at);

#endif
