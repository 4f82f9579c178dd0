/* pull_rate_limit.h - how many pulls a registry still allows.
 *
 * Docker Hub says so on every answer about a manifest (HEADs are not counted):
 * "ratelimit-limit: 100;w=21600", "ratelimit-remaining: 7;w=21600". Allowances
 * without a window, and those that a RateLimit-Reset gives back within moments
 * (GitLab's), are about requests: their 429 says more.
 */
#ifndef DIGESTBUMP_SRC_REGISTRY_PULL_RATE_LIMIT_H
#define DIGESTBUMP_SRC_REGISTRY_PULL_RATE_LIMIT_H

#include <digestbump/http/http.h>
#include <digestbump/registry/registry.h>

/* False: the response says nothing of pulls. */
bool rate_limit_read(struct registry_rate *out, const struct http_response *response);

/* Gives the ERROR_LIMITED of a pull that is not tried. */
struct error *rate_limit_error(const struct registry_rate *rate, const char *host,
			       const char *subject) MUST_CHECK;

#endif
