#include "proxy_environment.h"
#include <curl/curl.h>
#include <digestbump/base/memory.h>
#include <string.h>

/* The names of each variable, the one that wins first. HTTP_PROXY in capitals
 * is not read: a CGI server sets it from a request's "Proxy:" header. */
static const char *const plain_names[] = { "http_proxy", "all_proxy", "ALL_PROXY", NULL };
static const char *const secure_names[] = { "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY",
					    NULL };
static const char *const no_proxy_names[] = { "no_proxy", "NO_PROXY", NULL };
static const char *const file_names[] = { "SSL_CERT_FILE", NULL };
static const char *const directory_names[] = { "SSL_CERT_DIR", NULL };

/* The first variable with something in it; *name (may be NULL) is which. */
static const char *read_first(const char **name, const struct context *context,
			      const char *const *names)
{
	for (; *names; names++) {
		const char *value = context->variable(*names);

		if (!value || !*value)
			continue;
		if (name)
			*name = *names;
		return value;
	}
	return NULL;
}

static bool scheme_is_known(const char *proxy)
{
	static const char *const schemes[] = { "http",    "https",  "socks4",
					       "socks4a", "socks5", "socks5h" };
	const char *end = strstr(proxy, "://");

	for (size_t i = 0; end && i < sizeof(schemes) / sizeof(*schemes); i++)
		if (strlen(schemes[i]) == (size_t)(end - proxy) &&
		    strncasecmp(proxy, schemes[i], (size_t)(end - proxy)) == 0)
			return true;
	return !end;
}

static bool proxy_is_valid(const char *proxy)
{
	CURLU *parsed = must_have(curl_url());
	CURLUcode code = curl_url_set(parsed, CURLUPART_URL, proxy,
				      CURLU_NON_SUPPORT_SCHEME | CURLU_GUESS_SCHEME);

	curl_url_cleanup(parsed);
	return code == CURLUE_OK && scheme_is_known(proxy);
}

/* libcurl's own message about a bad proxy tells it with its password. */
static struct error *read_proxy(const char **out, const struct context *context,
				const char *const *names)
{
	const char *name = NULL;
	const char *proxy = read_first(&name, context, names);

	if (proxy && !proxy_is_valid(proxy))
		return error_new(ERROR_USAGE,
				 "the variable '%s' is not a proxy address: expected "
				 "scheme://host:port "
				 "with http, https, socks4, socks4a, socks5 or socks5h",
				 name);
	*out = proxy;
	return NULL;
}

struct error *environment_read(struct environment *out, const struct context *context)
{
	struct environment environment = {
		.no_proxy = read_first(NULL, context, no_proxy_names),
		.authority_file = read_first(NULL, context, file_names),
		.authority_directory = read_first(NULL, context, directory_names),
	};

	TRY(read_proxy(&environment.plain_proxy, context, plain_names));
	TRY(read_proxy(&environment.secure_proxy, context, secure_names));
	*out = environment;
	return NULL;
}
