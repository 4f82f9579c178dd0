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

/* A file that waits. */
struct job {
	const struct format *format;
	char *path; /* NULL: no file is left */
};

struct worker {
	struct worker_pool *pool;
	pthread_t thread;
	struct findings found;
	struct text *buffer; /* for the bytes of all its files */
};

struct worker_pool {
	const struct file_scan_input *input;
	const atomic_int *stop;
	unsigned threads;
	size_t added;
	atomic_size_t pins; /* found so far, all together */

	struct worker workers[SCAN_THREADS_MOST]; /* the first is the caller */
	size_t count;
	bool is_joined; /* no thread but the caller's is left */

	/* A ring. The lock is for these only. */
	pthread_mutex_t lock;
	pthread_cond_t changed; /* there is work, or there will be no more */
	struct job queue[QUEUE_MOST];
	size_t first;
	size_t waiting;
	bool is_closed;
};

static bool is_stopped(const struct worker_pool *pool)
{
	return (pool->stop && *pool->stop) || atomic_load(&pool->pins) > PINS_MOST;
}

static struct job take_first(struct worker_pool *pool)
{
	struct job job = pool->queue[pool->first];

	pool->first = (pool->first + 1) % QUEUE_MOST;
	pool->waiting--;
	return job;
}

/* Gives the next file. With `wait`, waits for one until the queue is closed. */
static struct job next_job(struct worker_pool *pool, bool wait)
{
	struct job job = { 0 };

	pthread_mutex_lock(&pool->lock);
	while (wait && !pool->waiting && !pool->is_closed)
		pthread_cond_wait(&pool->changed, &pool->lock);
	if (pool->waiting)
		job = take_first(pool);
	pthread_mutex_unlock(&pool->lock);
	return job;
}

/* Takes the job. A file's findings are counted by themselves: it has ceilings. */
static void scan_job(struct worker *worker, struct job job)
{
	struct worker_pool *pool = worker->pool;
	struct findings found = { 0 };

	if (!is_stopped(pool)) {
		file_scan_run(&found, worker->buffer, pool->input, job.format, job.path);
		atomic_fetch_add(&pool->pins, found.pins.count);
		findings_move(&worker->found, &found);
	}
	free(job.path);
}

static void *work(void *data)
{
	struct worker *worker = data;

	for (struct job job; (job = next_job(worker->pool, true)).path;)
		scan_job(worker, job);
	return NULL;
}

static struct worker *add_worker(struct worker_pool *pool)
{
	struct worker *worker = &pool->workers[pool->count++];

	*worker = (struct worker){ .pool = pool, .buffer = text_new(0) };
	return worker;
}

static void drop_last_worker(struct worker_pool *pool)
{
	struct worker *worker = &pool->workers[--pool->count];

	text_free(worker->buffer);
	findings_clear(&worker->found);
}

/* Where no thread can be had, the caller does it all. */
static void add_thread(struct worker_pool *pool)
{
	if (pool->count >= pool->threads || pool->added < pool->count * FILES_PER_THREAD)
		return;
	struct worker *worker = add_worker(pool);

	if (pthread_create(&worker->thread, NULL, work, worker) != 0) {
		drop_last_worker(pool);
		pool->threads = (unsigned)pool->count;
	}
}

struct worker_pool *worker_pool_new(const struct file_scan_input *input, const atomic_int *stop,
				    unsigned threads)
{
	struct worker_pool *pool = must_alloc(sizeof(*pool));

	pool->input = input;
	pool->stop = stop;
	pool->threads = threads < SCAN_THREADS_MOST ? threads : SCAN_THREADS_MOST;
	pthread_mutex_init(&pool->lock, NULL);
	pthread_cond_init(&pool->changed, NULL);
	add_worker(pool);
	return pool;
}

static void close_queue(struct worker_pool *pool)
{
	pthread_mutex_lock(&pool->lock);
	pool->is_closed = true;
	pthread_cond_broadcast(&pool->changed);
	pthread_mutex_unlock(&pool->lock);
}

static void drop_jobs(struct worker_pool *pool)
{
	for (struct job job; (job = next_job(pool, false)).path;)
		free(job.path);
}

static void wait_for_all(struct worker_pool *pool)
{
	for (size_t i = 1; i < pool->count && !pool->is_joined; i++)
		pthread_join(pool->workers[i].thread, NULL);
	pool->is_joined = true;
}

void worker_pool_free(struct worker_pool *pool)
{
	if (!pool)
		return;
	drop_jobs(pool);
	close_queue(pool);
	wait_for_all(pool);
	while (pool->count)
		drop_last_worker(pool);
	pthread_cond_destroy(&pool->changed);
	pthread_mutex_destroy(&pool->lock);
	free(pool);
}

static struct error *check_limits(const struct worker_pool *pool)
{
	if (pool->stop && *pool->stop)
		return error_new(ERROR_STOPPED, "stopped by a signal");
	if (atomic_load(&pool->pins) > PINS_MOST)
		return error_new(ERROR_LIMIT,
				 "more than %d references: leave paths out with 'ignore.paths'",
				 PINS_MOST);
	return NULL;
}

/* Takes the job, or gives false: the queue is full. */
static bool enqueue(struct worker_pool *pool, struct job job)
{
	pthread_mutex_lock(&pool->lock);
	bool has_room = pool->waiting < QUEUE_MOST;

	if (has_room)
		pool->queue[(pool->first + pool->waiting++) % QUEUE_MOST] = job;
	if (pool->waiting == 1)
		pthread_cond_broadcast(&pool->changed);
	pthread_mutex_unlock(&pool->lock);
	return has_room;
}

struct error *worker_pool_add(struct worker_pool *pool, const struct format *format,
			      const char *path)
{
	struct job job = { format, must_copy(path) };

	if (!enqueue(pool, job))
		scan_job(&pool->workers[0], job);
	pool->added++;
	add_thread(pool);
	return check_limits(pool);
}

struct error *worker_pool_finish(struct findings *into, struct worker_pool *pool)
{
	close_queue(pool);
	work(&pool->workers[0]);
	wait_for_all(pool);
	TRY(check_limits(pool));
	for (size_t i = 0; i < pool->count; i++)
		findings_move(into, &pool->workers[i].found);
	return NULL;
}
