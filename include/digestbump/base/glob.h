/* glob.h - patterns for paths and image names, as users write them.
 *
 * `*` is any run of bytes but '/', `?` one byte but '/', `**` any run, also of
 * '/'; a "**" with '/' behind it also matches nothing. `[abc]` `[a-z]` `[!x]`
 * and `\` as in the shell. A path pattern without a '/' matches the last part
 * of the path (as in .gitignore), one with '/' the whole path.
 * Usually linear; at most pattern length times text length steps.
 */
#ifndef DIGESTBUMP_BASE_GLOB_H
#define DIGESTBUMP_BASE_GLOB_H

#include <stdbool.h>

/* True when the pattern matches the whole text. */
bool glob_match(const char *pattern, const char *text);

/* True when the path pattern (see above) matches a path from the top of the tree. */
bool glob_match_path(const char *pattern, const char *path);

#endif
