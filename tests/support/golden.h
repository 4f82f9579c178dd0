/* golden.h - tests that are files: NAME.in goes in, NAME.want must come out.
 *
 * A new case is two files and no C. GOLDEN=write in the environment rewrites
 * what is wanted; `git diff` then reviews it.
 */
#ifndef DIGESTBUMP_TESTS_SUPPORT_GOLDEN_H
#define DIGESTBUMP_TESTS_SUPPORT_GOLDEN_H

#include <digestbump/base/text.h>

/* Gives what comes out for the fixture `name` (the file's name without ".in"). */
typedef char *golden_print(const char *name, struct slice bytes, const void *data);

/* Prints every NAME.in of the folder (a path from the top of the repository) and
 * compares with NAME.want. All are tried; then the test fails if one differed,
 * or if the folder has no fixtures. */
void golden_check(const char *folder, golden_print *print, const void *data);

#endif
