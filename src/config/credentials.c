#include "docker_file.h"
#include "names.h"
#include <digestbump/base/file.h>
#include <digestbump/base/memory.h>
#include <digestbump/config/credentials.h>
#include <digestbump/limits.h>
#include <fcntl.h>
#include <openssl/crypto.h>
#include <string.h>

struct credentials {
	const struct config *config;
	const struct context *context;
	struct docker_file *docker; /* NULL: there is none */
};

void credential_free(struct credential *credential)
{
	if (!credential)
		return;
	secret_free(credential->username);
	secret_free(credential->password);
	secret_free(credential->identity_token);
	secret_free(credential->registry_token);
	free(credential->source);
	free(credential);
}

bool credential_is_anonymous(const struct credential *credential)
{
	return !credential->username && !credential->password && !credential->identity_token &&
	       !credential->registry_token;
}

void credentials_free(struct credentials *credentials)
{
	if (!credentials)
		return;
	docker_file_free(credentials->docker);
	free(credentials);
}

/* ---- docker's file ---- */

/* A variable that is set to nothing is as good as none, as for docker. */
static const char *variable(const struct context *context, const char *name)
{
	const char *value = context->variable(name);

	return value && *value ? value : NULL;
}

/* Gives the path, or NULL when nobody says where. *named: a variable names this
 * very file, so that it has to be there. */
static char *docker_path(bool *named, const struct context *context)
{
	const char *file = variable(context, "REGISTRY_AUTH_FILE");
	const char *directory = variable(context, "DOCKER_CONFIG");
	const char *home = variable(context, "HOME");

	*named = file != NULL;
	if (file)
		return must_copy(file);
	if (directory)
		return must_format("%s/config.json", directory);
	return home ? must_format("%s/.docker/config.json", home) : NULL;
}

static void wipe_text(struct text *text)
{
	if (text && text->bytes)
		OPENSSL_cleanse(text->bytes, text->size);
}

static struct error *read_docker(struct credentials *credentials)
{
	bool named = false;
	OWNED_STRING path = docker_path(&named, credentials->context);
	OWNED(text) bytes = NULL;

	if (!path)
		return NULL;
	OWNED(error) unread = file_read(&bytes, AT_FDCWD, path, CREDENTIALS_BYTES_MOST);

	if (unread && error_kind(unread) == ERROR_ABSENT && !named)
		return NULL;
	if (unread)
		return error_new(ERROR_USAGE, "registry credentials%s: %s",
				 named ? " (REGISTRY_AUTH_FILE)" : "", error_text(unread));
	struct error *error = docker_file_parse(&credentials->docker, path, text_slice(bytes));

	wipe_text(bytes);
	return error;
}

struct error *credentials_load(struct credentials **out, const struct config *config,
			       const struct context *context)
{
	OWNED(credentials) credentials = must_alloc(sizeof(*credentials));

	credentials->config = config;
	credentials->context = context;
	TRY(read_docker(credentials));
	*out = pass_on(&credentials);
	return NULL;
}

/* ---- the configuration's own ---- */

/* A password in a file ends with the line end that the editor put there. */
static struct error *read_secret_file(char **out, const char *path)
{
	OWNED(text) bytes = NULL;
	OWNED(error) unread = file_read(&bytes, AT_FDCWD, path, SECRET_BYTES_MOST);

	if (unread)
		return error_new(ERROR_USAGE, "%s", error_text(unread));
	struct slice secret = text_slice(bytes);

	if (slice_ends(secret, "\n"))
		secret.size--;
	if (slice_ends(secret, "\r"))
		secret.size--;
	OWNED_STRING what = must_format("what stands in '%s'", path);
	struct error *error = secret_check(what, secret);

	if (!error)
		*out = slice_copy(secret);
	wipe_text(bytes);
	return error;
}

static struct error *read_secret_variable(char **out, const struct context *context,
					  const char *name)
{
	const char *value = context->variable(name);
	OWNED_STRING what = must_format("the environment variable '%s'", name);

	if (!value)
		return error_new(ERROR_USAGE, "%s is not set", what);
	TRY(secret_check(what, slice_of(value)));
	*out = must_copy(value);
	return NULL;
}

/* An empty secret is what CI gives to runs that may not see it: told here, where
 * the name is known, and not as a registry's refusal. */
static struct error *read_secret(char **out, const struct context *context,
				 const struct secret_source *source)
{
	if (source->variable)
		TRY(read_secret_variable(out, context, source->variable));
	else
		TRY(read_secret_file(out, source->file));
	if (**out)
		return NULL;
	return error_new(ERROR_USAGE, "%s'%s' is empty",
			 source->variable ? "the environment variable " : "",
			 source->variable ? source->variable : source->file);
}

static struct error *fill_from_entry(struct credential *credential, const struct context *context,
				     const struct registry_config *entry)
{
	if (entry->plain_username)
		credential->username = must_copy(entry->plain_username);
	else
		TRY(read_secret(&credential->username, context, &entry->username));
	if (strchr(credential->username, ':'))
		return error_new(ERROR_USAGE, "the username holds a ':', which none can");
	return read_secret(&credential->password, context, &entry->password);
}

static struct error *from_config(struct credential **out, const struct credentials *credentials,
				 const struct registry_config *entry)
{
	const char *path = credentials->config->path ? credentials->config->path : CONFIG_FILE_NAME;
	OWNED(credential) credential = must_alloc(sizeof(*credential));

	TRY(error_wrap(fill_from_entry(credential, credentials->context, entry),
		       "registries.%s in '%s'", entry->host, path));
	credential->source = must_format("registries in '%s'", path);
	*out = pass_on(&credential);
	return NULL;
}

/* ---- finding ---- */

/* Gives a credential with nothing but the reason why. */
static struct credential *anonymous(const struct credentials *credentials, const char *host)
{
	struct credential *credential = must_alloc(sizeof(*credential));
	const struct docker_file *docker = credentials->docker;
	const char *store = docker ? docker_file_store(docker) : NULL;

	if (store)
		credential->source =
		    must_format("none: '%s' leaves them to the credential helper '%.60s', which "
				"is not run",
				docker_file_path(docker), store);
	else if (docker)
		credential->source =
		    must_format("none: '%s' has no entry for '%s'", docker_file_path(docker), host);
	else
		credential->source = must_format("none: no credentials are configured");
	return credential;
}

/* Looks in docker's file by the endpoint's name, and by the host's own where
 * there is no other endpoint, or an operator who vouches for it. */
static struct error *from_docker(struct credential **out, const struct credentials *credentials,
				 const struct registry_config *entry, const char *host,
				 const char *repository)
{
	const struct docker_file *docker = credentials->docker;
	const char *endpoint = entry ? entry->endpoint : NULL;
	OWNED_STRING other = endpoint ? endpoint_host(endpoint) : NULL;

	*out = NULL;
	if (other)
		TRY(docker_file_find(out, docker, other, repository));
	if (*out || (endpoint && !entry->endpoint_by_operator))
		return NULL;
	return docker_file_find(out, docker, host, repository);
}

struct error *credentials_find(struct credential **out, const struct credentials *credentials,
			       const char *host, const char *repository)
{
	const struct registry_config *entry = config_registry(credentials->config, host);
	OWNED(credential) found = NULL;

	if (entry && (entry->plain_username || entry->username.variable || entry->username.file))
		TRY(from_config(&found, credentials, entry));
	if (!found && credentials->docker)
		TRY(from_docker(&found, credentials, entry, host, repository));
	*out = found ? pass_on(&found) : anonymous(credentials, host);
	return NULL;
}
