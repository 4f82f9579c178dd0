/* configured_login.h - the credentials that the configuration itself names. */
#ifndef DIGESTBUMP_SRC_CONFIG_CONFIGURED_LOGIN_H
#define DIGESTBUMP_SRC_CONFIG_CONFIGURED_LOGIN_H

#include <digestbump/config/credentials.h>

/* Gives the credential of an entry of `registries`, or NULL when it names none,
 * or a GITHUB_TOKEN that is not there (outside of a workflow other sources
 * count). `path` is the configuration's. ERROR_USAGE: a variable or file that it
 * names is missing or empty, or holds what no header can. */
struct error *configured_login_read(struct credential **out, const struct registry_config *entry,
				    const char *path, const struct context *context) MUST_CHECK;

#endif
