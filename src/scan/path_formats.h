/* path_formats.h - format_of_path() for very many paths.
 *
 * Most files of a tree are nobody's, and to hear that from every glob of every
 * format takes longer than to read the directory. Globs are looked up by the
 * last letter of the path.
 */
#ifndef DIGESTBUMP_SRC_SCAN_PATH_FORMATS_H
#define DIGESTBUMP_SRC_SCAN_PATH_FORMATS_H

#include <digestbump/scan/format.h>

struct claims;

/* Gives the claims of all formats. */
struct claims *claims_new(void) MUST_CHECK;
void claims_free(struct claims *claims); /* NULL is fine */
DEFINE_OWNED(claims)

/* What format_of_path() says. */
const struct format *claims_find(const struct claims *claims, const char *path);

#endif
