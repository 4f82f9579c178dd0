#include "test_context.h"
#include "assertions.h"
#include <stdlib.h>
#include <string.h>

extern char **environ;

static const char *variable(const char *name)
{
	return getenv(name);
}

static const struct context context = { .variable = variable, .now = 1767323045 };

/* The first one that begins with "GIT_", without its value; NULL: none. */
static char *first_git_variable(void)
{
	for (char **at = environ; *at; at++)
		if (strncmp(*at, "GIT_", 4) == 0)
			return strndup(*at, strcspn(*at, "="));
	return NULL;
}

void test_setenv(const char *name, const char *value)
{
	if (value)
		assert_int_equal(setenv(name, value, 1), 0);
	else
		assert_int_equal(unsetenv(name), 0);
}

const struct context *test_context(const char *home)
{
	for (char *name; (name = first_git_variable());) {
		test_setenv(name, NULL);
		free(name);
	}
	test_setenv("HOME", home);
	test_setenv("GIT_CONFIG_NOSYSTEM", "1");
	test_setenv("XDG_CONFIG_HOME", NULL);
	test_setenv("SUDO_UID", NULL);
	return &context;
}
