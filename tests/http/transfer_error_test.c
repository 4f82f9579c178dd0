/* What people are told when no response comes, and what they are not told. */
#include "../../src/http/timeouts.h"
#include "../support/assertions.h"
#include "../support/http_requests.h"
#include "../support/server.h"
#include "../support/silent_server.h"
#include <digestbump/base/memory.h>
#include <string.h>

/* The request for one URL must fail, in these words, after so many requests. */
static void check_failure(struct http_session *session, const char *url, const char *part,
			  unsigned requests)
{
	const size_t asked = http_session_get(session, url);

	http_session_run(session);
	const struct error *error = http_session_outcome(session, asked)->error;

	assert_non_null(error);
	assert_int_equal(error_kind(error), ERROR_NETWORK);
	if (!strstr(error_text(error), part))
		fail_msg("'%s' is not about '%s'", error_text(error), part);
	assert_null(strstr(error_text(error), "secret"));
	assert_int_equal(http_requests(session->http), requests);
	assert_true(session->run_ms < HANG_MS);
}

static void check_reply(const struct server_reply *reply, const struct timing *timing,
			const char *part, unsigned requests)
{
	OWNED(server) server = server_new();
	OWNED(http_session) session = http_session_new(NULL);
	OWNED_STRING url = must_format("%s/path?secret", server_url(server));
	OWNED_STRING whole = must_format("'%s': %s", server_host(server), part);

	server_add_reply(server, "/path", *reply);
	if (timing)
		http_set_timing(session->http, timing);
	check_failure(session, url, whole, requests);
}

static void garbage_is_no_http(void **state)
{
	(void)state;
	static const char *const answers[] = {
		"SSH-2.0-OpenSSH_9.2\r\n",
		"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\njunk",
		"HTTP/1.1 999 What\r\nContent-Length: 0\r\n\r\n",
		"HTTP/7.0 200 OK\r\n\r\n",
		"\x15\x03\x01\x00\x02\x02\x0a",
	};

	for (size_t i = 0; i < sizeof(answers) / sizeof(*answers); i++)
		check_reply(&(struct server_reply){ .act = SERVER_RAW, .body = answers[i] }, NULL,
			    "not an HTTP server", 1);
}

static void a_connection_that_is_lost_is_told_after_three_tries(void **state)
{
	(void)state;
	check_reply(&(struct server_reply){ .act = SERVER_DROP }, NULL,
		    "connection closed without a response, tried 3 times", 3);
	check_reply(&(struct server_reply){ .act = SERVER_CUT, .body = "half" }, NULL,
		    "connection closed in the middle of the response, tried 3 times", 3);
}

static void silence_ends_with_the_time_for_a_request(void **state)
{
	(void)state;
	const struct timing short_request = {
		.connect_ms = 5000, .request_ms = 1000, .low_speed_s = 10, .retry_pause_ms = 10
	};

	check_reply(&(struct server_reply){ .act = SERVER_HANG }, &short_request,
		    "no complete response (waited 1 s), tried 2 times", 2);
}

static void a_trickle_ends_with_the_time_for_low_speed(void **state)
{
	(void)state;
	const struct timing short_trickle = {
		.connect_ms = 5000, .request_ms = 60000, .low_speed_s = 1, .retry_pause_ms = 10
	};

	check_reply(&(struct server_reply){ .act = SERVER_STALL, .body = "half" }, &short_trickle,
		    "response too slow (less than 100 bytes per second for 1 s), tried 2 times", 2);
}

static void a_host_that_does_not_connect_is_told_with_the_time(void **state)
{
	(void)state;
	OWNED(silent_server) silent_server = silent_server_new();
	OWNED(http_session) session = http_session_new(NULL);
	OWNED_STRING url = must_format("http://%s/?secret", silent_server_host(silent_server));

	http_set_timing(session->http, &(struct timing){ .connect_ms = 1000,
							 .request_ms = 5000,
							 .low_speed_s = 5,
							 .retry_pause_ms = 10 });
	check_failure(session, url, "cannot connect (waited 1 s), tried 2 times", 2);
}

/* All try at once: the time-outs of one must not be waited for by the next. */
static void a_host_that_does_not_connect_costs_its_time_once(void **state)
{
	(void)state;
	static const char *const schemes[] = { "http", "https" };

	for (size_t i = 0; i < sizeof(schemes) / sizeof(*schemes); i++) {
		OWNED(silent_server) silent_server = silent_server_new();
		OWNED(http_session) session = http_session_new(NULL);
		OWNED_STRING url =
		    must_format("%s://%s/", schemes[i], silent_server_host(silent_server));

		http_set_timing(session->http, &(struct timing){ .connect_ms = 1000,
								 .request_ms = 5000,
								 .low_speed_s = 5,
								 .retry_pause_ms = 10 });
		for (size_t k = 0; k < 40; k++)
			http_session_get(session, url);
		http_session_run(session);
		for (size_t k = 0; k < 40; k++)
			assert_non_null(strstr(error_text(http_session_outcome(session, k)->error),
					       "cannot connect (waited 1 s)"));
		/* One after the other they would take 40 s. */
		assert_true(session->run_ms < 35 * 1000);
	}
}

/* A label of 64 letters: no resolver needs the network to say no. */
static const char no_host[] =
    "http://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.test/?secret";

static void a_host_that_does_not_exist_is_tried_twice(void **state)
{
	(void)state;
	OWNED(http_session) session = http_session_new(NULL);

	check_failure(session, no_host, ".test': host not found, tried 2 times; check the name", 2);
}

static void a_port_where_nobody_listens_is_tried_twice(void **state)
{
	(void)state;
	OWNED(server) gone = server_new();
	OWNED_STRING url = must_format("%s/?secret", server_url(gone));
	OWNED(http_session) session = http_session_new(NULL);

	server_free(pass_on(&gone));
	check_failure(session, url, "cannot connect (connection refused), tried 2 times", 2);
}

static void what_a_server_says_cannot_move_the_terminal(void **state)
{
	(void)state;
	OWNED(server) server = server_new();
	OWNED(http_session) session = http_session_new(NULL);
	OWNED_STRING url = must_format("%s/", server_url(server));

	server_add_reply(server, "/",
			 (struct server_reply){ .status = 429,
						.headers = "Retry-After: 999\r\nX: \x1b[2J\r\n",
						.body = "\x1b[2J" });
	const size_t asked = http_session_get(session, url);

	http_session_run(session);
	assert_null(strchr(error_text(http_session_outcome(session, asked)->error), '\x1b'));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(garbage_is_no_http),
		cmocka_unit_test(a_connection_that_is_lost_is_told_after_three_tries),
		cmocka_unit_test(silence_ends_with_the_time_for_a_request),
		cmocka_unit_test(a_trickle_ends_with_the_time_for_low_speed),
		cmocka_unit_test(a_host_that_does_not_connect_is_told_with_the_time),
		cmocka_unit_test(a_host_that_does_not_connect_costs_its_time_once),
		cmocka_unit_test(a_host_that_does_not_exist_is_tried_twice),
		cmocka_unit_test(a_port_where_nobody_listens_is_tried_twice),
		cmocka_unit_test(what_a_server_says_cannot_move_the_terminal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
