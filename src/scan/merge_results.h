/* merge_results.h - merge the findings of many files into one scan. */
#ifndef DIGESTBUMP_SRC_SCAN_MERGE_RESULTS_H
#define DIGESTBUMP_SRC_SCAN_MERGE_RESULTS_H

#include <digestbump/scan/pin.h>

/* The findings of one or several files. */
struct findings {
	struct pins pins; /* in the order found */
	struct skips skips;
};
void findings_clear(struct findings *findings); /* frees what it holds */

/* Moves all items of `from` to the end of `into`. */
void findings_move(struct findings *into, struct findings *from);

/* Sorts by path, line and column, and merges pins of the same
 * place: a text used by different images is PIN_SHARED; an unnamed pin gets the image
 * of a named one. The findings of one file must be in order, the files may be in
 * any order. */
void findings_sort_and_merge(struct findings *findings);

#endif
