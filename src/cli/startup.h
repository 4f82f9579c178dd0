/* startup.h - what the process sets right before it does anything else. */
#ifndef DIGESTBUMP_SRC_CLI_STARTUP_H
#define DIGESTBUMP_SRC_CLI_STARTUP_H

#include <digestbump/base/error.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/* Opens what is closed of the descriptors 0 to 2 on /dev/null, for reading: else the
 * next file or socket would get the number, and reports and log lines with it.
 * Writing to it fails, so a closed standard output is no success. False: there is no
 * /dev/null. */
bool startup_open_descriptors(void);

/* Has SIGINT, SIGTERM and SIGHUP set the flag that it gives; a second one ends the
 * process at once. One that the parent ignored (nohup) stays ignored. Writing to a
 * pipe without a reader, or beyond the limit of file sizes, is an error of write()
 * from now on, so that cleaning up runs. */
const atomic_int *startup_watch_signals(void);

/* Sets *out to the seconds since 1970: SOURCE_DATE_EPOCH
 * (reproducible-builds.org), which makes commits reproducible, or the clock.
 * `fixed` is the variable, or NULL. ERROR_USAGE: it is no number of seconds. */
struct error *startup_time(int64_t *out, const char *fixed) MUST_CHECK;

#endif
