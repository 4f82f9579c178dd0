/* pull_rate_limit.h - reads the pull rate limit of a registry.
 *
 * Docker Hub sends it with every manifest response (HEADs are not counted):
 * "ratelimit-limit: 100;w=21600", "ratelimit-remaining: 7;w=21600". Limits
 * without a window, and those with a short RateLimit-Reset (GitLab's), are request
 * limits and are ignored here: their 429 is handled instead.
 */
#ifndef DIGESTBUMP_SRC_REGISTRY_PULL_RATE_LIMIT_H
#define DIGESTBUMP_SRC_REGISTRY_PULL_RATE_LIMIT_H

#include <digestbump/http/http.h>
#include <digestbump/registry/registry.h>

/* False: the response has no pull rate limit. */
bool rate_limit_read(struct registry_rate *out, const struct http_response *response);

/* Gives the ERROR_LIMITED for a pull that is not attempted. */
struct error *rate_limit_error(const struct registry_rate *rate, const char *host,
			       const char *subject) MUST_CHECK;

#endif
