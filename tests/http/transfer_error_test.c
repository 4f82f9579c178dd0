/* What people are told when no response comes, and what they are not told. */
#include "../../src/http/timing.h"
#include "../support/assertions.h"
#include "../support/http_requests.h"
#include "../support/server.h"
#include "../support/silent_server.h"
#include <digestbump/base/memory.h>
#include <string.h>

/* The request for one URL must fail, in these words, after so many requests. */
static void check_failure(struct asker *asker, const char *url, const char *part, unsigned requests)
{
	const size_t asked = asker_get(asker, url);

	asker_run(asker);
	const struct error *error = asker_answer(asker, asked)->error;

	assert_non_null(error);
	assert_int_equal(error_kind(error), ERROR_NETWORK);
	if (!strstr(error_text(error), part))
		fail_msg("'%s' is not about '%s'", error_text(error), part);
	assert_null(strstr(error_text(error), "secret"));
	assert_int_equal(http_requests(asker->http), requests);
	assert_true(asker->run_ms < ENOUGH_MS);
}

static void check_reply(const struct server_reply *reply, const struct patience *patience,
			const char *part, unsigned requests)
{
	OWNED(server) server = server_new();
	OWNED(asker) asker = asker_new(NULL);
	OWNED_STRING url = must_format("%s/path?secret", server_url(server));
	OWNED_STRING whole = must_format("'%s': %s", server_host(server), part);

	server_play(server, "/path", *reply);
	if (patience)
		http_set_patience(asker->http, patience);
	check_failure(asker, url, whole, requests);
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
			    "does not speak http", 1);
}

static void a_connection_that_is_lost_is_told_after_three_tries(void **state)
{
	(void)state;
	check_reply(&(struct server_reply){ .act = SERVER_DROP }, NULL,
		    "closes without an answer, tried 3 times", 3);
	check_reply(&(struct server_reply){ .act = SERVER_CUT, .body = "half" }, NULL,
		    "closes in the middle of its answer, tried 3 times", 3);
}

static void silence_ends_with_the_time_for_a_request(void **state)
{
	(void)state;
	const struct patience short_request = {
		.connect_ms = 5000, .request_ms = 1000, .low_speed_s = 10, .retry_pause_ms = 10
	};

	check_reply(&(struct server_reply){ .act = SERVER_HANG }, &short_request,
		    "no whole answer (waited 1 s), tried 2 times", 2);
}

static void a_trickle_ends_with_the_time_for_low_speed(void **state)
{
	(void)state;
	const struct patience short_trickle = {
		.connect_ms = 5000, .request_ms = 60000, .low_speed_s = 1, .retry_pause_ms = 10
	};

	check_reply(&(struct server_reply){ .act = SERVER_STALL, .body = "half" }, &short_trickle,
		    "answers too slowly (under 100 bytes a second for 1 s), tried 2 times", 2);
}

static void a_host_that_does_not_connect_is_told_with_the_time(void **state)
{
	(void)state;
	OWNED(deaf) deaf = deaf_new();
	OWNED(asker) asker = asker_new(NULL);
	OWNED_STRING url = must_format("http://%s/?secret", deaf_host(deaf));

	http_set_patience(asker->http, &(struct patience){ .connect_ms = 1000,
							   .request_ms = 5000,
							   .low_speed_s = 5,
							   .retry_pause_ms = 10 });
	check_failure(asker, url, "no connection (waited 1 s), tried 2 times", 2);
}

/* All try at once: the time-outs of one must not be waited for by the next. */
static void a_host_that_does_not_connect_costs_its_time_once(void **state)
{
	(void)state;
	static const char *const schemes[] = { "http", "https" };

	for (size_t i = 0; i < sizeof(schemes) / sizeof(*schemes); i++) {
		OWNED(deaf) deaf = deaf_new();
		OWNED(asker) asker = asker_new(NULL);
		OWNED_STRING url = must_format("%s://%s/", schemes[i], deaf_host(deaf));

		http_set_patience(asker->http, &(struct patience){ .connect_ms = 1000,
								   .request_ms = 5000,
								   .low_speed_s = 5,
								   .retry_pause_ms = 10 });
		for (size_t k = 0; k < 40; k++)
			asker_get(asker, url);
		asker_run(asker);
		for (size_t k = 0; k < 40; k++)
			assert_non_null(strstr(error_text(asker_answer(asker, k)->error),
					       "no connection (waited 1 s)"));
		assert_true(asker->run_ms < 8 * 1000);
	}
}

/* A label of 64 letters: no resolver needs the network to say no. */
static const char no_host[] =
    "http://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.test/?secret";

static void a_host_that_does_not_exist_is_tried_twice(void **state)
{
	(void)state;
	OWNED(asker) asker = asker_new(NULL);

	check_failure(asker, no_host, ".test': no such host, tried 2 times; check its name", 2);
}

static void a_port_where_nobody_listens_is_tried_twice(void **state)
{
	(void)state;
	OWNED(server) gone = server_new();
	OWNED_STRING url = must_format("%s/?secret", server_url(gone));
	OWNED(asker) asker = asker_new(NULL);

	server_free(pass_on(&gone));
	check_failure(asker, url, "cannot connect (connection refused), tried 2 times", 2);
}

static void what_a_server_says_cannot_move_the_terminal(void **state)
{
	(void)state;
	OWNED(server) server = server_new();
	OWNED(asker) asker = asker_new(NULL);
	OWNED_STRING url = must_format("%s/", server_url(server));

	server_play(server, "/",
		    (struct server_reply){ .status = 429,
					   .headers = "Retry-After: 999\r\nX: \x1b[2J\r\n",
					   .body = "\x1b[2J" });
	const size_t asked = asker_get(asker, url);

	asker_run(asker);
	assert_null(strchr(error_text(asker_answer(asker, asked)->error), '\x1b'));
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
