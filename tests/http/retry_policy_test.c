/* What is tried again, when, and when no more. */
#include "../../src/http/retry_policy.h"
#include "../../src/http/timeouts.h"
#include "../support/assertions.h"
#include "../support/http_requests.h"
#include "../support/server.h"
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <string.h>

static size_t get(struct http_session *session, const struct server *server, const char *path)
{
	OWNED_STRING url = must_format("%s%s", server_url(server), path);

	return http_session_get(session, url);
}

static void what_may_pass_is_tried_again(void **state)
{
	(void)state;
	static const unsigned statuses[] = { 408, 429, 500, 502, 503, 504 };
	OWNED(server) server = server_new();
	OWNED(http_session) session = http_session_new(NULL);

	for (size_t i = 0; i < sizeof(statuses) / sizeof(*statuses); i++) {
		OWNED_STRING path = must_format("/%u", statuses[i]);

		server_add_reply(server, path, (struct server_reply){ .status = statuses[i] });
		server_add_reply(server, path, (struct server_reply){ .body = "at last" });
		get(session, server, path);
	}
	http_session_run(session);
	for (size_t i = 0; i < session->count; i++) {
		assert_int_equal(http_session_outcome(session, i)->status, 200);
		assert_int_equal(http_session_outcome(session, i)->tries, 2);
		assert_string_equal(http_session_outcome(session, i)->body, "at last");
	}
	assert_int_equal(http_requests(session->http), 2 * session->count);
}

static void what_will_not_pass_is_tried_once(void **state)
{
	(void)state;
	static const unsigned statuses[] = { 201, 204, 301, 304, 400, 401, 403,
					     404, 405, 406, 410, 416, 501, 505 };
	OWNED(server) server = server_new();
	OWNED(http_session) session = http_session_new(NULL);

	for (size_t i = 0; i < sizeof(statuses) / sizeof(*statuses); i++) {
		OWNED_STRING path = must_format("/%u", statuses[i]);

		server_add_reply(server, path, (struct server_reply){ .status = statuses[i] });
		get(session, server, path);
	}
	http_session_run(session);
	for (size_t i = 0; i < session->count; i++)
		assert_int_equal(http_session_outcome(session, i)->status, statuses[i]);
	assert_int_equal(server_count(server, NULL), session->count);
}

static void a_5xx_to_the_end_is_a_response(void **state)
{
	(void)state;
	OWNED(server) server = server_new();
	OWNED(http_session) session = http_session_new(NULL);

	server_add_reply(server, "/", (struct server_reply){ .status = 503, .body = "sorry" });
	const size_t asked = get(session, server, "/");

	http_session_run(session);
	assert_int_equal(http_session_outcome(session, asked)->status, 503);
	assert_string_equal(http_session_outcome(session, asked)->body, "sorry");
	assert_int_equal(http_session_outcome(session, asked)->tries, TRIES_MOST);
	assert_int_equal(server_count(server, NULL), TRIES_MOST);
}

static void a_429_to_the_end_is_a_limit(void **state)
{
	(void)state;
	OWNED(server) server = server_new();
	OWNED(http_session) session = http_session_new(NULL);

	server_add_reply(server, "/", (struct server_reply){ .status = 429 });
	const size_t asked = get(session, server, "/");

	http_session_run(session);
	const struct error *error = http_session_outcome(session, asked)->error;

	assert_int_equal(error_kind(error), ERROR_LIMITED);
	assert_non_null(strstr(error_text(error), server_host(server)));
	assert_non_null(strstr(error_text(error), "tried 3 times"));
	assert_int_equal(server_count(server, NULL), TRIES_MOST);
}

static void retry_after_is_waited_for(void **state)
{
	(void)state;
	static const char *const headers[] = {
		"Retry-After: 1\r\n",
		/* A date counts from the server's own clock, whatever ours says. */
		"Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
		"Retry-After: Sun, 06 Nov 1994 08:49:38 GMT\r\n",
	};

	for (size_t i = 0; i < sizeof(headers) / sizeof(*headers); i++) {
		OWNED(server) server = server_new();
		OWNED(http_session) session = http_session_new(NULL);

		server_add_reply(server, "/",
				 (struct server_reply){ .status = 429, .headers = headers[i] });
		server_add_reply(server, "/", (struct server_reply){ .status = 200 });
		const size_t asked = get(session, server, "/");

		http_session_run(session);
		assert_int_equal(http_session_outcome(session, asked)->status, 200);
		assert_true(session->run_ms >= 1000);
		assert_true(session->run_ms < HANG_MS);
	}
}

