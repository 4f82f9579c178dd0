#include "docker_config.h"
#include "name_syntax.h"
#include <digestbump/base/memory.h>
#include <digestbump/base/secret.h>
#include <digestbump/limits.h>
#include <jansson.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <string.h>

struct docker_config {
	char *name;
	json_t *root;
};

/* ---- secrets ---- */

struct error *secret_check(const char *what, struct slice secret)
{
	if (secret.size > SECRET_BYTES_MOST)
		return error_new(ERROR_USAGE, "%s is longer than %d bytes", what,
				 SECRET_BYTES_MOST);
	if (has_control(secret))
		return error_new(ERROR_USAGE, "%s contains a line end or another control character",
				 what);
	return NULL;
}

/* Every text in a value, also in what it holds. */
static void wipe(json_t *value)
{
	const char *key;
	json_t *child;

	if (json_is_string(value))
		OPENSSL_cleanse((char *)json_string_value(value), json_string_length(value));
	json_object_foreach(value, key, child)
	{
		wipe(child);
	}
}

struct error *password_check(const char *what, const char *username, struct slice password)
{
	if (!username || strcmp(username, "_json_key") != 0)
		return secret_check(what, password);
	if (password.size > SECRET_BYTES_MOST)
		return secret_check(what, password);
	json_t *key =
	    json_loadb(password.at ? password.at : "", password.size, JSON_REJECT_DUPLICATES, NULL);
	bool is_object = json_is_object(key);

	wipe(key);
	json_decref(key);
	if (is_object)
		return NULL;
	return error_new(ERROR_USAGE,
			 "%s is not a key of Google's: for the user '_json_key' it must be one "
			 "JSON "
			 "object",
			 what);
}
void docker_config_free(struct docker_config *file)
{
	if (!file)
		return;
	wipe(json_object_get(file->root, "auths"));
	json_decref(file->root);
	free(file->name);
	free(file);
}

struct error *docker_config_parse(struct docker_config **out, const char *name, struct slice bytes)
{
	OWNED(docker_config) file = must_alloc(sizeof(*file));
	struct slice text = slice_trim(bytes);
	json_error_t wrong;

	file->name = must_copy(name);
	/* The parser's own text may quote the file, and so a secret. */
	file->root = text.size ? json_loadb(text.at, text.size, 0, &wrong) : json_object();
	if (!json_is_object(file->root))
		return error_new(ERROR_USAGE, "%s: not a JSON object%s", name,
				 file->root ? "" : ": correct the file, or log in again");
	*out = pass_on(&file);
	return NULL;
}

const char *docker_config_name(const struct docker_config *file)
{
	return file->name;
}

/* A text in JSON that is there and not empty, else NULL. */
static const char *text_in(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text && *text ? text : NULL;
}

/* ---- keys ---- */

/* A key of `auths`, read: docker writes hosts and old addresses
 * ("https://index.docker.io/v1/"), podman also host/namespace. */
struct auths_key {
	char *host;        /* normalised; NULL: it names none */
	struct slice path; /* without '/' at both ends; empty: all of the host */
};

static struct slice trim_slashes(struct slice path)
{
	while (path.size && path.at[0] == '/') {
		path.at++;
		path.size--;
	}
	while (path.size && path.at[path.size - 1] == '/')
		path.size--;
	return path;
}

/* The caller frees scope->host. Behind a scheme the path is the API's, never a
 * namespace (docker's ConvertToHostname drops it, too). */
static void split_key(struct auths_key *key_parts, const char *key)
{
	const char *colon = strstr(key, "://");
	const char *name = colon ? colon + 3 : key;
	struct slice host = { name, strcspn(name, "/") };

	*key_parts = (struct auths_key){ .host = host_normalise(host) };
	key_parts->path = trim_slashes(slice_of(name + host.size));
	if (colon || slice_is(key_parts->path, "v1") || slice_is(key_parts->path, "v2"))
		key_parts->path.size = 0;
}

