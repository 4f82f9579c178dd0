/* credentials.h - who we are at a registry.
 *
 * Sources, first match wins:
 *   1. the configuration's registries (a variable, a file, or GITHUB_TOKEN for
 *      ghcr.io when `github_token` asks for it);
 *   2. $DOCKER_AUTH_CONFIG, which holds the text of a config.json;
 *   3. $REGISTRY_AUTH_FILE: then none of 4 to 6;
 *   4. $DOCKER_CONFIG/config.json, else $HOME/.docker/config.json;
 *   5. $XDG_RUNTIME_DIR/containers/auth.json, else /run/containers/UID/auth.json;
 *   6. $XDG_CONFIG_HOME/containers/auth.json, else $HOME/.config/containers/auth.json.
 * Of each of 2 to 6: the helper of `credHelpers` for the host, else that of
 * `credsStore`, and when that has none, `auths`.
 *
 * A helper that fails is ERROR_DENIED for that registry alone, never passed over
 * in silence (CVE-2021-41092), where `credHelpers` names the host or `auths` has
 * an entry for it (docker keeps an empty one for every host that its store
 * knows). Elsewhere a broken `credsStore` is no obstacle: public images must not
 * fail for everyone who has Docker Desktop's file without its programs; `source`
 * then says so. Nothing here is ever printed but `source`.
 */
#ifndef DIGESTBUMP_CONFIG_CREDENTIALS_H
#define DIGESTBUMP_CONFIG_CREDENTIALS_H

#include <digestbump/base/context.h>
#include <digestbump/base/error.h>
#include <digestbump/config/config.h>

/* What one registry gets. All NULL but `source`: anonymous. */
struct credential {
	char *username;
	char *password;
	char *identity_token; /* for the token endpoint only, never for a registry */
	char *registry_token; /* goes to the registry as it is, as Bearer */

	/* Where they come from, or why there are none: "registries in
	 * '.digestbump.yaml'", "'ghcr.io' in '/root/.docker/config.json'", "none: no
	 * credentials are configured". Never NULL. For people. */
	char *source;
	bool is_configured;   /* it is the one that `registries` itself names */
	bool is_store_broken; /* anonymous, because a `credsStore` that might have one fails */
};

struct credentials;

/* Gives the credentials of this run. Reads all files now, once. One that is not
 * there is fine, except where $REGISTRY_AUTH_FILE names it (DOCKER_CONFIG
 * names a directory, which may well be empty): ERROR_USAGE, as when one is no
 * JSON or too large. Borrows config and context until credentials_free(). */
struct error *credentials_load(struct credentials **out, const struct config *config,
			       const struct context *context) MUST_CHECK;
void credentials_free(struct credentials *credentials); /* NULL is fine */
DEFINE_OWNED(credentials)

/* Gives the credential for host (as in references) and repository; keys with a
 * path ("quay.io/team") match whole components, the longest first. Anonymous
 * when there is none.
 *
 * Where the repository's own configuration sends a host to another endpoint,
 * docker's file is asked for the endpoint's host instead: what was meant for
 * ghcr.io goes to no mirror. An endpoint of the command line (--registry) is the
 * operator's word and is looked up by both names, its own first.
 *
 * ERROR_DENIED: there is a credential, but the repository's own configuration would have it
 * sent to another host, over plain http (loopback excepted) or without checking certificates.
 *
 * ERROR_USAGE: an environment variable or file that the configuration names is
 * missing or empty, or what was found cannot go into a header. ERROR_DENIED: a
 * credential helper fails. Waits for helpers, HELPER_TIMEOUT_MS at the most. */
struct error *credentials_find(struct credential **out, const struct credentials *credentials,
			       const char *host, const char *repository) MUST_CHECK;

/* The paths of the files that were read and that every user of this machine can
 * read, too. Borrowed. */
const struct strings *credentials_open_files(const struct credentials *credentials);

/* True when credentials_find() would answer at once. Else a helper is at work,
 * which was started now or by an earlier call: ask again in a while. */
bool credentials_ready(const struct credentials *credentials, const char *host,
		       const char *repository);

/* Wipes the secrets, then frees. NULL is fine. */
void credential_free(struct credential *credential);
DEFINE_OWNED(credential)

bool credential_is_anonymous(const struct credential *credential);

#endif
