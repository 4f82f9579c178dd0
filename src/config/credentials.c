#include "configured_login.h"
#include "credential_helper.h"
#include "docker_config.h"
#include "name_syntax.h"
#include <digestbump/base/file.h>
#include <digestbump/base/memory.h>
#include <digestbump/base/secret.h>
#include <digestbump/config/credentials.h>
#include <digestbump/image/reference.h>
#include <digestbump/limits.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILES_MOST = 4 };

struct credentials {
	const struct config *config;
	const struct context *context;
	struct docker_config *files[FILES_MOST]; /* the first one that has something counts */
	size_t file_count;
	struct strings open_files;
	struct helpers *helpers;
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

static struct credential *credential_copy(const struct credential *from)
{
	struct credential *copy = must_alloc(sizeof(*copy));

	copy->username = must_copy(from->username);
	copy->password = must_copy(from->password);
	copy->identity_token = must_copy(from->identity_token);
	copy->registry_token = must_copy(from->registry_token);
	copy->source = must_copy(from->source);
	return copy;
}

void credentials_free(struct credentials *credentials)
{
	if (!credentials)
		return;
	for (size_t i = 0; i < credentials->file_count; i++)
		docker_config_free(credentials->files[i]);
	helpers_free(credentials->helpers);
	strings_clear(&credentials->open_files);
	free(credentials);
}

/* ---- the files ---- */

/* A variable that is set to nothing is as good as none, as for docker. */
static const char *variable(const struct context *context, const char *name)
{
	const char *value = context->variable(name);

	return value && *value ? value : NULL;
}

static char *docker_path(const struct context *context)
{
	const char *directory = variable(context, "DOCKER_CONFIG");
	const char *home = variable(context, "HOME");

	if (directory)
		return must_format("%s/config.json", directory);
	return home ? must_format("%s/.docker/config.json", home) : NULL;
}

/* containers-auth.json(5): where `podman login` writes, and where a user keeps
 * what shall outlive the session. */
static char *podman_runtime_path(const struct context *context)
{
	const char *directory = variable(context, "XDG_RUNTIME_DIR");

	if (directory)
		return must_format("%s/containers/auth.json", directory);
	return must_format("/run/containers/%u/auth.json", (unsigned)getuid());
}

static char *podman_home_path(const struct context *context)
{
	const char *directory = variable(context, "XDG_CONFIG_HOME");
	const char *home = variable(context, "HOME");

	if (directory)
		return must_format("%s/containers/auth.json", directory);
	return home ? must_format("%s/.config/containers/auth.json", home) : NULL;
}

static char *named_path(const struct context *context)
{
	return must_copy(variable(context, "REGISTRY_AUTH_FILE"));
}

/* In the order in which they are asked. */
static char *(*const file_paths[])(const struct context *context) = {
	docker_path,
	podman_runtime_path,
	podman_home_path,
};

static struct error *add_file(struct credentials *credentials, const char *name, struct slice bytes)
{
	TRY(error_wrap(docker_config_parse(&credentials->files[credentials->file_count], name,
					   bytes),
		       "registry credentials"));
	credentials->file_count++;
	return NULL;
}

static void note_open_file(struct credentials *credentials, const char *path)
{
	struct stat status;

	if (stat(path, &status) == 0 && (status.st_mode & S_IROTH))
		strings_add(&credentials->open_files, path);
}

const struct strings *credentials_open_files(const struct credentials *credentials)
{
	return &credentials->open_files;
}

/* What lies behind a directory that is closed to us (XDG_RUNTIME_DIR of somebody
 * else, under sudo) is not there for us. */
static bool is_absent(const struct error *unread, const char *path)
{
	return error_kind(unread) == ERROR_ABSENT || access(path, F_OK) != 0;
}

/* is_named: a variable names this very file, so that it has to be there. */
static struct error *read_path(struct credentials *credentials, const char *path, bool is_named)
{
	OWNED(text) bytes = NULL;
	OWNED(error) unread = file_read(&bytes, AT_FDCWD, path, CREDENTIALS_BYTES_MOST);

