#include "name_syntax.h"
#include <digestbump/base/file.h>
#include <digestbump/base/memory.h>
#include <digestbump/config/tls.h>
#include <digestbump/limits.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>

void trust_free(struct trust *trust)
{
	if (!trust)
		return;
	text_free(trust->authorities);
	free(trust->cert);
	free(trust->key);
	free(trust);
}

/* ---- files ---- */

static struct error *add_authorities(struct trust *trust, const char *path)
{
	OWNED(text) bytes = NULL;
	OWNED(error) unread = file_read(&bytes, AT_FDCWD, path, AUTHORITIES_BYTES_MOST);

	if (unread)
		return error_new(ERROR_USAGE, "certificate authorities: %s", error_text(unread));
	if (!slice_find(NULL, text_slice(bytes), "-----BEGIN "))
		return error_new(ERROR_USAGE,
				 "certificate authorities: '%s' holds no certificate in "
				 "PEM",
				 path);
	if (!trust->authorities)
		trust->authorities = text_new(0);
	text_add(trust->authorities, bytes->bytes, bytes->size);
	text_add_string(trust->authorities, "\n");
	return NULL;
}

/* libcurl would only tell much later, and not which of the two. */
static struct error *check_readable(const char *path)
{
	if (access(path, R_OK) == 0)
		return NULL;
	return error_new(ERROR_USAGE, "client certificate: '%s' cannot be read: %s", path,
			 strerror(errno));
}

static struct error *take_pair(struct trust *trust, const char *cert, const char *key)
{
	TRY(check_readable(cert));
	TRY(check_readable(key));
	trust->cert = must_copy(cert);
	trust->key = must_copy(key);
	return NULL;
}

/* ---- the configuration ---- */

static bool has_settings(const struct registry_config *entry)
{
	return entry->ca || entry->cert || entry->insecure;
}

static struct error *compare(const struct registry_config *one, const struct registry_config *other,
			     const char *host)
{
	if (string_is(one->ca, other->ca) && string_is(one->cert, other->cert) &&
	    string_is(one->key, other->key) && one->insecure == other->insecure)
		return NULL;
	return error_new(ERROR_USAGE,
			 "registries.%s and registries.%s both lead to '%s', but differ in ca, "
			 "cert, key or insecure",
			 one->host, other->host, host);
}

/* The entry that speaks of the host, or NULL. */
static struct error *find_entry(const struct registry_config **out, const struct config *config,
				const char *host)
{
	*out = NULL;
	for (size_t i = 0; config && i < config->registry_count; i++) {
		const struct registry_config *entry = &config->registries[i];
		OWNED_STRING where = config_destination(config, entry->host);

		if (!has_settings(entry) || !where || strcmp(where, host) != 0)
			continue;
		if (*out)
			TRY(compare(*out, entry, host));
		*out = entry;
	}
	return NULL;
}

/* ---- certs.d ---- */

static int is_wanted(const struct dirent *entry)
{
	struct slice name = slice_of(entry->d_name);

	return slice_ends(name, ".crt") || slice_ends(name, ".cert") || slice_ends(name, ".key");
}

/* What belongs to "X.cert" or "X.key": the other of the two. */
static char *mate_of(const char *path, const char *from, const char *to)
{
	return must_format("%.*s%s", (int)(strlen(path) - strlen(from)), path, to);
}

static struct error *check_mate(const char *path, const char *mate, const char *what)
{
	if (access(mate, F_OK) == 0)
		return NULL;
	return error_new(ERROR_USAGE,
			 "client certificate: '%s' lacks its %s '%s'; authorities are named *.crt",
			 path, what, mate);
}

static struct error *take_file(struct trust *trust, const char *path)
{
	struct slice name = slice_of(path);

	if (slice_ends(name, ".crt"))
		return add_authorities(trust, path);
	if (slice_ends(name, ".key")) {
		OWNED_STRING cert = mate_of(path, ".key", ".cert");

		return check_mate(path, cert, "certificate");
	}
	OWNED_STRING key = mate_of(path, ".cert", ".key");

	TRY(check_mate(path, key, "key"));
	return trust->cert ? NULL : take_pair(trust, path, key);
}

static struct error *take_directory(struct trust *trust, const char *directory,
				    struct dirent **entries, int count)
{
	if (count > CERTIFICATES_MOST)
		return error_new(ERROR_USAGE, "'%s' has more than %d files", directory,
				 CERTIFICATES_MOST);
	for (int i = 0; i < count; i++) {
		OWNED_STRING path = must_format("%s/%s", directory, entries[i]->d_name);

		TRY(take_file(trust, path));
	}
	return NULL;
}

/* *found: the directory is there. */
static struct error *read_directory(bool *found, struct trust *trust, const char *directory)
{
	struct dirent **entries = NULL;
	int count = scandir(directory, &entries, is_wanted, alphasort);

	*found = count >= 0 || (errno != ENOENT && errno != ENOTDIR);
	if (count < 0 && *found)
		return error_new(ERROR_USAGE, "'%s' cannot be read: %s", directory,
				 strerror(errno));
	struct error *error = take_directory(trust, directory, entries, count);

	for (int i = 0; i < count; i++)
		free(entries[i]);
	free(entries);
	return error;
}

/* The names under which the directory of one host may stand. docker.io's is
 * that of the references (podman's way). */
static struct strings *names_of(const char *host)
{
	OWNED(strings) names = strings_new();
	bool has_port = strrchr(host, ':') > strrchr(host, ']');
	OWNED_STRING reference = host_normalise(slice_of(host));

	strings_add(names, host);
	if (!has_port)
		strings_take(names, must_format("%s:443", host));
	if (reference)
		strings_add_new(names, reference);
	return pass_on(&names);
}

/* XDG's own default is ~/.config. */
static struct strings *places(const struct context *context)
{
	OWNED(strings) list = strings_new();
	const char *xdg = context->variable("XDG_CONFIG_HOME");
	const char *home = context->variable("HOME");

	if (xdg && *xdg)
		strings_take(list, must_format("%s/containers/certs.d", xdg));
	else if (home && *home)
		strings_take(list, must_format("%s/.config/containers/certs.d", home));
	strings_add(list, "/etc/containers/certs.d");
	if (home && *home)
		strings_take(list, must_format("%s/.docker/certs.d", home));
	strings_add(list, "/etc/docker/certs.d");
	return pass_on(&list);
}

static struct error *read_certs_d(struct trust *trust, const struct context *context,
				  const char *host)
{
	OWNED(strings) names = names_of(host);
	OWNED(strings) tops = places(context);
	bool found = false;

	for (size_t i = 0; i < tops->count && !found; i++)
		for (size_t j = 0; j < names->count && !found; j++) {
			OWNED_STRING path = must_format("%s/%s", tops->items[i], names->items[j]);

			TRY(read_directory(&found, trust, path));
		}
	return NULL;
}

/* ---- both ---- */

struct error *trust_find(struct trust **out, const struct config *config,
			 const struct context *context, const char *host)
{
	OWNED(trust) trust = must_alloc(sizeof(*trust));
	const struct registry_config *entry = NULL;

	TRY(find_entry(&entry, config, host));
	if (entry && entry->ca)
		TRY(error_wrap(add_authorities(trust, entry->ca), "registries.%s", entry->host));
	if (entry && entry->cert)
		TRY(error_wrap(take_pair(trust, entry->cert, entry->key), "registries.%s",
			       entry->host));
	trust->insecure = entry && entry->insecure;
	if (*host != '.')
		TRY(read_certs_d(trust, context, host));
	*out = pass_on(&trust);
	return NULL;
}
