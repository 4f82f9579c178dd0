/* credential_helper.h - docker's credential helpers: programs that keep logins elsewhere.
 *
 * Speaks the protocol of docker-credential-helpers: `docker-credential-NAME get`,
 * the registry on standard input, JSON on standard output. Each is run once for
 * a registry, several at the same time, without a shell, within
 * HELPER_TIMEOUT_MS. Nothing that it writes is ever shown: standard error may
 * hold the secret as well.
 */
#ifndef DIGESTBUMP_SRC_CONFIG_CREDENTIAL_HELPER_H
#define DIGESTBUMP_SRC_CONFIG_CREDENTIAL_HELPER_H

#include <digestbump/base/text.h>
#include <digestbump/config/credentials.h>

struct helpers; /* all that were asked in this run */

/* Borrows context. */
struct helpers *helpers_new(const struct context *context) MUST_CHECK;
void helpers_free(struct helpers *helpers); /* NULL is fine; ends those that run */
DEFINE_OWNED(helpers)

/* What one said. */
struct helper_result {
	struct credential *credential; /* NULL: it has none */
	struct error *error;           /* ERROR_DENIED: it failed; NULL: it did not */
};

/* Asks NAME for the host (as in references). Borrowed, the same for each who asks.
 * NULL: it is at work, ask again; never when `wait`. */
const struct helper_result *helpers_get(struct helpers *helpers, const char *name, const char *host,
					bool wait);

/* Gives what its output means, which came with this exit code: a credential
 * without a source, or NULL: it has none. ERROR_SYNTAX. */
struct error *helper_parse(struct credential **out, int code, struct slice output) MUST_CHECK;

#endif
