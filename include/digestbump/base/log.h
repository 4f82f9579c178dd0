/* log.h - debug log (-v).
 *
 * Off unless cli/ sets a stream. Callers must not log secrets: URLs without user
 * information and query, never a header's value. The level and
 * the stream are the one mutable global of the program.
 */
#ifndef DIGESTBUMP_BASE_LOG_H
#define DIGESTBUMP_BASE_LOG_H

#include <digestbump/base/own.h>
#include <stdio.h>

/* Sets the stream for debug lines; NULL turns logging off. Only cli/ calls it. */
void log_to(FILE *stream);

/* Writes one line, "digestbump: debug: ...", control characters escaped. */
void log_debug(const char *format, ...) FORMAT_AT(1, 2);

#endif
