#include <ctype.h>
#include <curl/curl.h>
#include <digestbump/base/memory.h>
#include <digestbump/base/text.h>
#include <digestbump/http/http.h>
#include <digestbump/http/url.h>
#include <digestbump/limits.h>
#include <string.h>
#include <strings.h>

/* The parser is libcurl's, the one that connects: two parsers that read one
 * URL in two ways are how requests are smuggled to another host. What it is
 * lenient about is refused here first. */

static const struct scheme {
	const char *prefix;
	bool secure;
	unsigned port;
} schemes[] = {
	{ "http://", false, 80 },
	{ "https://", true, 443 },
};

static const struct scheme *scheme_of(const char *text)
{
	for (size_t i = 0; i < sizeof(schemes) / sizeof(*schemes); i++)
		if (strncasecmp(text, schemes[i].prefix, strlen(schemes[i].prefix)) == 0)
			return &schemes[i];
	return NULL;
}

/* Without user information, query and fragment, for texts that may be no URL
 * at all: all up to the last '@' may be a password. */
static char *guess_safe(const char *text)
{
	const struct scheme *scheme = scheme_of(text);
	const char *rest = text + (scheme ? strlen(scheme->prefix) : 0);
	size_t size = strcspn(rest, "?#");
	const char *at = memrchr(rest, '@', size);

	if (at) {
		size -= (size_t)(at + 1 - rest);
		rest = at + 1;
	}
	OWNED_STRING bare = must_format("%s%.*s", scheme ? scheme->prefix : "", (int)size, rest);

	return text_safe(bare);
}

/* ERROR_SYNTAX about text. */
static struct error *refuse(const char *text, const char *reason)
{
	OWNED_STRING safe = guess_safe(text);

	return error_new(ERROR_SYNTAX, "URL '%.200s' %s", safe, reason);
}

/* Only what RFC 3986 can spell, and no backslash, which some parsers take for
 * a slash. */
static bool is_visible(const char *text)
{
	for (; *text; text++)
		if (*text <= ' ' || *text > '~' || *text == '\\')
			return false;
	return true;
}

static struct error *check_bytes(const char *text)
{
	if (strnlen(text, URL_BYTES_MOST + 1) > URL_BYTES_MOST)
		return error_new(ERROR_LIMIT, "a URL is longer than %d bytes", URL_BYTES_MOST);
	if (!is_visible(text))
		return refuse(text, "has control characters, blanks, backslashes or no ASCII");
	return NULL;
}

/* libcurl forgives "http:/host" and "http:///host"; browsers read them in
 * different ways. */
static struct error *check_shape(const char *text)
{
	const struct scheme *scheme = scheme_of(text);

	if (!scheme)
		return refuse(text, "does not start with http:// or https://");
	const char *authority = text + strlen(scheme->prefix);
	size_t size = strcspn(authority, "/?#");

	if (memchr(authority, '@', size))
		return refuse(text, "has user information in it");
	if (!size)
		return refuse(text, "names no host");
	return NULL;
}

/* Labels of letters, digits, '-' and '_', none empty but the root's behind a
 * last dot. libcurl has already checked what stands in brackets. */
static bool host_is_valid(const char *host)
{
	bool is_label = false;

	if (host[0] == '[')
		return true;
	for (const char *c = host; *c; c++) {
		if (*c == '.' ? !is_label : !isalnum((unsigned char)*c) && !strchr("-_", *c))
			return false;
		is_label = *c != '.';
	}
	return host[0] != '-' && strcmp(host, ".") != 0;
}

/* Gives a part of a parsed URL, NULL when it has none. */
static char *part_of(CURLU *parsed, CURLUPart part)
{
	char *text = NULL;

	if (curl_url_get(parsed, part, &text, 0) != CURLUE_OK)
		return NULL;
	char *copy = must_copy(text);

	curl_free(text);
	return copy;
}

static struct error *take_apart(struct url **out, CURLU *parsed, const char *text)
{
	OWNED(url) url = must_alloc(sizeof(*url));
	OWNED_STRING whole = part_of(parsed, CURLUPART_URL);
	OWNED_STRING zone = part_of(parsed, CURLUPART_ZONEID);
	OWNED_STRING port = part_of(parsed, CURLUPART_PORT);
	const struct scheme *scheme = whole ? scheme_of(whole) : NULL;