static void too_long_a_retry_after_is_a_limit_at_once(void **state)
{
	(void)state;
	static const unsigned statuses[] = { 429, 503 };

	for (size_t i = 0; i < sizeof(statuses) / sizeof(*statuses); i++) {
		OWNED(server) server = server_new();
		OWNED(http_session) session = http_session_new(NULL);

		server_add_reply(server, "/",
				 (struct server_reply){ .status = statuses[i],
							.headers = "Retry-After: 3600\r\n" });
		const size_t asked = get(session, server, "/");

		session->context.clock = 1767225600; /* 2026-01-01T00:00:00Z */
		http_session_run(session);
		const struct error *error = http_session_outcome(session, asked)->error;

		assert_int_equal(error_kind(error), ERROR_LIMITED);
		assert_non_null(strstr(error_text(error), "3600 s, at 2026-01-01T01:00:0"));
		assert_int_equal(server_count(server, NULL), 1);
	}
}

/* All slots' worth of requests to one host wait two seconds; another host's must
 * not. */
static void what_waits_holds_nobody_up(void **state)
{
	(void)state;
	OWNED(server) server = server_new();
	OWNED(server) other = server_new();
	OWNED(http_session) session = http_session_new(NULL);
	const size_t limited = REQUESTS_PER_HOST_MOST;

	server_add_reply(other, "/fine", (struct server_reply){ .body = "x" });
	for (size_t i = 0; i < limited; i++) {
		OWNED_STRING path = must_format("/%zu", i);

		server_add_reply(server, path,
				 (struct server_reply){ .status = 429,
							.headers = "Retry-After: 2\r\n" });
		server_add_reply(server, path, (struct server_reply){ .body = "y" });
		get(session, server, path);
	}
	for (size_t i = 0; i < 10; i++)
		get(session, other, "/fine");
	http_session_run(session);
	for (size_t i = 0; i < 10; i++)
		assert_true(http_session_outcome(session, limited + i)->place <= 10);
	for (size_t i = 0; i < limited; i++)
		assert_int_equal(http_session_outcome(session, i)->status, 200);
	assert_true(session->run_ms < HANG_MS);
}

/* The first answer that asks for a pause keeps the rest away until it is over. */
static void a_pause_holds_for_the_whole_host(void **state)
{
	(void)state;
	OWNED(server) server = server_new();
	OWNED(http_session) session = http_session_new(NULL);
	const size_t count = 100;

	server_add_reply(server, "/x",
			 (struct server_reply){ .status = 429, .headers = "Retry-After: 1\r\n" });
	server_add_reply(server, "/x", (struct server_reply){ .body = "y" });
	server_add_reply(server, "/fine", (struct server_reply){ .body = "y" });
	get(session, server, "/x");
	for (size_t i = 1; i < count; i++)
		get(session, server, "/fine");
	http_session_run(session);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(http_session_outcome(session, i)->status, 200);
	assert_int_equal(server_count(server, NULL), count + 1);
	assert_true(session->run_ms >= 1000);
}

/* A server that lets so many in between two pauses: all come through, however
 * often each was sent away, because fewer and fewer come at once. */
struct gate {
	unsigned open, asked, limited;
};

static void let_in(void *data, const struct server_request *request, struct server_reply *reply)
{
	struct gate *gate = data;

	(void)request;
	gate->asked++;
	if (gate->open) {
		gate->open--;
		return;
	}
	gate->limited++;
	gate->open = gate->limited % 4 ? 0 : 6;
	reply->status = 429;
	reply->headers = "Retry-After: 1\r\n";
}

