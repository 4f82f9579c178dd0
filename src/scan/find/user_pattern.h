/* user_pattern.h - pins found by the configuration's patterns. */
#ifndef DIGESTBUMP_SRC_SCAN_FIND_USER_PATTERN_H
#define DIGESTBUMP_SRC_SCAN_FIND_USER_PATTERN_H

#include <digestbump/config/config.h>
#include <digestbump/scan/format.h>

/* Adds the matches of the pattern as PIN_PATTERN of the format "pattern". A digest may be
 * the hex alone. A match that is not an image, and a search that hits the step limit, are skips
 * "pattern". */
void user_pattern_find(const struct scan_file *file, const struct text_pattern *pattern);

#endif
