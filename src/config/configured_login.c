#include "configured_login.h"
#include "docker_config.h"
#include <digestbump/base/file.h>
#include <digestbump/base/memory.h>
#include <digestbump/base/secret.h>
#include <digestbump/limits.h>
#include <fcntl.h>
#include <string.h>

/* A password in a file ends with the line end that the editor put there. */
static struct error *read_secret_file(char **out, const char *path, const char *username)
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
	OWNED_STRING what = must_format("the content of '%s'", path);
	struct error *error = password_check(what, username, secret);

	if (!error)
		*out = slice_copy(secret);
	secret_wipe_text(bytes);
	return error;
}

static struct error *read_secret_variable(char **out, const struct context *context,
					  const char *name, const char *username)
{
	const char *value = context->variable(name);
	OWNED_STRING what = must_format("the environment variable '%s'", name);

	if (!value)
		return error_new(ERROR_USAGE, "%s is not set", what);
	TRY(password_check(what, username, slice_of(value)));
	*out = must_copy(value);
	return NULL;
}

/* An empty secret is what CI gives to runs that may not see it: told here, where
 * the name is known, and not as a registry's refusal. username: whose password it
 * is; NULL: a user name. */
static struct error *read_secret(char **out, const struct context *context,
				 const struct secret_source *source, const char *username)
{
	if (source->variable)
		TRY(read_secret_variable(out, context, source->variable, username));
	else
		TRY(read_secret_file(out, source->file, username));
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
		TRY(read_secret(&credential->username, context, &entry->username, NULL));
	if (strchr(credential->username, ':'))
		return error_new(ERROR_USAGE, "a user name cannot contain ':'");
	return read_secret(&credential->password, context, &entry->password, credential->username);
}

/* GHCR takes any user name beside a token of GitHub's. */
static struct error *use_github_token(struct credential *credential, const char *token)
{
	TRY(secret_check("the environment variable 'GITHUB_TOKEN'", slice_of(token)));
	credential->username = must_copy("x-access-token");
	credential->password = must_copy(token);
	credential->source = must_copy("the variable 'GITHUB_TOKEN'");
	return NULL;
}

static bool has_login(const struct registry_config *entry)
{
	return entry->plain_username || entry->username.variable || entry->username.file;
}

static struct error *read_login(struct credential *credential, const struct registry_config *entry,
				const char *path, const struct context *context)
{
	if (!has_login(entry))
		return use_github_token(credential, context->variable("GITHUB_TOKEN"));
	TRY(error_wrap(fill_from_entry(credential, context, entry), "registries.%s in '%s'",
		       entry->host, path));
	credential->source = must_format("registries in '%s'", path);
	return NULL;
}

struct error *configured_login_read(struct credential **out, const struct registry_config *entry,
				    const char *path, const struct context *context)
{
	const char *token = entry->github_token ? context->variable("GITHUB_TOKEN") : NULL;

	*out = NULL;
	if (!has_login(entry) && (!token || !*token))
		return NULL;
	OWNED(credential) credential = must_alloc(sizeof(*credential));

	TRY(read_login(credential, entry, path, context));
	credential->is_configured = true;
	*out = pass_on(&credential);
	return NULL;
}