/* Whole components: team covers team and team/x, never teams. */
static bool covers(struct slice path, const char *repository)
{
	if (!path.size)
		return true;
	return strncmp(repository, path.at, path.size) == 0 &&
	       (repository[path.size] == '/' || !repository[path.size]);
}

/* docker's own spelling of a host goes before its variants. */
static bool is_own_spelling(const char *key, const char *host)
{
	if (strcmp(host, "docker.io") == 0)
		return strcmp(key, "https://index.docker.io/v1/") == 0;
	return strcmp(key, host) == 0;
}

/* How well a key fits, 0: not at all. The longest path wins, then docker's own
 * spelling, then the first in the file. */
static size_t specificity(const char *key, const char *host, const char *repository)
{
	struct auths_key key_parts;

	split_key(&key_parts, key);
	OWNED_STRING owned = key_parts.host;

	if (!owned || strcmp(owned, host) != 0 || !covers(key_parts.path, repository))
		return 0;
	return 2 * key_parts.path.size + (is_own_spelling(key, host) ? 2 : 1);
}

/* True when somebody has logged in at the host, or below it. */
static bool has_entry_below(const json_t *entries, const char *host)
{
	const char *key;
	json_t *entry;

	json_object_foreach((json_t *)entries, key, entry)
	{
		struct auths_key key_parts;

		split_key(&key_parts, key);
		OWNED_STRING owned = key_parts.host;

		if (owned && strcmp(owned, host) == 0)
			return true;
	}
	return false;
}

/* The best entry of an object whose keys are hosts, and its key; NULL: none. */
static const json_t *best_entry(const char **best_key, const json_t *entries, const char *host,
				const char *repository)
{
	const json_t *best = NULL;
	size_t best_specificity = 0;
	const char *key;
	json_t *entry;

	json_object_foreach((json_t *)entries, key, entry)
	{
		size_t fit = specificity(key, host, repository);

		if (fit <= best_specificity)
			continue;
		best = entry;
		best_specificity = fit;
		*best_key = key;
	}
	return best;
}

/* ---- entries ---- */

/* Gives what standard base64 means (RFC 4648 section 4), with or without padding;
 * NULL when it is none. *size is set. */
