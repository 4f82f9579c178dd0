/* docker_config.h - docker's config.json and podman's auth.json: who is who where.
 *
 * Knows nothing of where the file lies. The secrets in it are wiped when it is
 * freed, as far as they are ours: the JSON parser's scratch memory is not.
 */
#ifndef DIGESTBUMP_SRC_CONFIG_DOCKER_CONFIG_H
#define DIGESTBUMP_SRC_CONFIG_DOCKER_CONFIG_H

#include <digestbump/base/text.h>
#include <digestbump/config/credentials.h>

struct docker_config;

/* Gives what the bytes say; `name` is told in errors and sources as it is: "the
 * variable 'DOCKER_AUTH_CONFIG'". An empty file says nothing. ERROR_USAGE: no
 * JSON object. */
struct error *docker_config_parse(struct docker_config **out, const char *name, struct slice bytes)
    MUST_CHECK;
void docker_config_free(struct docker_config *file); /* NULL is fine */
DEFINE_OWNED(docker_config)

/* Gives the credential for host/repository that stands in the file itself, or
 * NULL when there is none. ERROR_USAGE: its entry is broken. */
struct error *docker_config_find(struct credential **out, const struct docker_config *file,
				 const char *host, const char *repository) MUST_CHECK;

/* The credential helper that the file leaves a host to, borrowed; NULL: none.
 * *is_certain: the file says that it knows the host (an entry of `credHelpers`,
 * or of `auths`, where docker notes each login), so that its failure is one. */
const char *docker_config_helper(bool *is_certain, const struct docker_config *file,
				 const char *host);

const char *docker_config_name(const struct docker_config *file);

/* NULL when secret can go into a header; ERROR_USAGE naming `what` when it holds
 * control characters (RFC 7617, section 2) or is too long. */
struct error *secret_check(const char *what, struct slice secret) MUST_CHECK;

/* The same for the password of a user. That of `_json_key` (Google's registries) is
 * a file of JSON, line ends and all: it goes out in base64 only. */
struct error *password_check(const char *what, const char *username, struct slice password)
    MUST_CHECK;

#endif
