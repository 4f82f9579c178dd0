/* credentials.h - who we are at a registry.
 *
 * Sources, first match wins: the configuration's registries (environment or
 * file), then one file of docker's: $REGISTRY_AUTH_FILE, else
 * $DOCKER_CONFIG/config.json, else $HOME/.docker/config.json, and of it
 * `auths`. A `credHelpers` entry for the host, or a `credsStore` when the host
 * has an entry in `auths` (docker keeps an empty one for every host that its
 * helper knows), is told as ERROR_UNSUPPORTED for that registry alone, never
 * passed over in silence (CVE-2021-41092). A `credsStore` alone is no obstacle:
 * public images must not fail for everyone who has Docker Desktop; `source`
 * then says what was not asked. Runs no helper. Nothing here is ever printed
 * but `source`.
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
	 * '.digestbump.yaml'", "'/root/.docker/config.json'". Never NULL. For people. */
	char *source;
};

struct credentials;

/* Gives the credentials of this run. Reads docker's file now, once. One that is
 * not there is fine, except where $REGISTRY_AUTH_FILE names it (DOCKER_CONFIG
 * names a directory, which may well be empty): ERROR_USAGE, as when it is no
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
 * ERROR_USAGE: an environment variable or file that the configuration names is
 * missing or empty, or what was found cannot go into a header.
 * ERROR_UNSUPPORTED: a credential helper has them. */
struct error *credentials_find(struct credential **out, const struct credentials *credentials,
			       const char *host, const char *repository) MUST_CHECK;

/* Wipes the secrets, then frees. NULL is fine. */
void credential_free(struct credential *credential);
DEFINE_OWNED(credential)

bool credential_is_anonymous(const struct credential *credential);

#endif