	if (unread && !is_named && is_absent(unread, path))
		return NULL;
	if (unread)
		return error_new(ERROR_USAGE, "registry credentials%s: %s",
				 is_named ? " (REGISTRY_AUTH_FILE)" : "", error_text(unread));
	note_open_file(credentials, path);
	OWNED_STRING name = must_format("'%s'", path);
	struct error *error = add_file(credentials, name, text_slice(bytes));

	secret_wipe_text(bytes);
	return error;
}

static struct error *read_files(struct credentials *credentials)
{
	for (size_t i = 0; i < sizeof(file_paths) / sizeof(*file_paths); i++) {
		OWNED_STRING path = file_paths[i](credentials->context);

		if (path)
			TRY(read_path(credentials, path, false));
	}
	return NULL;
}

/* GitLab's CI gives a whole file in a variable; docker reads it, too. */
static struct error *read_variable(struct credentials *credentials)
{
	const char *text = variable(credentials->context, "DOCKER_AUTH_CONFIG");

	if (!text)
		return NULL;
	if (strlen(text) > CREDENTIALS_BYTES_MOST)
		return error_new(ERROR_USAGE,
				 "the variable 'DOCKER_AUTH_CONFIG' is longer than %d bytes",
				 CREDENTIALS_BYTES_MOST);
	return add_file(credentials, "the variable 'DOCKER_AUTH_CONFIG'", slice_of(text));
}

struct error *credentials_load(struct credentials **out, const struct config *config,
			       const struct context *context)
{
	OWNED(credentials) credentials = must_alloc(sizeof(*credentials));
	OWNED_STRING named = named_path(context);

	credentials->config = config;
	credentials->context = context;
	credentials->helpers = helpers_new(context);
	TRY(read_variable(credentials));
	if (named)
		TRY(read_path(credentials, named, true));
	else
		TRY(read_files(credentials));
	*out = pass_on(&credentials);
	return NULL;
}

/* ---- searching ---- */

/* What is sought, and what came of it. */
struct search {
	const struct credentials *credentials;
	const char *host;
	const char *repository;
	bool wait;                /* for helpers */
	bool is_pending;          /* a helper is at work: nothing is known yet */
	bool is_over;             /* no further place is looked at */
	struct credential *found; /* owned; NULL: nothing */
	struct text *note;        /* why a helper that might have had one did not say */
};

/* A helper that should know the host and fails is a failure: another login in
 * its place would be another person (CVE-2021-41092). One that is only there
 * for all hosts must not take public images from everybody whose machine lacks
 * it: then nobody is asked any more, and it is anonymous. */
static struct error *ask_helper(struct search *search, const struct docker_config *file,
				const char *host)
{
	bool is_certain = false;
	const char *name = docker_config_helper(&is_certain, file, host);

	if (!name)
		return NULL;
	const struct helper_result *answer =
	    helpers_get(search->credentials->helpers, name, host, search->wait);

	search->is_pending = !answer;
	search->is_over = !answer || answer->credential || answer->error;
	if (answer && answer->credential) {
		search->found = credential_copy(answer->credential);
		free(search->found->source);
		search->found->source =
		    must_format("%s for '%s', named in %s", answer->credential->source, host,
				docker_config_name(file));
	}
	if (!answer || !answer->error)
		return NULL;
	if (is_certain || error_kind(answer->error) == ERROR_STOPPED)
		return error_wrap(error_copy(answer->error), "%s", docker_config_name(file));
	text_add_format(search->note, "%s: %s", docker_config_name(file),
			error_text(answer->error));
	return NULL;
}

/* Looks in all files, by one name. */
static struct error *search_files(struct search *search, const char *host)
{
	const struct credentials *credentials = search->credentials;

	for (size_t i = 0; i < credentials->file_count && !search->is_over; i++) {
		const struct docker_config *file = credentials->files[i];

		TRY(ask_helper(search, file, host));
		if (search->is_over)
			break;
		TRY(docker_config_find(&search->found, file, host, search->repository));
		search->is_over = search->found != NULL;
	}
	return NULL;
}

/* By the endpoint's name, and by the host's own where there is no other
 * endpoint, or an operator who vouches for it. */
static struct error *search_names(struct search *search, const struct registry_config *entry)
{
	const char *endpoint = entry ? entry->endpoint : NULL;
	OWNED_STRING other = endpoint ? endpoint_host(endpoint) : NULL;

