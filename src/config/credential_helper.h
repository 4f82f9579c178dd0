/* credential_helper.h - docker's credential helpers: external programs that store logins.
 *
 * Speaks the protocol of docker-credential-helpers: `docker-credential-NAME get`,
 * the registry on standard input, JSON on standard output. Each is run once for
 * a registry, several at the same time, without a shell, within
 * HELPER_TIMEOUT_MS. Its output is never shown: standard error may also contain
 * the secret.
 */
#ifndef DIGESTBUMP_SRC_CONFIG_CREDENTIAL_HELPER_H
#define DIGESTBUMP_SRC_CONFIG_CREDENTIAL_HELPER_H

#include <digestbump/base/text.h>
#include <digestbump/config/credentials.h>

struct helpers; /* all helpers that were run so far */

/* Gives an empty set. Borrows context. */
struct helpers *helpers_new(const struct context *context) MUST_CHECK;
void helpers_free(struct helpers *helpers); /* NULL is fine; ends the running ones */
DEFINE_OWNED(helpers)

/* The result of one helper. */
struct helper_result {
	struct credential *credential; /* NULL: it has none */
	struct error *error;           /* ERROR_DENIED: it failed; NULL: it did not */
};

/* Runs the helper NAME for the host (as in references), once. Borrowed from helpers.
 * NULL: it still runs, call again later; never NULL with `wait`. */
const struct helper_result *helpers_get(struct helpers *helpers, const char *name, const char *host,
					bool wait);

/* Parses the output of a helper that ended with this exit code. Gives a credential
 * without a source, or NULL: the helper has none. ERROR_SYNTAX. */
struct error *helper_parse(struct credential **out, int code, struct slice output) MUST_CHECK;

#endif
