/* shell_text.h - pinned references in the text of shell commands: a CI job's script, the
 * arguments of `sh -c`. Same rules as for shell files: no comments, and no text that is
 * only printed.
 */
#ifndef DIGESTBUMP_SRC_SCAN_FIND_SHELL_TEXT_H
#define DIGESTBUMP_SRC_SCAN_FIND_SHELL_TEXT_H

#include "finder.h"

/* Adds the pinned references that are words of the text, which may have many lines. */
void shell_text_add(struct finder *finder, struct mapped_slice text);

/* The same for one line without a comment. */
void shell_text_add_line(struct finder *finder, struct mapped_slice line);

#endif
