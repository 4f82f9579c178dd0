/* startup.h - process set-up before anything else runs. */
#ifndef DIGESTBUMP_SRC_CLI_STARTUP_H
#define DIGESTBUMP_SRC_CLI_STARTUP_H

#include <digestbump/base/error.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/* Opens each closed descriptor of 0 to 2 on /dev/null, for reading: otherwise the next
 * file or socket would get its number and receive reports and log lines.
 * Writing to it fails, so a closed standard output is an error. False: /dev/null cannot
 * be opened. */
bool startup_open_descriptors(void);

/* Makes SIGINT, SIGTERM and SIGHUP set the returned flag; a second signal ends the
 * process immediately. A signal that the parent ignored (nohup) stays ignored. SIGPIPE and
 * SIGXFSZ no longer end the process: write() returns an error instead, so that clean-up
 * runs. */
const atomic_int *startup_watch_signals(void);

/* Sets *out to the seconds since 1970: SOURCE_DATE_EPOCH
 * (reproducible-builds.org), which makes commits reproducible, or the clock.
 * `fixed` is the variable's value, or NULL. ERROR_USAGE: not a number of seconds. */
struct error *startup_time(int64_t *out, const char *fixed) MUST_CHECK;

#endif
