/* own_output.h - files that this program wrote, which a scan must not read. */
#ifndef DIGESTBUMP_SRC_SCAN_OWN_OUTPUT_H
#define DIGESTBUMP_SRC_SCAN_OWN_OUTPUT_H

#include <digestbump/base/text.h>
#include <stdbool.h>

/* True for the JSON documents of this program, under any name: reports of
 * --json and answers of --export, which begin with {"schema": "digestbump/...". */
bool is_own_document(struct slice bytes);

/* True for the name of a temporary file that a killed run left behind:
 * ".digestbump-" and 16 hexadecimal digits. */
bool is_own_leftover(const char *path);

#endif
