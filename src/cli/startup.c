#include "startup.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* The last second of the year 9999: what git and calendars can still write. */
#define SECONDS_MOST INT64_C(253402300799)

/* A handler, and all threads, can reach nothing else than a global: this one and
 * log.h's are all there are. */
static atomic_int stop;
_Static_assert(ATOMIC_INT_LOCK_FREE == 2, "a signal handler may only use lock-free atomics");

bool startup_open_descriptors(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF && open("/dev/null", O_RDONLY) != fd)
			return false;
	return true;
}

static void on_signal(int number)
{
	(void)number;
	atomic_store(&stop, 1);
}

const atomic_int *startup_watch_signals(void)
{
	const int numbers[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction action = { .sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND };
	struct sigaction inherited;

	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		if (sigaction(numbers[i], NULL, &inherited) == 0 && inherited.sa_handler != SIG_IGN)
			sigaction(numbers[i], &action, NULL);
	/* Ignored by who started us, it would hide how children end. */
	signal(SIGCHLD, SIG_DFL);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	return &stop;
}

struct error *startup_time(int64_t *out, const char *fixed)
{
	if (!fixed || !*fixed) {
		*out = time(NULL);
		return NULL;
	}
	bool is_number = strspn(fixed, "0123456789") == strlen(fixed);
	long long seconds = is_number ? strtoll(fixed, NULL, 10) : -1;

	if (!is_number || seconds > SECONDS_MOST)
		return error_new(ERROR_USAGE,
				 "SOURCE_DATE_EPOCH is '%s', not a number of seconds since 1970",
				 fixed);
	*out = seconds;
	return NULL;
}