	if (other)
		TRY(search_files(search, other));
	if (search->is_over || (endpoint && !entry->endpoint_by_operator))
		return NULL;
	return search_files(search, search->host);
}

/* Why what the repository's own file says of a registry is no way for credentials; NULL: it is
 * one. */
static const char *unsafe_destination(const struct registry_config *entry)
{
	OWNED_STRING other = entry->endpoint ? endpoint_host(entry->endpoint) : NULL;

	if (entry->insecure)
		return "without checking certificates ('insecure')";
	if (other && strcmp(other, entry->host) != 0 &&
	    strcmp(other, host_endpoint(entry->host)) != 0)
		return "to another host";
	if (other && strncmp(entry->endpoint, "http://", 7) == 0 && !host_is_loopback(other))
		return "over plain http";
	return NULL;
}

static struct error *check_destination(struct search *search, const struct registry_config *entry)
{
	const char *why = unsafe_destination(entry);

	if (!why)
		return NULL;
	struct error *error =
	    error_new(ERROR_DENIED,
		      "registries.%s in '%s' would send the credentials of %s %s: only in the "
		      "operator's "
		      "configuration (--config FILE or $XDG_CONFIG_HOME/digestbump/config.yaml)",
		      entry->host, entry->source, search->found->source, why);

	credential_free(pass_on(&search->found));
	return error;
}

static struct error *search_all(struct search *search)
{
	const struct credentials *credentials = search->credentials;
	const struct registry_config *entry = config_registry(credentials->config, search->host);
	const char *path = credentials->config->path ? credentials->config->path : CONFIG_FILE_NAME;

	if (entry)
		TRY(configured_login_read(&search->found, entry,
					  entry->source ? entry->source : path,
					  credentials->context));
	if (!search->found)
		TRY(search_names(search, entry));
	return search->found && entry && entry->by_repository ? check_destination(search, entry)
							      : NULL;
}

/* ---- what is told when there is none ---- */

static char *reason_for_none(const struct search *search)
{
	const struct credentials *credentials = search->credentials;
	const struct registry_config *entry = config_registry(credentials->config, search->host);
	OWNED(text) text = text_new(0);

	text_add_string(text, "none: ");
	if (search->note->size)
		text_add(text, search->note->bytes, search->note->size);
	for (size_t i = 0; i < credentials->file_count && !search->note->size; i++)
		text_add_format(text, "%s%s", i ? ", " : "",
				docker_config_name(credentials->files[i]));
	if (!search->note->size && credentials->file_count)
		text_add_format(text, " %s no entry for '%s'",
				credentials->file_count > 1 ? "have" : "has", search->host);
	if (!search->note->size && !credentials->file_count)
		text_add_string(text, "no credentials are configured");
	if (entry && entry->github_token)
		text_add_string(text, "; GITHUB_TOKEN is not set");
	return text_take(pass_on(&text));
}

static struct credential *anonymous(const struct search *search)
{
	struct credential *credential = must_alloc(sizeof(*credential));

	credential->source = reason_for_none(search);
	credential->is_store_broken = search->note->size != 0;
	return credential;
}

bool credentials_ready(const struct credentials *credentials, const char *host,
		       const char *repository)
{
	OWNED(text) note = text_new(0);
	struct search search = {
		.credentials = credentials, .host = host, .repository = repository, .note = note
	};
	OWNED(error) error = search_all(&search);

	credential_free(search.found);
	return error || !search.is_pending;
}

struct error *credentials_find(struct credential **out, const struct credentials *credentials,
			       const char *host, const char *repository)
{
	OWNED(text) note = text_new(0);
	struct search search = { .credentials = credentials,
				 .host = host,
				 .repository = repository,
				 .wait = true,
				 .note = note };

	TRY(search_all(&search));
	*out = search.found ? search.found : anonymous(&search);
	return NULL;
}
