/* make_pin.h - pins as a scan would give them, for the stages behind it. */
#ifndef DIGESTBUMP_TESTS_SUPPORT_MAKE_PIN_H
#define DIGESTBUMP_TESTS_SUPPORT_MAKE_PIN_H

#include <digestbump/scan/pin.h>

/* Gives "sha256:" and 64 times `digit`. */
char *make_digest(char digit) MUST_CHECK;

/* Gives a pin of this kind in a Dockerfile's place. `digit`: of its digest; 0:
 * unpinned. The tag that `text` ("alpine:3.20") names is tracked. */
struct pin *make_pin(const char *path, enum pin_kind kind, const char *text, char digit) MUST_CHECK;

#endif
