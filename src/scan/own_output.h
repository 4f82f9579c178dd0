/* own_output.h - files that this program wrote, which must not be found in again. */
#ifndef DIGESTBUMP_SRC_SCAN_OWN_OUTPUT_H
#define DIGESTBUMP_SRC_SCAN_OWN_OUTPUT_H

#include <digestbump/base/text.h>
#include <stdbool.h>

/* True for the JSON documents of this program, whatever they are called: reports of
 * --json and answers of --export, which begin with {"schema": "digestbump/...". */
bool is_own_document(struct slice bytes);

/* True for the name of a file that was to replace another one when a run was killed:
 * ".digestbump-" and 16 hexadecimal digits. */
bool is_own_leftover(const char *path);

#endif
