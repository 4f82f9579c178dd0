/* print_config.h - a configuration as text, so that tests compare all of it. */
#ifndef DIGESTBUMP_TESTS_SUPPORT_PRINT_CONFIG_H
#define DIGESTBUMP_TESTS_SUPPORT_PRINT_CONFIG_H

#include <digestbump/config/config.h>

/* Gives every field but `path`, one a line. */
char *print_config(const struct config *config) MUST_CHECK;

#endif
