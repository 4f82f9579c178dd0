/* configured_login.h - reads the credentials of entries of `registries`. */
#ifndef DIGESTBUMP_SRC_CONFIG_CONFIGURED_LOGIN_H
#define DIGESTBUMP_SRC_CONFIG_CONFIGURED_LOGIN_H

#include <digestbump/config/credentials.h>

/* Gives the credential of an entry of `registries`, or NULL when it has none
 * or GITHUB_TOKEN is not set (outside of a workflow, other sources are used). `path` is the
 * configuration's. ERROR_USAGE: a variable or file that it names is missing or empty, or is not
 * valid in a header. */
struct error *configured_login_read(struct credential **out, const struct registry_config *entry,
				    const char *path, const struct context *context) MUST_CHECK;

#endif
