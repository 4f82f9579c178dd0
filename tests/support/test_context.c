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

void outside_set(const char *name, const char *value)
{
	if (value)
		assert_int_equal(setenv(name, value, 1), 0);
	else
		assert_int_equal(unsetenv(name), 0);
}

const struct context *outside(const char *home)
{
	for (char *name; (name = first_git_variable());) {
		outside_set(name, NULL);
		free(name);
	}
	outside_set("HOME", home);
	outside_set("GIT_CONFIG_NOSYSTEM", "1");
	outside_set("XDG_CONFIG_HOME", NULL);
	outside_set("SUDO_UID", NULL);
	return &context;
}
