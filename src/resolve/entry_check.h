/* entry_check.h - whether an entry of an index is what its descriptor says.
 *
 * Pure. Bytes were hashed before; here their size and kind are compared.
 */
#ifndef DIGESTBUMP_SRC_RESOLVE_ENTRY_CHECK_H
#define DIGESTBUMP_SRC_RESOLVE_ENTRY_CHECK_H

#include "manifest_contents.h"
#include <digestbump/resolve/resolve.h>

/* NULL when `found`, what the registry has for the entry, may be taken. Otherwise found's own
 * error, or ERROR_UNTRUSTED: another size, or another kind. */
struct error *check_entry(const struct image *entry, const struct inspection *found) MUST_CHECK;

/* Gives "linux/arm64 (1a2b3c4) of index 9f8e7d6". */
char *entry_text(const struct inspection *index, const struct image *entry) MUST_CHECK;

#endif
