#include <digestbump/base/memory.h>
#include <digestbump/base/time.h>
#include <string.h>
#include <time.h>

int64_t time_monotonic_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

char *time_rfc3339(int64_t seconds)
{
	time_t when = (time_t)seconds;
	struct tm parts;
	char text[64] = "";

	if (gmtime_r(&when, &parts))
		strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &parts);
	return must_copy(text);
}

bool time_from_http_date(int64_t *seconds, const char *text)
{
	struct tm parts = { 0 };
	const char *rest = strptime(text, "%a, %d %b %Y %H:%M:%S GMT", &parts);

	if (!rest || *rest)
		return false;
	*seconds = timegm(&parts);
	return true;
}
