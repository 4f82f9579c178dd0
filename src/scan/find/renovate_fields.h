/* renovate_fields.h - the fields after "renovate:" in a comment. */
#ifndef DIGESTBUMP_SRC_SCAN_FIND_RENOVATE_FIELDS_H
#define DIGESTBUMP_SRC_SCAN_FIND_RENOVATE_FIELDS_H

#include <digestbump/base/text.h>

/* The value of "key=..." in the text after "renovate:", without quotes;
 * empty when there is no such key. */
struct slice renovate_field(struct slice mark, const char *key);

#endif
