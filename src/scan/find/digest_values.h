/* digest_values.h - values of variables that hold a digest. */
#ifndef DIGESTBUMP_SRC_SCAN_FIND_DIGEST_VALUES_H
#define DIGESTBUMP_SRC_SCAN_FIND_DIGEST_VALUES_H

#include <digestbump/syntax/variable_definitions.h>

/* For variables_new(): a part contains a digest or the digits of one; a whole value has
 * text after an '@', and no unknown part. */
extern const struct wanted_values digest_values;

#endif
