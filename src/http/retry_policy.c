#include "retry_policy.h"
#include <digestbump/base/memory.h>
#include <digestbump/base/time.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

static const long due[] = { 408, 429, 500, 502, 503, 504 };

bool retry_is_due(long status)
{
	for (size_t i = 0; i < sizeof(due) / sizeof(*due); i++)
		if (due[i] == status)
			return true;
	return false;
}

int64_t retry_jitter_ms(int64_t ms)
{
	uint32_t random = 0;

	/* Without randomness there is no jitter. */
	if (getrandom(&random, sizeof(random), GRND_NONBLOCK) != (ssize_t)sizeof(random))
		return ms;
	return ms + random % (ms / 4 + 1);
}

int64_t retry_pause_ms(unsigned tries, int64_t first_ms)
{
	int64_t pause = first_ms;

	for (unsigned i = 1; i < tries; i++)
		pause *= 3;
	return retry_jitter_ms(pause);
}

static bool is_number(const char *text)
{
	return *text && !text[strspn(text, "0123456789")];
}

static bool until_date(int64_t *seconds, const char *text, const struct http_response *response,
		       int64_t now)
{
	OWNED_STRING date = http_header(response, "Date", 0);
	int64_t then = 0;

	if (!http_date(&then, text))
		return false;
	if (date)
		(void)http_date(&now, date);
	if (then < now)
		return false;
	*seconds = then - now;
	return true;
}

bool retry_after_s(int64_t *seconds, curl_off_t delay_s, const struct http_response *response,
		   int64_t now)
{
	OWNED_STRING text = http_header(response, "Retry-After", 0);

	if (!text || !is_number(text))
		return text && until_date(seconds, text, response, now);
	/* libcurl has 0 for a number that is too large for it. */
	bool is_huge = delay_s > INT32_MAX || (!delay_s && text[strspn(text, "0")]);

	*seconds = is_huge ? INT32_MAX : delay_s;
	return true;
}
