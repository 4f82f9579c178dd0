/* pins.h - what a format finds, as text, and what must be true of it whatever it
 * finds. Knows nothing of cmocka: fuzz targets use it too. */
#ifndef DIGESTBUMP_TESTS_SUPPORT_PINS_H
#define DIGESTBUMP_TESTS_SUPPORT_PINS_H

#include <digestbump/scan/format.h>

/* Gives what the format (`data`, a struct format) finds in a file of that name,
 * a line each:
 *     line:column kind image tag digest at+length hindrance platform
 *     skip line code
 * The digest is cut to 12 hex digits; '-' stands for what is not there; a pin
 * that may be updated says "updatable"; a path other than the file's own is
 * put in front. Broken promises (below) are lines that begin with "BROKEN".
 * A golden_print. */
char *pins_print(const char *name, struct slice bytes, const void *data) MUST_CHECK;

/* NULL when these are kept, else what is broken (Gives): every range holds
 * exactly its bytes; line and column are those of the digest; no two pins
 * have one place; and when every digest that may be updated is replaced by
 * another, a second scan finds the same pins with only the digests changed. */
char *pins_broken(const struct format *format, const char *path, struct slice bytes) MUST_CHECK;

#endif
