/* crew.h - the threads that read and parse a scan's files. */
#ifndef DIGESTBUMP_SCAN_CREW_H
#define DIGESTBUMP_SCAN_CREW_H

#include "examine.h"
#include <digestbump/base/context.h>
#include <digestbump/scan/scan.h>

/* Adds to `into` what is in the files at `paths`, in their order whatever the
 * threads do. ERROR_STOPPED. ERROR_LIMIT: more than PINS_MOST pins. */
struct error *crew_run(struct findings *into, const struct examined *examined,
		       const struct strings *paths, const volatile sig_atomic_t *stop,
		       unsigned threads) MUST_CHECK;

/* scan_run() with as many threads as are asked for. */
struct error *scan_run_with(struct scan **out, struct source *source, const struct config *config,
			    const struct context *context, unsigned threads) MUST_CHECK;

#endif
