#include "crew.h"
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <pthread.h>
#include <stdatomic.h>

enum {
	/* Files that are worth another thread: starting one costs as much as
	 * reading about this many. */
	FILES_PER_THREAD = 32,
};

struct crew {
	const struct examined *examined;
	const struct strings *paths;
	const volatile sig_atomic_t *stop;
	struct findings *of_path; /* one per path: written by whoever has its turn */
	atomic_size_t turn;       /* the next path */
	atomic_size_t pins;       /* found so far, all together */
};

static bool is_stopped(const struct crew *crew)
{
	return crew->stop && *crew->stop;
}

static void *work(void *data)
{
	struct crew *crew = data;
	OWNED(text) buffer = text_new(0);

	while (!is_stopped(crew) && atomic_load(&crew->pins) <= PINS_MOST) {
		size_t turn = atomic_fetch_add(&crew->turn, 1);

		if (turn >= crew->paths->count)
			break;
		struct findings *found = &crew->of_path[turn];

		examine(found, buffer, crew->examined, crew->paths->items[turn]);
		atomic_fetch_add(&crew->pins, found->pins.count);
	}
	return NULL;
}

/* Works in this thread as well: where no other can be had, it does it all. */
static void work_together(struct crew *crew, unsigned threads)
{
	pthread_t others[SCAN_THREADS_MOST];
	size_t wanted = crew->paths->count / FILES_PER_THREAD + 1;
	unsigned started = 0;

	wanted = wanted < threads ? wanted : threads;
	while (started + 1 < wanted && started < SCAN_THREADS_MOST &&
	       pthread_create(&others[started], NULL, work, crew) == 0)
		started++;
	work(crew);
	while (started)
		pthread_join(others[--started], NULL);
}

static struct error *outcome(const struct crew *crew)
{
	if (is_stopped(crew))
		return error_new(ERROR_STOPPED, "stopped by a signal");
	if (atomic_load(&crew->pins) > PINS_MOST)
		return error_new(ERROR_LIMIT,
				 "more than %d references: leave paths out with 'ignore.paths'",
				 PINS_MOST);
	return NULL;
}

struct error *crew_run(struct findings *into, const struct examined *examined,
		       const struct strings *paths, const volatile sig_atomic_t *stop,
		       unsigned threads)
{
	struct crew crew = { .examined = examined, .paths = paths, .stop = stop };

	crew.of_path = must_alloc(paths->count * sizeof(*crew.of_path));
	work_together(&crew, threads);
	struct error *error = outcome(&crew);

	for (size_t i = 0; i < paths->count; i++) {
		if (error)
			findings_clear(&crew.of_path[i]);
		else
			findings_move(into, &crew.of_path[i]);
	}
	free(crew.of_path);
	return error;
}