static void a_limit_that_names_its_time_is_kept_to_until_all_are_through(void **state)
{
	(void)state;
	struct gate gate = { 0 };
	OWNED(server) server = server_new();
	OWNED(http_session) session = http_session_new(NULL);
	const size_t count = 30;

	server_set_handler(server, let_in, &gate);
	for (size_t i = 0; i < count; i++)
		get(session, server, "/x");
	http_session_run(session);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(http_session_outcome(session, i)->status, 200);
	assert_true(gate.limited <= count);
}

static void a_host_that_asks_for_too_long_a_pause_is_left_in_peace(void **state)
{
	(void)state;
	OWNED(server) server = server_new();
	OWNED(http_session) session = http_session_new(NULL);
	const size_t count = 500;

	server_add_reply(server, "/x",
			 (struct server_reply){ .status = 503,
						.headers = "Retry-After: 86400\r\n" });
	for (size_t i = 0; i < count; i++)
		get(session, server, "/x");
	http_session_run(session);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(error_kind(http_session_outcome(session, i)->error),
				 ERROR_LIMITED);
	assert_in_range(server_count(server, NULL), 1, REQUESTS_PER_HOST_MOST);
}

/* Short pauses add up: what a host may cost is a sum. */
static void pauses_are_counted_together(void **state)
{
	(void)state;
	OWNED(server) server = server_new();
	OWNED(http_session) session = http_session_new(NULL);

	http_set_timing(session->http, &(struct timing){ .connect_ms = CONNECT_TIMEOUT_MS,
							 .request_ms = REQUEST_TIMEOUT_MS,
							 .low_speed_s = LOW_SPEED_S,
							 .retry_pause_ms = 10,
							 .wait_ms = 1500 });
	server_add_reply(server, "/x",
			 (struct server_reply){ .status = 503, .headers = "Retry-After: 1\r\n" });
	const size_t asked = get(session, server, "/x");

	http_session_run(session);
	assert_int_equal(error_kind(http_session_outcome(session, asked)->error), ERROR_LIMITED);
	assert_int_equal(server_count(server, NULL), 2);
}

static void a_host_that_only_fails_is_given_up(void **state)
{
	(void)state;
	OWNED(server) server = server_new();
	OWNED(http_session) session = http_session_new(NULL);
	const size_t count = 500;

	server_add_reply(server, "/x", (struct server_reply){ .status = 503 });
	for (size_t i = 0; i < count; i++)
		get(session, server, "/x");
	http_session_run(session);
	for (size_t i = 0; i < count; i++) {
		const struct asked *response = http_session_outcome(session, i);

		if (response->status == 503)
			continue;
		assert_int_equal(error_kind(response->error), ERROR_NETWORK);
		assert_non_null(strstr(error_text(response->error), "HTTP 503"));
	}
	assert_in_range(server_count(server, NULL), HOST_FAILURES_MOST,
			5 * (HOST_FAILURES_MOST + REQUESTS_PER_HOST_MOST));
}

static void no_more_go_out_a_second_than_the_rate_allows(void **state)
{
	(void)state;
	OWNED(server) server = server_new();
	OWNED(http_session) session = http_session_new(NULL);

	http_set_timing(session->http, &(struct timing){ .connect_ms = CONNECT_TIMEOUT_MS,
							 .request_ms = REQUEST_TIMEOUT_MS,
							 .low_speed_s = LOW_SPEED_S,
							 .rate = 20 });
	server_add_reply(server, "/x", (struct server_reply){ .body = "y" });
	for (size_t i = 0; i < 11; i++)
		get(session, server, "/x");
	http_session_run(session);
	assert_true(session->run_ms >= 500);
	assert_int_equal(server_most_parallel(server), 1);
}

static void when_the_budget_is_used_up_the_rest_is_told_so(void **state)
{
	(void)state;
	OWNED(server) server = server_new();
	OWNED(http_session) session = http_session_new(NULL);

	http_set_timing(session->http, &(struct timing){ .connect_ms = CONNECT_TIMEOUT_MS,
							 .request_ms = REQUEST_TIMEOUT_MS,
							 .low_speed_s = LOW_SPEED_S,
							 .budget_ms = 300 });
	server_add_reply(server, "/x", (struct server_reply){ .act = SERVER_HANG });
	for (size_t i = 0; i < 40; i++)
		get(session, server, "/x");
	http_session_run(session);
	for (size_t i = 0; i < 40; i++) {
		const struct error *error = http_session_outcome(session, i)->error;

		assert_int_equal(error_kind(error), ERROR_NETWORK);
		assert_non_null(strstr(error_text(error), "network.budget"));
	}
	assert_true(session->run_ms < HANG_MS);
}

