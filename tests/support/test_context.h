/* test_context.h - the world outside as a unit test wants it: a context whose
 * environment is the process's own, cleaned of what the user and the machine
 * have set for git. */
#ifndef DIGESTBUMP_TESTS_SUPPORT_TEST_CONTEXT_H
#define DIGESTBUMP_TESTS_SUPPORT_TEST_CONTEXT_H

#include <digestbump/base/context.h>

/* Clears the process's environment of settings for git; HOME becomes `home`,
 * which must exist. `now` is 2026-01-02T03:04:05Z. Borrowed, for good. */
const struct context *test_context(const char *home);

/* Sets a variable; NULL takes it away. */
void test_setenv(const char *name, const char *value);

#endif
