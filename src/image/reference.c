#include "host.h"
#include <ctype.h>
#include <digestbump/base/memory.h>
#include <digestbump/image/digest.h>
#include <digestbump/image/reference.h>
#include <digestbump/limits.h>
#include <string.h>

/* The parts of a reference as they stand in its text. */
struct parts {
	struct slice name;
	struct slice tag;
	struct slice digest;
	bool has_tag;
	bool has_digest;
};

static struct error *wrong(struct slice whole, const char *why)
{
	return error_new(ERROR_SYNTAX, "'%.*s': %s", (int)whole.size, whole.at, why);
}

/* The digest is behind the first '@', the tag behind the first ':' that has no
 * '/' behind it: a ':' in front of a '/' belongs to the host's port. */
static void split(struct parts *parts, struct slice text)
{
	const char *at = memchr(text.at, '@', text.size);
	struct slice name = text;

	*parts = (struct parts){ 0 };
	if (at) {
		name.size = (size_t)(at - text.at);
		parts->digest = (struct slice){ at + 1, text.size - name.size - 1 };
		parts->has_digest = true;
	}
	const char *slash = memrchr(name.at, '/', name.size);
	const char *from = slash ? slash : name.at;
	const char *colon = memchr(from, ':', (size_t)(name.at + name.size - from));

	if (colon) {
		size_t size = (size_t)(colon - name.at);

		parts->tag = (struct slice){ colon + 1, name.size - size - 1 };
		parts->has_tag = true;
		name.size = size;
	}
	parts->name = name;
}

/* tag := [A-Za-z0-9_][A-Za-z0-9_.-]{0,127} */
static bool is_tag(struct slice tag)
{
	if (!tag.size || tag.size > TAG_BYTES_MOST || tag.at[0] == '.' || tag.at[0] == '-')
		return false;
	for (size_t i = 0; i < tag.size; i++)
		if (!isalnum((unsigned char)tag.at[i]) && !memchr("_.-", tag.at[i], 3))
			return false;
	return true;
}

bool tag_is_valid(const char *tag)
{
	return is_tag(slice_of(tag));
}

static bool is_name_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* How often a separator may stand in a row: '.' once, '_' twice, '-' at will. */
static size_t separator_most(char c)
{
	switch (c) {
	case '.':
		return 1;
	case '_':
		return 2;
	case '-':
		return NAME_BYTES_MOST;
	default:
		return 0;
	}
}

/* path-comp := [a-z0-9]+ ( ([._]|__|[-]+) [a-z0-9]+ )* */
static bool component_is_valid(struct slice part)
{
	size_t i = 0;

	for (;;) {
		size_t letters = i;

		while (i < part.size && is_name_letter(part.at[i]))
			i++;
		if (i == letters)
			return false;
		if (i == part.size)
			return true;
		size_t sign = i;

		while (i < part.size && part.at[i] == part.at[sign])
			i++;
		if (i - sign > separator_most(part.at[sign]))
			return false;
	}
}

static bool path_is_valid(struct slice path)
{
	while (path.size) {
		const char *slash = memchr(path.at, '/', path.size);
		size_t size = slash ? (size_t)(slash - path.at) : path.size;

		if (!component_is_valid((struct slice){ path.at, size }))
			return false;
		if (!slash)
			return true;
		path = (struct slice){ slash + 1, path.size - size - 1 };
	}
	return false;
}

/* Whether what stands before the first '/' is a host (splitDockerDomain). */
static bool looks_like_host(struct slice first)
{
	if (slice_is(first, "localhost"))
		return true;
	for (size_t i = 0; i < first.size; i++)
		if (first.at[i] == '.' || first.at[i] == ':' || isupper((unsigned char)first.at[i]))
			return true;
	return false;
}

/* Takes the host off the front of *path, normalised. */
static struct error *take_host(struct reference *r, struct slice whole, struct slice *path)
{
	const char *slash = memchr(path->at, '/', path->size);
	struct slice first = { path->at, slash ? (size_t)(slash - path->at) : 0 };

	if (!slash || !looks_like_host(first)) {
		r->host = must_copy("docker.io");
		return NULL;
	}
	if (!host_is_valid(first))
		return wrong(whole, "no valid registry host in front of the first '/'");
	r->host = slice_copy(first);
	host_lower(r->host);
	if (host_is_docker_hub(r->host)) {
		free(r->host);
		r->host = must_copy("docker.io");
	}
	*path = (struct slice){ slash + 1, path->size - first.size - 1 };
	return NULL;
}

static struct error *set_name(struct reference *r, struct slice whole, struct slice name)
{
	struct slice path = name;

