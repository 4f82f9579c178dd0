/* compare.h - comparison functions for qsort() and bsearch(). */
#ifndef DIGESTBUMP_BASE_COMPARE_H
#define DIGESTBUMP_BASE_COMPARE_H

/* Two size_t, the smaller one first. */
int compare_sizes(const void *a, const void *b);

#endif
