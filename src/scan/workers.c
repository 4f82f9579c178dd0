#include "workers.h"
#include "file_scan.h"
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <pthread.h>
#include <stdatomic.h>

enum {
	/* Files that are worth another thread: starting one costs as much as
	 * reading about this many. */
	FILES_PER_THREAD = 32,

	/* Files that wait: as many as keep all threads busy while a large directory
	 * without any is listed. */
	QUEUE_MOST = 512,
};

struct member {
	struct crew *crew;
	pthread_t thread;
	struct findings found;
	struct text *buffer; /* for the bytes of all its files */
};

struct crew {
	const struct examined *examined;
	const volatile sig_atomic_t *stop;
	unsigned threads;
	size_t handed;
	atomic_size_t pins; /* found so far, all together */

	struct member members[SCAN_THREADS_MOST]; /* the first is the caller */
	size_t count;
	bool is_joined; /* no thread but the caller's is left */

	/* A ring. The lock is for these only. */
	pthread_mutex_t lock;
	pthread_cond_t news; /* there is work, or there will be no more */
	char *queue[QUEUE_MOST];
	size_t first;
	size_t waiting;
	bool is_closed;
};

static bool is_over(const struct crew *crew)
{
	return (crew->stop && *crew->stop) || atomic_load(&crew->pins) > PINS_MOST;
}

static char *take_first(struct crew *crew)
{
	char *path = crew->queue[crew->first];

	crew->first = (crew->first + 1) % QUEUE_MOST;
	crew->waiting--;
	return path;
}

/* Gives a path; NULL when none is left. A patient caller waits for more until the
 * queue is closed. */
static char *next_path(struct crew *crew, bool patient)
{
	char *path = NULL;

	pthread_mutex_lock(&crew->lock);
	while (patient && !crew->waiting && !crew->is_closed)
		pthread_cond_wait(&crew->news, &crew->lock);
	if (crew->waiting)
		path = take_first(crew);
	pthread_mutex_unlock(&crew->lock);
	return path;
}

/* Takes path. A file's findings are counted by themselves: it has ceilings. */
static void look_at(struct member *member, char *path)
{
	struct crew *crew = member->crew;
	struct findings found = { 0 };

	if (!is_over(crew)) {
		examine(&found, member->buffer, crew->examined, path);
		atomic_fetch_add(&crew->pins, found.pins.count);
		findings_move(&member->found, &found);
	}
	free(path);
}

static void *work(void *data)
{
	struct member *member = data;

	for (char *path; (path = next_path(member->crew, true));)
		look_at(member, path);
	return NULL;
}

static struct member *add_member(struct crew *crew)
{
	struct member *member = &crew->members[crew->count++];

	*member = (struct member){ .crew = crew, .buffer = text_new(0) };
	return member;
}

static void drop_last_member(struct crew *crew)
{
	struct member *member = &crew->members[--crew->count];

	text_free(member->buffer);
	findings_clear(&member->found);
}

/* Where no thread can be had, the caller does it all. */
static void grow(struct crew *crew)
{
	if (crew->count >= crew->threads || crew->handed < crew->count * FILES_PER_THREAD)
		return;
	struct member *member = add_member(crew);

	if (pthread_create(&member->thread, NULL, work, member) != 0) {
		drop_last_member(crew);
		crew->threads = (unsigned)crew->count;
	}
}

struct crew *crew_new(const struct examined *examined, const volatile sig_atomic_t *stop,
		      unsigned threads)
{
	struct crew *crew = must_alloc(sizeof(*crew));

	crew->examined = examined;
	crew->stop = stop;
	crew->threads = threads < SCAN_THREADS_MOST ? threads : SCAN_THREADS_MOST;
	pthread_mutex_init(&crew->lock, NULL);
	pthread_cond_init(&crew->news, NULL);
	add_member(crew);
	return crew;
}

static void close_queue(struct crew *crew)
{
	pthread_mutex_lock(&crew->lock);
	crew->is_closed = true;
	pthread_cond_broadcast(&crew->news);
	pthread_mutex_unlock(&crew->lock);
}

static void drop_paths(struct crew *crew)
{
	for (char *path; (path = next_path(crew, false));)
		free(path);
}

static void wait_for_all(struct crew *crew)
{
	for (size_t i = 1; i < crew->count && !crew->is_joined; i++)
		pthread_join(crew->members[i].thread, NULL);
	crew->is_joined = true;
}

void crew_free(struct crew *crew)
{
	if (!crew)
		return;
	drop_paths(crew);
	close_queue(crew);
	wait_for_all(crew);
	while (crew->count)
		drop_last_member(crew);
	pthread_cond_destroy(&crew->news);
	pthread_mutex_destroy(&crew->lock);
	free(crew);
}

static struct error *outcome(const struct crew *crew)
{
	if (crew->stop && *crew->stop)
		return error_new(ERROR_STOPPED, "stopped by a signal");
	if (atomic_load(&crew->pins) > PINS_MOST)
		return error_new(ERROR_LIMIT,
				 "more than %d references: leave paths out with 'ignore.paths'",
				 PINS_MOST);
	return NULL;
}

/* Takes path, or gives false: the queue is full. */
static bool enqueue(struct crew *crew, char *path)
{
	pthread_mutex_lock(&crew->lock);
	bool has_room = crew->waiting < QUEUE_MOST;

	if (has_room)
		crew->queue[(crew->first + crew->waiting++) % QUEUE_MOST] = path;
	if (crew->waiting == 1)
		pthread_cond_broadcast(&crew->news);
	pthread_mutex_unlock(&crew->lock);
	return has_room;
}

struct error *crew_add(struct crew *crew, const char *path)
{
	char *copy = must_copy(path);

	if (!enqueue(crew, copy))
		look_at(&crew->members[0], copy);
	crew->handed++;
	grow(crew);
	return outcome(crew);
}

struct error *crew_finish(struct findings *into, struct crew *crew)
{
	close_queue(crew);
	work(&crew->members[0]);
	wait_for_all(crew);
	TRY(outcome(crew));
	for (size_t i = 0; i < crew->count; i++)
		findings_move(into, &crew->members[i].found);
	return NULL;
}