	TRY(take_host(r, whole, &path));
	if (!path_is_valid(path))
		return wrong(whole, "no valid repository name (lower-case letters, digits, and "
				    "single '.', '_', '-' between them)");
	bool is_library = host_is_docker_hub(r->host) && !memchr(path.at, '/', path.size);

	r->repository =
	    must_format("%s%.*s", is_library ? "library/" : "", (int)path.size, path.at);
	r->name = must_format("%s/%s", r->host, r->repository);
	if (strlen(r->repository) > NAME_BYTES_MOST)
		return wrong(whole, "a repository name longer than 255 bytes");
	return NULL;
}

/* A bare image id is no name (docker: "cannot specify 64-byte hexadecimal strings"). */
static bool is_image_id(struct slice name)
{
	if (name.size != SHA256_HEX)
		return false;
	for (size_t i = 0; i < name.size; i++)
		if (!isxdigit((unsigned char)name.at[i]) || isupper((unsigned char)name.at[i]))
			return false;
	return true;
}

static struct error *set_digest(struct reference *r, struct slice whole, struct slice digest)
{
	if (digest.size && digest_length_at(digest) == digest.size) {
		r->digest = slice_copy(digest);
		return NULL;
	}
	const char *colon = memchr(digest.at, ':', digest.size);

	if (slice_starts(digest, "sha256:") || slice_starts(digest, "sha512:") ||
	    !digest_names_algorithm(digest))
		return wrong(whole, "the digest is not 'sha256:' and 64 lower-case hex digits");
	return error_new(ERROR_UNSUPPORTED, "'%.*s': digests by '%.*s' are not supported",
			 (int)whole.size, whole.at, (int)(colon - digest.at), digest.at);
}

static struct range range_in(struct slice whole, struct slice part)
{
	return (struct range){ (size_t)(part.at - whole.at), part.size };
}

struct error *reference_parse(struct reference **out, struct slice text)
{
	struct parts parts;

	if (!text.size)
		return error_new(ERROR_SYNTAX, "an empty image reference");
	if (text.size > REFERENCE_BYTES_MOST)
		return error_new(ERROR_SYNTAX, "'%.60s...': longer than any image reference",
				 text.at);
	split(&parts, text);
	if (is_image_id(parts.name))
		return wrong(text, "64 hex digits are an image id, not a name");

	OWNED(reference) r = must_alloc(sizeof(*r));

	TRY(set_name(r, text, parts.name));
	r->written_name = range_in(text, parts.name);
	if (parts.has_tag) {
		if (!is_tag(parts.tag))
			return wrong(text, "no valid tag behind ':'");
		r->tag = slice_copy(parts.tag);
		r->written_tag = range_in(text, parts.tag);
	}
	if (parts.has_digest) {
		TRY(set_digest(r, text, parts.digest));
		r->written_digest = range_in(text, parts.digest);
	}
	*out = pass_on(&r);
	return NULL;
}

/* "x:sha256:..." with a colon where the at sign belongs. */
static bool has_colon_before_digest(struct slice text)
{
	size_t at;

	return (slice_find(&at, text, ":sha256:") || slice_find(&at, text, ":sha512:")) && at &&
	       !memchr(text.at, '@', text.size);
}

bool reference_has_broken_digest(struct slice text)
{
	if (has_colon_before_digest(text))
		return true;
	const char *sign = text.size ? memrchr(text.at, '@', text.size) : NULL;

	if (!sign)
		return false;
	OWNED(reference) whole = NULL;
	OWNED(reference) front = NULL;
	struct slice name = { text.at, (size_t)(sign - text.at) };
	struct slice digest = { sign + 1, text.size - name.size - 1 };
	OWNED(error) broken = reference_parse(&whole, text);
	OWNED(error) failed = reference_parse(&front, name);

	return broken && !failed &&
	       (!digest.size || slice_starts(digest, "sha") || digest_names_algorithm(digest));
}

struct reference *reference_copy(const struct reference *from)
{
	struct reference *copy = must_alloc(sizeof(*copy));

	*copy = *from;
	copy->host = must_copy(from->host);
	copy->repository = must_copy(from->repository);
	copy->name = must_copy(from->name);
	copy->tag = must_copy(from->tag);
	copy->digest = must_copy(from->digest);
	return copy;
}

void reference_free(struct reference *reference)
{
	if (!reference)
		return;
	free(reference->host);
	free(reference->repository);
	free(reference->name);
	free(reference->tag);
	free(reference->digest);
	free(reference);
}

char *reference_text(const struct reference *reference)
{
	return must_format("%s%s%s%s%s", reference->name, reference->tag ? ":" : "",
			   reference->tag ? reference->tag : "", reference->digest ? "@" : "",
			   reference->digest ? reference->digest : "");
}