static void lost_connections_are_tried_again(void **state)
{
	(void)state;
	static const enum server_act acts[] = { SERVER_DROP, SERVER_CUT };

	for (size_t i = 0; i < sizeof(acts) / sizeof(*acts); i++) {
		OWNED(server) server = server_new();
		OWNED(http_session) session = http_session_new(NULL);

		server_add_reply(server, "/",
				 (struct server_reply){ .act = acts[i], .body = "four" });
		server_add_reply(server, "/", (struct server_reply){ .body = "four" });
		const size_t asked = get(session, server, "/");

		http_session_run(session);
		assert_int_equal(http_session_outcome(session, asked)->status, 200);
		assert_string_equal(http_session_outcome(session, asked)->body, "four");
		assert_int_equal(http_session_outcome(session, asked)->tries, 2);
	}
}

static void a_connection_closed_between_requests_is_no_failure(void **state)
{
	(void)state;
	OWNED(server) server = server_new();
	OWNED(http_session) session = http_session_new(NULL);

	server_add_reply(server, "/", (struct server_reply){ .act = SERVER_CLOSE, .body = "x" });
	for (size_t i = 0; i < 40; i++)
		get(session, server, "/");
	http_session_run(session);
	for (size_t i = 0; i < 40; i++)
		assert_int_equal(http_session_outcome(session, i)->status, 200);
}

static void every_try_of_a_post_sends_the_form(void **state)
{
	(void)state;
	OWNED(server) server = server_new();
	OWNED(http_session) session = http_session_new(NULL);
	OWNED_STRING url = must_format("%s/", server_url(server));

	server_add_reply(server, "/", (struct server_reply){ .status = 502 });
	server_add_reply(server, "/", (struct server_reply){ .act = SERVER_DROP });
	server_add_reply(server, "/", (struct server_reply){ .status = 200 });
	const size_t asked =
	    http_session_send(session, &(struct http_request){
					   .method = HTTP_POST, .url = url, .form = "a=b" });

	http_session_run(session);
	assert_int_equal(http_session_outcome(session, asked)->status, 200);
	for (size_t i = 0; i < 3; i++)
		assert_string_equal(server_request(server, i)->body, "a=b");
}

/* A port on which nobody listens: that of a server that is gone. */
static char *closed_url(void)
{
	OWNED(server) server = server_new();

	return must_format("%s/", server_url(server));
}

static void a_host_that_is_gone_is_given_up(void **state)
{
	(void)state;
	OWNED_STRING url = closed_url();
	OWNED(http_session) session = http_session_new(NULL);
	const size_t count = 500;

	for (size_t i = 0; i < count; i++)
		http_session_get(session, url);
	http_session_run(session);
	for (size_t i = 0; i < count; i++) {
		const struct error *error = http_session_outcome(session, i)->error;

		assert_int_equal(error_kind(error), ERROR_NETWORK);
		assert_non_null(strstr(error_text(error), "cannot connect (connection refused)"));
	}
	/* Two tries of what went out first; a refusal may come before the next
	 * request of the same burst goes out, and make room for one more. */
	assert_in_range(http_requests(session->http), HOST_FAILURES_MOST + 1,
			2 * (HOST_FAILURES_MOST + REQUESTS_PER_HOST_MOST));
	assert_true(session->run_ms < HANG_MS);
}

static void a_host_that_answers_now_and_then_is_not_given_up(void **state)
{
	(void)state;
	OWNED(server) server = server_new();
	OWNED(http_session) session = http_session_new(NULL);

	server_add_reply(server, "/long", (struct server_reply){ .act = SERVER_DROP });
	server_add_reply(server, "/fine", (struct server_reply){ .status = 200 });
	for (size_t i = 0; i < HOST_FAILURES_MOST - 1; i++)
		get(session, server, "/long");
	http_session_run(session);
	get(session, server, "/fine");
	http_session_run(session);
	for (size_t i = 0; i < HOST_FAILURES_MOST - 1; i++)
		get(session, server, "/long");
	http_session_run(session);
	const size_t last = get(session, server, "/fine");

	http_session_run(session);
	assert_int_equal(http_session_outcome(session, last)->status, 200);
}

