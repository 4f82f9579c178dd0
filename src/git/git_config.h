/* git_config.h - the configuration files of git, as git itself would choose them. */
#ifndef DIGESTBUMP_SRC_GIT_GIT_CONFIG_H
#define DIGESTBUMP_SRC_GIT_GIT_CONFIG_H

#include "repository.h"

/* Makes the repository's configuration from the files that the environment
 * (GIT_CONFIG_GLOBAL, HOME ...) names; libgit2 handles only some of them. */
struct error *git_config_load(struct git *git) MUST_CHECK;

/* Called per value of a key, lowest level first. */
typedef void git_config_callback(void *data, const char *value);

/* Calls `each` for the values of key where git looks for safe.directory: the
 * system, global and command-line settings, never the repository's. */
struct error *git_config_read_protected(struct git *git, const char *key, git_config_callback *each,
					void *data) MUST_CHECK;

#endif
