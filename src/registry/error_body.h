/* error_body.h - the message in a registry's error response.
 *
 * The message of an error body, made safe to show: short, one line, and
 * without the secrets that were sent, in case the server echoes them.
 */
#ifndef DIGESTBUMP_SRC_REGISTRY_ERROR_BODY_H
#define DIGESTBUMP_SRC_REGISTRY_ERROR_BODY_H

#include <digestbump/base/error.h>
#include <digestbump/http/http.h>

/* Gives " (CODE: message)" of the body's first error, as the distribution
 * specification and token servers write it; "" when there is none. `secrets`
 * (`count` items, NULLs are ignored) are replaced by "***". */
char *error_body_detail(const struct http_response *response, const char *const *secrets,
			size_t count) MUST_CHECK;

/* Gives text with every secret in it, and every prefix of one that is longer
 * than a few letters (long texts are truncated), replaced by "***". */
char *redact_secrets(const char *text, const char *const *secrets, size_t count) MUST_CHECK;

#endif
