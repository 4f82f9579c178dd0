#include "name_syntax.h"
#include <ctype.h>
#include <digestbump/base/memory.h>
#include <digestbump/image/reference.h>
#include <string.h>

bool has_control(struct slice text)
{
	for (size_t i = 0; i < text.size; i++)
		if ((unsigned char)text.at[i] < 0x20 || text.at[i] == 0x7f)
			return true;
	return false;
}

/* A reference with this host says how hosts are read; what is a namespace of
 * docker.io to it comes back with the host in its repository. */
char *host_normalise(struct slice host)
{
	if (!host.size || memchr(host.at, '/', host.size) || memchr(host.at, '\0', host.size))
		return NULL;
	OWNED_STRING text = must_format("%.*s/a/b", (int)host.size, host.at);
	OWNED(reference) reference = NULL;
	OWNED(error) error = reference_parse(&reference, slice_of(text));

	if (error || strcmp(reference->repository, "a/b") != 0)
		return NULL;
	return pass_on(&reference->host);
}

static char *lower_copy(struct slice text)
{
	char *copy = slice_copy(text);

	for (char *at = copy; *at; at++)
		*at = (char)tolower((unsigned char)*at);
	return copy;
}

/* ---- image patterns ---- */

static struct error *never(const char *written, const char *why)
{
	return error_new(ERROR_SYNTAX, "'%.60s' cannot match an image: %s", written, why);
}

/* The host as a pattern. Where it holds signs, it is one when it would be with
 * a letter in place of each. Gives NULL for a namespace. */
static char *pattern_host(struct slice first)
{
	OWNED_STRING host = host_normalise(first);

	if (host)
		return must_format("%s%s", host[0] == '[' ? "\\" : "", host);
	OWNED_STRING letters = slice_copy(first);

	for (char *at = letters; *at; at++)
		if (strchr("*?[]!\\", *at))
			*at = 'a';
	OWNED_STRING possible = host_normalise(slice_of(letters));

	return possible ? lower_copy(first) : NULL;
}

static struct error *check_repository_pattern(const char *written, const char *repository)
{
	const char *last = strrchr(repository, '/');

	if (strchr(written, '@') || strchr(last ? last : repository, ':'))
		return never(written, "patterns have no tag and no digest; use 'track' for a tag");
	for (const char *at = repository; *at; at++)
		if (isupper((unsigned char)*at))
			return never(written, "repositories are written in lower case");
	if (!*repository)
		return never(written, "no repository after '/'");
	return NULL;
}

struct error *image_pattern_normalise(char **out, const char *written)
{
	const char *slash = strchr(written, '/');
	const char *repository = slash ? slash + 1 : written;
	OWNED_STRING host = NULL;

	if (strcmp(written, "*") == 0)
		written = repository = "**";
	if (strstr(written, "://"))
		return never(written, "image names have no scheme such as https://");
	if (strncmp(written, "**", 2) == 0) {
		TRY(check_repository_pattern(written, written));
		*out = must_copy(written);
		return NULL;
	}
	if (slash)
		host = pattern_host((struct slice){ written, (size_t)(slash - written) });
	if (!host) {
		host = must_copy("docker.io");
		repository = written;
	}
	TRY(check_repository_pattern(written, repository));
	bool is_library = strcmp(host, "docker.io") == 0 && !strchr(repository, '/') &&
			  strncmp(repository, "**", 2) != 0;

	*out = must_format("%s/%s%s", host, is_library ? "library/" : "", repository);
	return NULL;
}

/* ---- branches ---- */

/* git check-ref-format(1), rules 1 to 10, for what stands behind refs/heads/. */
static const struct {
	const char *part;
	const char *fault;
} parts[] = {
	{ "..", "'..' stands in it" },
	{ "//", "'//' stands in it" },
	{ "@{", "'@{' stands in it" },
	{ "/.", "a part of it begins with '.'" },
	{ ".lock/", "a part of it ends with '.lock'" },
};

const char *branch_fault(const char *name, bool whole)
{
	struct slice text = slice_of(name);

	if (!text.size)
		return "it is empty";
	if (has_control(text) || strpbrk(name, " ~^:?*[\\"))
		return "one of ' ~^:?*[\\' or a control character stands in it";
	if (strchr("-/.", name[0]))
		return "it begins with '-', '/' or '.'";
	if (slice_starts(text, "refs/"))
		return "it is written without refs/heads/";
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		if (strstr(name, parts[i].part))
			return parts[i].fault;
	if (!whole)
		return NULL;
	if (slice_ends(text, "/") || slice_ends(text, ".") || slice_ends(text, ".lock"))
		return "it ends with '/', '.' or '.lock'";
	return strcmp(name, "@") == 0 || strcmp(name, "HEAD") == 0
		   ? "git gives it a meaning of its own"
		   : NULL;
}

/* ---- endpoints ---- */

/* What stands behind "http://" or "https://", or NULL. */
static const char *behind_scheme(const char *text)
{
	static const char *const schemes[] = { "https://", "http://" };

	for (size_t i = 0; i < sizeof(schemes) / sizeof(*schemes); i++)
		if (strncmp(text, schemes[i], strlen(schemes[i])) == 0)
			return text + strlen(schemes[i]);
	return NULL;
}

/* The host of an address, as references write it; NULL when it is none. Hosts
 * that no reference could name ("http://registry/") are fine here: with a port
 * they would be. */
static char *address_host(const char *address)
{
	struct slice host = { address, strcspn(address, "/") };
	OWNED_STRING normal = host_normalise(host);

	if (normal)
		return pass_on(&normal);
	OWNED_STRING with_port = must_format("%.*s:1", (int)host.size, address);
	OWNED_STRING possible = host_normalise(slice_of(with_port));

	return possible ? lower_copy(host) : NULL;
}

char *endpoint_host(const char *endpoint)
{
	const char *address = behind_scheme(endpoint);

	return address ? address_host(address) : NULL;
}

/* The address itself is not repeated: it may hold a password by mistake. */
struct error *endpoint_normalise(char **out, const char *written)
{
	const char *address = behind_scheme(written);
	size_t size = strlen(written);

	if (strncmp(written, "oci:", 4) == 0 && written[4]) {
		*out = must_copy(written);
		return NULL;
	}
	if (!address)
		return error_new(ERROR_SYNTAX,
				 "expected an http:// or https:// address, or oci:DIRECTORY");
	if (strpbrk(address, "@?# \\"))
		return error_new(ERROR_SYNTAX,
				 "the address must not contain a user name, '?' or '#'");
	OWNED_STRING host = address_host(address);

	if (!host)
		return error_new(ERROR_SYNTAX, "no host after '://'");
	while (size && written[size - 1] == '/')
		size--;
	*out = must_copy_bytes(written, size);
	return NULL;
}
