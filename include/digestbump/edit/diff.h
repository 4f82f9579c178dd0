/* diff.h - a unified diff that `git apply` and `patch -p1` take.
 *
 * For edits that keep the number of lines, which ours do. Three lines of
 * context; CRLF and a missing last newline as git shows them; paths quoted as
 * git quotes them.
 */
#ifndef DIGESTBUMP_EDIT_DIFF_H
#define DIGESTBUMP_EDIT_DIFF_H

#include <digestbump/edit/edit.h>

/* Adds the diff of one edit to out; nothing when before and after are equal. */
void diff_add(struct text *out, const struct edit *edit);

#endif
