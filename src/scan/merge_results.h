/* merge_results.h - many files' findings become one scan. */
#ifndef DIGESTBUMP_SRC_SCAN_MERGE_RESULTS_H
#define DIGESTBUMP_SRC_SCAN_MERGE_RESULTS_H

#include <digestbump/scan/pin.h>

/* What one file gave, or several. */
struct findings {
	struct pins pins; /* in the order in which they were found */
	struct skips skips;
};
void findings_clear(struct findings *findings);

/* Moves what is in `from` to the end of `into`. */
void findings_move(struct findings *into, struct findings *from);

/* Sorts by path, line and column, and makes one pin of those that stand in the
 * same place: a text that serves different images is PIN_SHARED, one that only
 * one of them can name has its name. What one file found keeps its order,
 * the files may come in any. */
void findings_sort_and_merge(struct findings *findings);

#endif
