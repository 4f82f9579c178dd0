/* log.h - what is going on, for people who asked (-v).
 *
 * Off unless cli/ gives it a place to go. Callers hand over no secrets: URLs
 * without user information and query, never a header's value. The level and
 * the stream are the one mutable global of the program.
 */
#ifndef DIGESTBUMP_BASE_LOG_H
#define DIGESTBUMP_BASE_LOG_H

#include <digestbump/base/own.h>
#include <stdio.h>

/* Debug lines go to `stream` from now on; NULL: nowhere. Only cli/ calls it. */
void log_to(FILE *stream);

/* One line, "digestbump: debug: ...", control characters escaped. */
void log_debug(const char *format, ...) FORMAT_AT(1, 2);

#endif
