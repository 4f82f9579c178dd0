/* credentials.h - who we are at a registry.
 *
 * Sources, first match wins: the configuration's registries (environment or
 * file), then $REGISTRY_AUTH_FILE, else $DOCKER_CONFIG/config.json, else
 * ~/.docker/config.json: their `auths`. A `credsStore` or `credHelpers` entry
 * for the host is told as ERROR_UNSUPPORTED for that registry alone, never
 * passed over in silence (CVE-2021-41092). Nothing here is ever printed but
 * the source's name.
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
	char *source; /* "config.json of docker", "registries of .digestbump.yaml": for people */
};

struct credentials;

/* Gives the credentials of this run. Reads the files now, once; one that is
 * not there is fine, except where a variable names it; one that is no JSON is
 * ERROR_USAGE. Borrows config and context until credentials_free(). */
struct error *credentials_load(struct credentials **out, const struct config *config,
			       const struct context *context) MUST_CHECK;
void credentials_free(struct credentials *credentials); /* NULL is fine */
DEFINE_OWNED(credentials)

/* Gives the credential for host (as in references) and repository; keys with a
 * path ("quay.io/team") match whole components, the longest first. Anonymous
 * when there is none. ERROR_USAGE: an environment variable or file that the
 * configuration names is missing. */
struct error *credentials_find(struct credential **out, const struct credentials *credentials,
			       const char *host, const char *repository) MUST_CHECK;

/* Wipes the secrets, then frees. NULL is fine. */
void credential_free(struct credential *credential);
DEFINE_OWNED(credential)

bool credential_is_anonymous(const struct credential *credential);

#endif
