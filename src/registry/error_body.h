/* error_body.h - what a registry said when it said no.
 *
 * The message of an error body, made fit to be shown: short, one line, and
 * without the secrets that were sent, should the other side echo them.
 */
#ifndef DIGESTBUMP_SRC_REGISTRY_ERROR_BODY_H
#define DIGESTBUMP_SRC_REGISTRY_ERROR_BODY_H

#include <digestbump/base/error.h>
#include <digestbump/http/http.h>

/* Gives " (CODE: message)" of the body's first error, as the distribution
 * specification and token servers write it; "" when there is none. `secrets`
 * (count of them, NULLs are passed over) are replaced by "***". */
char *error_body_detail(const struct http_response *response, const char *const *secrets,
			size_t count) MUST_CHECK;

/* Gives text with every secret in it, and every beginning of one that is longer
 * than a few letters (texts are cut where they get long), replaced by "***". */
char *redact_secrets(const char *text, const char *const *secrets, size_t count) MUST_CHECK;

#endif
