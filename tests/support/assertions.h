/* assertions.h - cmocka with the headers that it wants before itself, and the few
 * assertions that our own types ask for. */
#ifndef DIGESTBUMP_TESTS_SUPPORT_ASSERTIONS_H
#define DIGESTBUMP_TESTS_SUPPORT_ASSERTIONS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <digestbump/base/error.h>

/* Fails with the error's text unless it is NULL. Takes error. */
#define assert_fine(call) check_fine((call), __FILE__, __LINE__)
void check_fine(struct error *error, const char *file, int line);

/* Fails unless it is an error of this kind whose text holds `part`. Takes error. */
#define assert_fails(call, kind, part) check_fails((call), (kind), (part), __FILE__, __LINE__)
void check_fails(struct error *error, enum error_kind kind, const char *part, const char *file,
		 int line);

#endif
