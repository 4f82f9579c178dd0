/* docker_config.h - parses docker's config.json and podman's auth.json.
 *
 * Does not search for the file. Its secrets are wiped when it is freed, except for copies
 * in the memory of the JSON parser.
 */
#ifndef DIGESTBUMP_SRC_CONFIG_DOCKER_CONFIG_H
#define DIGESTBUMP_SRC_CONFIG_DOCKER_CONFIG_H

#include <digestbump/base/text.h>
#include <digestbump/config/credentials.h>

struct docker_config;

/* Parses the bytes; `name` is used unchanged in errors and sources: "the
 * variable 'DOCKER_AUTH_CONFIG'". An empty file has no entries. ERROR_USAGE: not a
 * JSON object. */
struct error *docker_config_parse(struct docker_config **out, const char *name, struct slice bytes)
    MUST_CHECK;
void docker_config_free(struct docker_config *file); /* NULL is fine */
DEFINE_OWNED(docker_config)

/* Gives the credential for host/repository that is stored in the file itself, or
 * NULL when there is none. ERROR_USAGE: its entry is broken. */
struct error *docker_config_find(struct credential **out, const struct docker_config *file,
				 const char *host, const char *repository) MUST_CHECK;

/* The credential helper of a host, borrowed; NULL: none. *is_certain: the file has
 * an entry for the host in `credHelpers` or `auths` (where docker records each
 * login), so a failure of the helper must be reported. */
const char *docker_config_helper(bool *is_certain, const struct docker_config *file,
				 const char *host);

/* As given to docker_config_parse(); borrowed. */
const char *docker_config_name(const struct docker_config *file);

/* NULL when secret is valid in a header; ERROR_USAGE naming `what` when it holds
 * control characters (RFC 7617, section 2) or is too long. */
struct error *secret_check(const char *what, struct slice secret) MUST_CHECK;

/* The same for the password of a user. That of `_json_key` (Google's registries) is
 * a JSON file with line ends, which is allowed: it is only sent in base64. */
struct error *password_check(const char *what, const char *username, struct slice password)
    MUST_CHECK;

#endif
