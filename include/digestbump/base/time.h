/* time.h - monotonic clock and RFC 3339 time stamps. */
#ifndef DIGESTBUMP_BASE_TIME_H
#define DIGESTBUMP_BASE_TIME_H

#include <digestbump/base/own.h>
#include <stdint.h>

/* Milliseconds of the monotonic clock. Only differences are meaningful. */
int64_t time_monotonic_ms(void);

/* Gives "2026-01-02T03:04:05Z" of seconds since 1970. */
char *time_rfc3339(int64_t seconds) MUST_CHECK;

#endif
