/* entry_check.h - whether an entry of an index matches its descriptor.
 *
 * Pure. The digest was verified before; this compares size and kind.
 */
#ifndef DIGESTBUMP_SRC_RESOLVE_ENTRY_CHECK_H
#define DIGESTBUMP_SRC_RESOLVE_ENTRY_CHECK_H

#include "manifest_contents.h"
#include <digestbump/resolve/resolve.h>

/* NULL when `found`, the registry's manifest for the entry, may be used. Otherwise its
 * error, or ERROR_UNTRUSTED: size or kind differs. */
struct error *check_entry(const struct image *entry, const struct inspection *found) MUST_CHECK;

/* Gives "linux/arm64 (1a2b3c4) of index 9f8e7d6". */
char *entry_text(const struct inspection *index, const struct image *entry) MUST_CHECK;

#endif
