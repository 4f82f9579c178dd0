/* renovate_fields.h - what stands behind "renovate:" in a comment, by its keys. */
#ifndef DIGESTBUMP_SRC_SCAN_FIND_RENOVATE_FIELDS_H
#define DIGESTBUMP_SRC_SCAN_FIND_RENOVATE_FIELDS_H

#include <digestbump/base/text.h>

/* The value of "key=..." in what stands behind "renovate:", without quotes;
 * empty when it is not there. */
struct slice renovate_field(struct slice mark, const char *key);

#endif
