#include <digestbump/base/memory.h>
#include <digestbump/base/time.h>
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
