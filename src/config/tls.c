#include "name_syntax.h"
#include <digestbump/base/file.h>
#include <digestbump/base/memory.h>
#include <digestbump/config/tls.h>
#include <digestbump/limits.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>

void tls_config_free(struct tls_config *tls)
{
	if (!tls)
		return;
	text_free(tls->authorities);
	free(tls->cert);
	free(tls->key);
	free(tls);
}

/* ---- files ---- */

static struct error *add_authorities(struct tls_config *tls, const char *path)
{
	OWNED(text) bytes = NULL;
	OWNED(error) unread = file_read(&bytes, AT_FDCWD, path, AUTHORITIES_BYTES_MOST);

	if (unread)
		return error_new(ERROR_USAGE, "certificate authorities: %s", error_text(unread));
	if (!slice_find(NULL, text_slice(bytes), "-----BEGIN "))
		return error_new(ERROR_USAGE,
				 "certificate authorities: '%s' is not a PEM file with "
				 "certificates",
				 path);
	if (!tls->authorities)
		tls->authorities = text_new(0);
	text_add(tls->authorities, bytes->bytes, bytes->size);
	text_add_string(tls->authorities, "\n");
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

static struct error *set_client_pair(struct tls_config *tls, const char *cert, const char *key)
{
	TRY(check_readable(cert));
	TRY(check_readable(key));
	tls->cert = must_copy(cert);
	tls->key = must_copy(key);
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
			 "registries.%s and registries.%s have the same host '%s', but differ in "
			 "ca, cert, key or insecure",
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

static int is_certificate_file(const struct dirent *entry)
{
	struct slice name = slice_of(entry->d_name);

	return slice_ends(name, ".crt") || slice_ends(name, ".cert") || slice_ends(name, ".key");
}

/* What belongs to "X.cert" or "X.key": the other of the two. */
static char *pair_of(const char *path, const char *from, const char *to)
{
	return must_format("%.*s%s", (int)(strlen(path) - strlen(from)), path, to);
}

static struct error *check_pair(const char *path, const char *pair, const char *what)
{
	if (access(pair, F_OK) == 0)
		return NULL;
	return error_new(ERROR_USAGE,
			 "client certificate: '%s' has no %s '%s'; files of authorities are named "
			 "*.crt",
			 path, what, pair);
}

static struct error *add_file(struct tls_config *tls, const char *path)
{
	struct slice name = slice_of(path);

	if (slice_ends(name, ".crt"))
		return add_authorities(tls, path);
	if (slice_ends(name, ".key")) {
		OWNED_STRING cert = pair_of(path, ".key", ".cert");

		return check_pair(path, cert, "certificate");
	}
	OWNED_STRING key = pair_of(path, ".cert", ".key");

	TRY(check_pair(path, key, "key"));
	return tls->cert ? NULL : set_client_pair(tls, path, key);
}

static struct error *add_directory(struct tls_config *tls, const char *directory,
				   struct dirent **entries, int count)
{
	if (count > CERTIFICATES_MOST)
		return error_new(ERROR_USAGE, "'%s' has more than %d files", directory,
				 CERTIFICATES_MOST);
	for (int i = 0; i < count; i++) {
		OWNED_STRING path = must_format("%s/%s", directory, entries[i]->d_name);

		TRY(add_file(tls, path));
	}
	return NULL;
}

/* *found: the directory is there. */
static struct error *read_directory(bool *found, struct tls_config *tls, const char *directory)
{
	struct dirent **entries = NULL;
	int count = scandir(directory, &entries, is_certificate_file, alphasort);

	*found = count >= 0 || (errno != ENOENT && errno != ENOTDIR);
	if (count < 0 && *found)
		return error_new(ERROR_USAGE, "'%s' cannot be read: %s", directory,
				 strerror(errno));
	struct error *error = add_directory(tls, directory, entries, count);

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
static struct strings *certs_d_directories(const struct context *context)
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

static struct error *read_certs_d(struct tls_config *tls, const struct context *context,
				  const char *host)
{
	OWNED(strings) names = names_of(host);
	OWNED(strings) tops = certs_d_directories(context);
	bool found = false;

	for (size_t i = 0; i < tops->count && !found; i++)
		for (size_t j = 0; j < names->count && !found; j++) {
			OWNED_STRING path = must_format("%s/%s", tops->items[i], names->items[j]);

			TRY(read_directory(&found, tls, path));
		}
	return NULL;
}

/* ---- both ---- */

struct error *tls_config_find(struct tls_config **out, const struct config *config,
			      const struct context *context, const char *host)
{
	OWNED(tls_config) tls = must_alloc(sizeof(*tls));
	const struct registry_config *entry = NULL;

	TRY(find_entry(&entry, config, host));
	if (entry && entry->ca)
		TRY(error_wrap(add_authorities(tls, entry->ca), "registries.%s", entry->host));
	if (entry && entry->cert)
		TRY(error_wrap(set_client_pair(tls, entry->cert, entry->key), "registries.%s",
			       entry->host));
	tls->insecure = entry && entry->insecure;
	if (*host != '.')
		TRY(read_certs_d(tls, context, host));
	*out = pass_on(&tls);
	return NULL;
}
