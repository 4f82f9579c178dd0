#include "pull_rate_limit.h"
#include <digestbump/base/memory.h>
#include <digestbump/base/text.h>
#include <stdlib.h>
#include <string.h>

/* More digits than any allowance has. */
enum { DIGITS_MOST = 9 };

/* Gives the number that a text begins with; -1: none. */
static long first_number(const char *text)
{
	size_t digits = strspn(text, "0123456789");

	if (!digits)
		return -1;
	return digits > DIGITS_MOST ? INT32_MAX : strtol(text, NULL, 10);
}

/* "100;w=21600", and as a list of several windows "100, 100;w=21600": the first
 * number is the one that holds. Gives -1 when there is none. */
static long read_number(long *window_s, const struct http_response *response, const char *name)
{
	OWNED_STRING value = http_header(response, name, 0);
	const char *window = value ? strstr(value, "w=") : NULL;

	if (window && first_number(window + 2) > 0)
		*window_s = first_number(window + 2);
	return value ? first_number(value) : -1;
}

bool rate_limit_read(struct registry_rate *out, const struct http_response *response)
{
	struct registry_rate rate = { 0 };
	OWNED_STRING reset = http_header(response, "ratelimit-reset", 0);

	rate.limit = read_number(&rate.window_s, response, "ratelimit-limit");
	rate.remaining = read_number(&rate.window_s, response, "ratelimit-remaining");
	if (rate.remaining < 0 || !rate.window_s || reset)
		return false;
	*out = rate;
	return true;
}

/* "6 h": the windows that are known are whole hours. */
static char *window_text(long seconds)
{
	if (seconds % 3600 == 0)
		return must_format("%ld h", seconds / 3600);
	return seconds % 60 ? must_format("%ld s", seconds) : must_format("%ld min", seconds / 60);
}

struct error *rate_limit_error(const struct registry_rate *rate, const char *host,
			       const char *subject)
{
	OWNED_STRING window = window_text(rate->window_s);
	OWNED_STRING limit = rate->limit < 0 ? must_copy("") : must_format("%ld ", rate->limit);

	return error_new(ERROR_LIMITED,
			 "%s: no pulls left for '%s', of %sin %s: log in, or try again later", host,
			 subject, limit, window);
}