	url->host = part_of(parsed, CURLUPART_HOST);
	url->path = part_of(parsed, CURLUPART_PATH);
	url->query = part_of(parsed, CURLUPART_QUERY);
	if (!scheme || !url->host || !url->path || !host_is_valid(url->host))
		return refuse(text, "has no valid host");
	if (zone)
		return refuse(text, "has an IPv6 zone");
	url->secure = scheme->secure;
	url->port = port ? (unsigned)strtoul(port, NULL, 10) : scheme->port;
	if (!url->port)
		return refuse(text, "has the port 0");
	for (char *c = url->host; *c; c++)
		*c = (char)tolower((unsigned char)*c);
	*out = pass_on(&url);
	return NULL;
}

/* Has libcurl read `text`, seen from `base` (NULL: it is absolute). */
static struct error *read_url(struct url **out, const char *base, const char *text)
{
	CURLU *parsed = must_have(curl_url());
	CURLUcode code = base ? curl_url_set(parsed, CURLUPART_URL, base, 0) : CURLUE_OK;

	if (code == CURLUE_OK)
		code = curl_url_set(parsed, CURLUPART_URL, text, CURLU_DISALLOW_USER);
	struct error *error =
	    code == CURLUE_OK ? take_apart(out, parsed, text) : refuse(text, "is no valid URL");

	curl_url_cleanup(parsed);
	return error;
}

/* Gives the text without its fragment, which is never sent. */
static char *without_fragment(const char *text)
{
	return must_copy_bytes(text, strcspn(text, "#"));
}

struct error *url_parse(struct url **out, const char *text)
{
	TRY(check_bytes(text));
	TRY(check_shape(text));
	OWNED_STRING bare = without_fragment(text);

	return read_url(out, NULL, bare);
}

/* The length of a scheme with its ':' in front (RFC 3986 section 3.1), or 0. */
static size_t scheme_size(const char *text)
{
	size_t size =
	    strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+.-");

	return isalpha((unsigned char)text[0]) && text[size] == ':' ? size + 1 : 0;
}

struct error *url_resolve(struct url **out, const struct url *base, const char *text)
{
	TRY(check_bytes(text));
	if (scheme_size(text))
		return url_parse(out, text);
	OWNED_STRING bare = without_fragment(text);
	OWNED_STRING whole = url_text(base);

	if (strncmp(bare, "//", 2) == 0) {
		OWNED_STRING absolute = must_format("http%s:%s", base->secure ? "s" : "", bare);

		return url_parse(out, absolute);
	}
	/* "" is the base itself (section 5.2.2); libcurl would cut its last segment. */
	return *bare ? read_url(out, whole, bare) : url_parse(out, whole);
}

void url_free(struct url *url)
{
	if (!url)
		return;
	free(url->host);
	free(url->path);
	free(url->query);
	free(url);
}

bool url_same_origin(const struct url *a, const struct url *b)
{
	return a->secure == b->secure && a->port == b->port && strcmp(a->host, b->host) == 0;
}

char *url_host_text(const struct url *url)
{
	if (url->port == schemes[url->secure].port)
		return must_copy(url->host);
	return must_format("%s:%u", url->host, url->port);
}

char *url_origin_text(const struct url *url)
{
	OWNED_STRING host = url_host_text(url);

	return must_format("%s://%s", url->secure ? "https" : "http", host);
}

char *url_text(const struct url *url)
{
	OWNED_STRING host = url_host_text(url);

	return must_format("%s%s%s%s%s", schemes[url->secure].prefix, host, url->path,
			   url->query ? "?" : "", url->query ? url->query : "");
}

char *http_safe_url(const char *url)
{
	OWNED(url) parsed = NULL;
	OWNED(error) error = url_parse(&parsed, url);

	if (error || !parsed)
		return guess_safe(url);
	free(parsed->query);
	parsed->query = NULL;
	return url_text(parsed);
}

char *http_escape(const char *text)
{
	OWNED(text) escaped = text_new(0);

	for (; *text; text++) {
		if (isalnum((unsigned char)*text) || strchr("-._~", *text))
			text_add(escaped, text, 1);
		else
			text_add_format(escaped, "%%%02X", (unsigned char)*text);
	}
	return text_take(pass_on(&escaped));
}