static void pauses_triple_with_up_to_a_quarter_more(void **state)
{
	(void)state;
	static const int64_t least[] = { 300, 900, 2700 };

	for (unsigned tries = 1; tries <= 3; tries++) {
		for (size_t i = 0; i < 100; i++) {
			int64_t pause = retry_pause_ms(tries, 300);

			assert_in_range(pause, least[tries - 1], least[tries - 1] * 5 / 4);
		}
	}
	assert_int_equal(retry_jitter_ms(0), 0);
}

enum { NOTHING = -1, NOW = 784111777 /* Sun, 06 Nov 1994 08:49:37 GMT */ };

static const struct {
	const char *value;
	const char *date; /* NULL: no Date header */
	int64_t seconds;  /* NOTHING: is not understood */
} rows[] = {
	{ "0", NULL, 0 },
	{ "120", NULL, 120 },
	{ "999999999", NULL, 999999999 },
	{ "99999999999999999999", NULL, INT32_MAX },
	{ "", NULL, NOTHING },
	{ "-1", NULL, NOTHING },
	{ "1.5", NULL, NOTHING },
	{ "1 s", NULL, NOTHING },
	{ "soon", NULL, NOTHING },
	{ "Sun, 06 Nov 1994 08:49:47 GMT", NULL, 10 },
	{ "Sun, 06 Nov 1994 08:49:27 GMT", NULL, NOTHING },
	{ "Sun, 06 Nov 1994 08:49:47 GMT", "Sun, 06 Nov 1994 08:49:40 GMT", 7 },
	{ "Sun, 06 Nov 1994 08:49:47 GMT", "yesterday", 10 },
};

static void retry_after_is_understood_in_both_forms(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct strings lines = { 0 };
		const struct http_response response = { .headers = &lines };
		int64_t seconds = NOTHING;

		strings_take(&lines, must_format("Retry-After: %s", rows[i].value));
		if (rows[i].date)
			strings_take(&lines, must_format("Date: %s", rows[i].date));
		if (retry_after_s(&seconds, strtoll(rows[i].value, NULL, 10), &response, NOW) !=
			(rows[i].seconds != NOTHING) ||
		    (rows[i].seconds != NOTHING && seconds != rows[i].seconds))
			fail_msg("'%s' gives %lld", rows[i].value, (long long)seconds);
		strings_clear(&lines);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_may_pass_is_tried_again),
		cmocka_unit_test(what_will_not_pass_is_tried_once),
		cmocka_unit_test(a_5xx_to_the_end_is_a_response),
		cmocka_unit_test(a_429_to_the_end_is_a_limit),
		cmocka_unit_test(retry_after_is_waited_for),
		cmocka_unit_test(too_long_a_retry_after_is_a_limit_at_once),
		cmocka_unit_test(what_waits_holds_nobody_up),
		cmocka_unit_test(a_pause_holds_for_the_whole_host),
		cmocka_unit_test(a_limit_that_names_its_time_is_kept_to_until_all_are_through),
		cmocka_unit_test(a_host_that_asks_for_too_long_a_pause_is_left_in_peace),
		cmocka_unit_test(pauses_are_counted_together),
		cmocka_unit_test(a_host_that_only_fails_is_given_up),
		cmocka_unit_test(no_more_go_out_a_second_than_the_rate_allows),
		cmocka_unit_test(when_the_budget_is_used_up_the_rest_is_told_so),
		cmocka_unit_test(lost_connections_are_tried_again),
		cmocka_unit_test(a_connection_closed_between_requests_is_no_failure),
		cmocka_unit_test(every_try_of_a_post_sends_the_form),
		cmocka_unit_test(a_host_that_is_gone_is_given_up),
		cmocka_unit_test(a_host_that_answers_now_and_then_is_not_given_up),
		cmocka_unit_test(pauses_triple_with_up_to_a_quarter_more),
		cmocka_unit_test(retry_after_is_understood_in_both_forms),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
