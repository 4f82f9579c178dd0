/* credentials.h - finds the credentials for a registry.
 *
 * Sources, first match wins:
 *   1. the configuration's registries (a variable, a file, or GITHUB_TOKEN for
 *      ghcr.io when `github_token` asks for it);
 *   2. $DOCKER_AUTH_CONFIG, which holds the text of a config.json;
 *   3. $REGISTRY_AUTH_FILE; when it is set, 4 to 6 are not read;
 *   4. $DOCKER_CONFIG/config.json, else $HOME/.docker/config.json;
 *   5. $XDG_RUNTIME_DIR/containers/auth.json, else /run/containers/UID/auth.json;
 *   6. $XDG_CONFIG_HOME/containers/auth.json, else $HOME/.config/containers/auth.json.
 * In each of 2 to 6: the helper of `credHelpers` for the host, else that of
 * `credsStore`, and when it has no credential, `auths`.
 *
 * A helper that fails is ERROR_DENIED for that registry alone, never ignored
 * silently (CVE-2021-41092), when `credHelpers` names the host or `auths` has
 * an entry for it (docker keeps an empty one for every host that its store
 * knows). In other cases a failing `credsStore` is ignored, and `source` says so:
 * public images must not fail when Docker Desktop's file is present without its
 * programs. Only `source` is ever printed.
 */
#ifndef DIGESTBUMP_CONFIG_CREDENTIALS_H
#define DIGESTBUMP_CONFIG_CREDENTIALS_H

#include <digestbump/base/context.h>
#include <digestbump/base/error.h>
#include <digestbump/config/config.h>

/* The credentials for one registry. All NULL except `source`: anonymous. */
struct credential {
	char *username;
	char *password;
	char *identity_token; /* for the token endpoint only, never for a registry */
	char *registry_token; /* sent to the registry unchanged, as Bearer */

	/* Their source, or why there are none: "registries in
	 * '.digestbump.yaml'", "'ghcr.io' in '/root/.docker/config.json'", "none: no
	 * credentials are configured". Never NULL. For people. */
	char *source;
	bool is_configured;   /* it comes from an entry of `registries` */
	bool is_store_broken; /* anonymous, because a `credsStore` failed */
};

struct credentials;

/* Gives the credentials of this run. Reads all files now, once. A missing file
 * is ignored, except that of $REGISTRY_AUTH_FILE ($DOCKER_CONFIG names a
 * directory, which may be empty). ERROR_USAGE: that file is missing, or a file is
 * not JSON or too large. Borrows config and context until credentials_free(). */
struct error *credentials_load(struct credentials **out, const struct config *config,
			       const struct context *context) MUST_CHECK;
void credentials_free(struct credentials *credentials); /* NULL is fine */
DEFINE_OWNED(credentials)

/* Gives the credential for host (as in references) and repository; keys with a
 * path ("quay.io/team") match whole components, the longest first. Anonymous
 * when there is none.
 *
 * Where the repository's own configuration sends a host to another endpoint,
 * docker's file is searched for the endpoint's host instead: credentials for
 * ghcr.io are not sent to a mirror. An endpoint of the command line (--registry)
 * is trusted and is looked up by both names, its own first.
 *
 * ERROR_DENIED: there is a credential, but the repository's own configuration would send it
 * to another host, over plain http (except loopback) or without certificate verification.
 *
 * ERROR_USAGE: an environment variable or file that the configuration names is
 * missing or empty, or the credential is not valid in a header. ERROR_DENIED: a
 * credential helper fails. Waits for helpers, at most HELPER_TIMEOUT_MS. */
struct error *credentials_find(struct credential **out, const struct credentials *credentials,
			       const char *host, const char *repository) MUST_CHECK;

/* The paths of the credential files that every user of this machine can read.
 * Borrowed. */
const struct strings *credentials_open_files(const struct credentials *credentials);

/* True when credentials_find() will not wait. False: a helper is running, started by
 * this or an earlier call; call again later. */
bool credentials_ready(const struct credentials *credentials, const char *host,
		       const char *repository);

/* Wipes the secrets, then frees. NULL is fine. */
void credential_free(struct credential *credential);
DEFINE_OWNED(credential)

/* True when it has no user name, password or token. */
bool credential_is_anonymous(const struct credential *credential);

#endif
