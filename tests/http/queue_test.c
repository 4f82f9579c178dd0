/* Which request goes next, without any network. */
#include "../../src/http/queue.h"
#include "../support/assertions.h"
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <string.h>

static struct queued_request *add(struct queue *queue, const char *url)
{
	OWNED(url) parsed = NULL;
	struct queued_request *queued =
	    queued_request_new(&parsed, &(struct http_request){ .method = HTTP_GET, .url = url });

	assert_null(queued->error);
	queue_add(queue, queued, queue_host(queue, parsed));
	return queued;
}

/* The next request must be this one; it is under way from now on. */
static void assert_next(struct queue *queue, const struct queued_request *queued)
{
	const struct queued_request *next = queue_next(queue);

	if (next != queued)
		fail_msg("'%s' is next, not '%s'", next ? next->url : "nothing",
			 queued ? queued->url : "nothing");
}

/* The try failed: the request waits until then. */
static void fail_try(struct queue *queue, struct queued_request *queued, int64_t until_ms)
{
	queued->host->failed_tries++;
	queued->last_try_failed = true;
	queued->not_before_ms = until_ms;
	queue_release(queue, queued);
	queue_retry(queue, queued);
}

static void free_under_way(struct queued_request **requests, size_t count)
{
	for (size_t i = 0; i < count; i++)
		queued_request_free(requests[i]);
}

static void hosts_take_turns_and_keep_their_own_order(void **state)
{
	(void)state;
	struct queue queue;

	queue_open(&queue);
	struct queued_request *a1 = add(&queue, "http://a.test/1");
	struct queued_request *a2 = add(&queue, "http://A.test:80/2");
	struct queued_request *b1 = add(&queue, "http://b.test/1");
	struct queued_request *c1 = add(&queue, "https://a.test/1");
	struct queued_request *order[] = { a1, b1, c1, a2 };

	for (size_t i = 0; i < 4; i++)
		assert_next(&queue, order[i]);
	assert_next(&queue, NULL);
	assert_ptr_equal(a1->host, a2->host);
	assert_string_equal(a1->host->name, "a.test");
	free_under_way(order, 4);
	queue_close(&queue);
}

static void a_host_has_no_more_slots_than_its_limit(void **state)
{
	(void)state;
	struct queue queue;
	struct queued_request *requests[REQUESTS_PER_HOST_MOST + 1];

	queue_open(&queue);
	for (size_t i = 0; i <= REQUESTS_PER_HOST_MOST; i++)
		requests[i] = add(&queue, "http://a.test/");
	for (size_t i = 0; i < REQUESTS_PER_HOST_MOST; i++)
		assert_next(&queue, requests[i]);
	assert_next(&queue, NULL);
	queue_release(&queue, requests[3]);
	assert_true(queue_is_ready(&queue));
	assert_next(&queue, requests[REQUESTS_PER_HOST_MOST]);
	free_under_way(requests, REQUESTS_PER_HOST_MOST + 1);
	queue_close(&queue);
}

static void a_host_with_https_is_reached_by_one_before_the_others(void **state)
{
	(void)state;
	struct queue queue;

	queue_open(&queue);
	struct queued_request *reached = add(&queue, "https://a.test/1");
	struct queued_request *next = add(&queue, "https://a.test/2");
	struct queued_request *lost = add(&queue, "https://b.test/1");
	struct queued_request *other = add(&queue, "https://b.test/2");

	assert_next(&queue, reached);
	assert_next(&queue, lost);
	assert_next(&queue, NULL);
	queue_host_connected(&queue, reached);
	assert_next(&queue, next);
	/* One that is not reached is tried by all at once. */
	fail_try(&queue, lost, 1000);
	assert_next(&queue, other);
	free_under_way((struct queued_request *[]){ reached, next, other }, 3);
	queue_close(&queue);
}

static void what_waits_comes_back_first_and_not_too_early(void **state)
{
	(void)state;
	struct queue queue;

	queue_open(&queue);
	struct queued_request *first = add(&queue, "http://a.test/first");
	struct queued_request *second = add(&queue, "http://a.test/second");
	struct queued_request *third = add(&queue, "http://a.test/third");

	assert_next(&queue, first);
	assert_next(&queue, second);
	fail_try(&queue, first, 2000);
	fail_try(&queue, second, 1000);
	queue_update(&queue, 999);
	assert_ptr_equal(queue.waiting.first, second);
	queue_update(&queue, 1000);
	assert_next(&queue, second);
	assert_next(&queue, third);
	assert_next(&queue, NULL);
	queue_update(&queue, 2000);
	assert_next(&queue, first);
	free_under_way((struct queued_request *[]){ first, second, third }, 3);
	queue_close(&queue);
}

static void a_host_in_doubt_starts_nothing_new(void **state)
{
	(void)state;
	struct queue queue;
	struct queued_request *requests[HOST_FAILURES_MOST + 1];

	queue_open(&queue);
	for (size_t i = 0; i <= HOST_FAILURES_MOST; i++)
		requests[i] = add(&queue, "http://a.test/");
	for (size_t i = 0; i < HOST_FAILURES_MOST; i++)
		assert_next(&queue, requests[i]);
	/* The last one joins the turn with the first free slot; doubts come later. */
	for (size_t i = 0; i < HOST_FAILURES_MOST; i++)
		fail_try(&queue, requests[i], (int64_t)i);
	assert_next(&queue, NULL);
	queue_update(&queue, 0);
	assert_next(&queue, requests[0]);
	assert_next(&queue, NULL);
	queue_update(&queue, HOST_FAILURES_MOST);
	for (size_t i = HOST_FAILURES_MOST - 1; i > 0; i--)
		assert_next(&queue, requests[i]);
	queue_release(&queue, requests[0]);
	assert_next(&queue, requests[HOST_FAILURES_MOST]);
	free_under_way(requests, HOST_FAILURES_MOST + 1);
	queue_close(&queue);
}

static void any_job_is_found_until_there_is_none(void **state)
{
	(void)state;
	struct queue queue;
	size_t count = 0;

	queue_open(&queue);
	add(&queue, "http://a.test/");
	add(&queue, "http://b.test/");
	add(&queue, "http://b.test/");
	struct queued_request *waiting = queue_next(&queue);

	fail_try(&queue, waiting, 1);
	request_list_push(&queue.deferred, must_alloc(sizeof(struct queued_request)));
	for (struct queued_request *queued; (queued = queue_take_any(&queue)); count++)
		queued_request_free(queued);
	assert_int_equal(count, 4);
	assert_next(&queue, NULL);
	queue_close(&queue);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hosts_take_turns_and_keep_their_own_order),
		cmocka_unit_test(a_host_has_no_more_slots_than_its_limit),
		cmocka_unit_test(a_host_with_https_is_reached_by_one_before_the_others),
		cmocka_unit_test(what_waits_comes_back_first_and_not_too_early),
		cmocka_unit_test(a_host_in_doubt_starts_nothing_new),
		cmocka_unit_test(any_job_is_found_until_there_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
