/* user_pattern.h - pins that a user's pattern finds. */
#ifndef DIGESTBUMP_SRC_SCAN_FIND_USER_PATTERN_H
#define DIGESTBUMP_SRC_SCAN_FIND_USER_PATTERN_H

#include <digestbump/config/config.h>
#include <digestbump/scan/format.h>

/* Adds what the pattern matches as PIN_PATTERN of the format "pattern". A digest may be
 * the hex alone. A match that is no image, and a search that is not finished, are skips
 * "pattern". */
void user_pattern_find(const struct scan_file *file, const struct text_pattern *pattern);

#endif