static char *decode(size_t *size, struct slice text)
{
	static const char alphabet[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	size_t padding = 0;

	while (padding < 2 && text.size && text.at[text.size - 1] == '=') {
		text.size--;
		padding++;
	}
	for (size_t i = 0; i < text.size; i++)
		if (!text.at[i] || !strchr(alphabet, text.at[i]))
			return NULL;
	size_t missing = (4 - text.size % 4) % 4;

	if (missing == 3 || (padding && padding != missing) || text.size > CREDENTIALS_BYTES_MOST)
		return NULL;
	char *padded = must_format("%.*s%.*s", (int)text.size, text.at, (int)missing, "==");
	char *bytes = must_alloc(text.size + missing + 1);
	int length =
	    EVP_DecodeBlock((unsigned char *)bytes, (unsigned char *)padded, (int)strlen(padded));

	secret_free(padded);
	if (length < 0) {
		free(bytes);
		return NULL;
	}
	*size = (size_t)length - missing;
	return bytes;
}

/* "user:password" behind `auth`; docker pads passwords with NULs at times. */
static struct error *split_auth(struct credential *credential, const char *what,
				struct slice decoded)
{
	while (decoded.size && !decoded.at[decoded.size - 1])
		decoded.size--;
	const char *colon = decoded.size ? memchr(decoded.at, ':', decoded.size) : NULL;

	if (!colon || colon == decoded.at)
		return error_new(ERROR_USAGE, "%s is not 'user:password'", what);
	size_t size = (size_t)(colon - decoded.at);
	struct slice password = { colon + 1, decoded.size - size - 1 };

	TRY(secret_check(what, (struct slice){ decoded.at, size }));
	OWNED_STRING username = must_copy_bytes(decoded.at, size);

	TRY(password_check(what, username, password));
	credential->username = pass_on(&username);
	credential->password = slice_copy(password);
	return NULL;
}

static struct error *set_auth(struct credential *credential, const char *what, const char *auth)
{
	size_t size = 0;
	char *decoded = decode(&size, slice_of(auth));

	if (!decoded)
		return error_new(ERROR_USAGE, "%s is not valid base64", what);
	struct error *error = split_auth(credential, what, (struct slice){ decoded, size });

	OPENSSL_cleanse(decoded, size);
	free(decoded);
	return error;
}

static struct error *set_text_field(char **field, const json_t *entry, const char *key,
				    const char *what)
{
	const char *text = text_in(entry, key);

	if (!text)
		return NULL;
	TRY(secret_check(what, slice_of(text)));
	*field = must_copy(text);
	return NULL;
}

static struct error *set_password(struct credential *credential, const json_t *entry,
				  const char *what)
{
	const char *password = text_in(entry, "password");

	if (!password)
		return NULL;
	TRY(password_check(what, credential->username, slice_of(password)));
	credential->password = must_copy(password);
	return NULL;
}

/* Half a login is a slip of the pen. A token may have a user name beside it. */
static struct error *check_halves(const struct credential *credential, const char *what)
{
	if (credential->password && !credential->username)
		return error_new(ERROR_USAGE, "%s has a password, but no user name", what);
	if (credential->username && !credential->password && !credential->identity_token &&
	    !credential->registry_token)
		return error_new(ERROR_USAGE, "%s has a user name, but no password", what);
	return NULL;
}

/* Beside an identity token docker writes the user name and an empty password:
 * that is no login to try. */
static void drop_empty_password(struct credential *credential)
{
	if (!credential->identity_token || !credential->password || *credential->password)
		return;
	secret_free(credential->password);
	credential->password = NULL;
}

static struct error *read_entry(struct credential *credential, const json_t *entry,
				const char *what)
{
	const char *auth = text_in(entry, "auth");

	TRY(set_text_field(&credential->identity_token, entry, "identitytoken", what));
	TRY(set_text_field(&credential->registry_token, entry, "registrytoken", what));
	if (auth) {
		TRY(set_auth(credential, what, auth));
		drop_empty_password(credential);
		return NULL;
	}
	TRY(set_text_field(&credential->username, entry, "username", what));
	TRY(set_password(credential, entry, what));
	if (credential->username && strchr(credential->username, ':'))
		return error_new(ERROR_USAGE, "%s has a user name with ':'", what);
	return check_halves(credential, what);
}

const char *docker_config_helper(bool *is_certain, const struct docker_config *file,
				 const char *host)
{
	const char *key = NULL;
	const char *helper = json_string_value(
	    best_entry(&key, json_object_get(file->root, "credHelpers"), host, ""));
	const char *store = text_in(file->root, "credsStore");

	/* "" says that the host's login stands in the file, whatever the store. */
	*is_certain = helper && *helper;
	if (helper)
		return *helper ? helper : NULL;
	*is_certain = store && has_entry_below(json_object_get(file->root, "auths"), host);
	return store;
}

struct error *docker_config_find(struct credential **out, const struct docker_config *file,
				 const char *host, const char *repository)
{
	const char *key = NULL;
	const json_t *entry =
	    best_entry(&key, json_object_get(file->root, "auths"), host, repository);

	*out = NULL;
	if (!entry)
		return NULL;
	OWNED(credential) credential = must_alloc(sizeof(*credential));
	OWNED_STRING what = must_format("the entry '%.100s' in %s", key, file->name);

	TRY(read_entry(credential, entry, what));
	if (credential_is_anonymous(credential))
		return NULL;
	credential->source = must_format("'%.100s' in %s", key, file->name);
	*out = pass_on(&credential);
	return NULL;
}
