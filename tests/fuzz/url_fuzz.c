/* Two lines: a base URL and a text that is resolved against it. Whatever is
 * taken must come out the same when its text is read again, and a secret in
 * front of an '@' must never be told. */
#include <assert.h>
#include <digestbump/base/memory.h>
#include <digestbump/base/text.h>
#include <digestbump/http/http.h>
#include <digestbump/http/url.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_again(const struct url *url)
{
	OWNED(url) again = NULL;
	OWNED_STRING text = url_text(url);
	OWNED_STRING safe = http_safe_url(text);
	OWNED(error) error = url_parse(&again, text);

	assert(url->path[0] == '/' && url->port && url->host[0]);
	assert(!strpbrk(url->host, "/?#@\\ "));
	assert(!strpbrk(safe, "?#"));
	/* A normalised URL may be longer than its source and over the ceiling. */
	if (error && error_kind(error) == ERROR_LIMIT)
		return;
	assert(!error && url_same_origin(url, again));
	assert(strcmp(url->path, again->path) == 0);
	assert(!url->query == !again->query);
	assert(!url->query || strcmp(url->query, again->query) == 0);
}

static void check_relative(const struct url *base, const char *text)
{
	OWNED(url) url = NULL;
	OWNED(error) error = url_resolve(&url, base, text);

	if (error)
		return;
	check_again(url);
	if (text[0] == '/' && text[1] != '/')
		assert(url_same_origin(base, url));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice rest = { (const char *)data, size };
	struct slice line = { "", 0 };

	slice_line(&line, &rest);
	OWNED_STRING first = slice_copy(line);
	OWNED_STRING second = slice_copy(rest);
	OWNED_STRING safe = http_safe_url(first);
	OWNED(url) base = NULL;
	OWNED(error) error = url_parse(&base, first);

	assert(!strpbrk(safe, "?#"));
	if (!error) {
		check_again(base);
		check_relative(base, second);
	}
	return 0;
}
