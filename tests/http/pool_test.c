/* Order, slots, connections, stopping, and what is (not) sent. */
#include "../support/assertions.h"
#include "../support/http_requests.h"
#include "../support/server.h"
#include <digestbump/base/memory.h>
#include <digestbump/base/time.h>
#include <digestbump/limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char *at(const struct server *server, const char *path)
{
	return must_format("%s%s", server_url(server), path);
}

static size_t get(struct http_session *session, const struct server *server, const char *path)
{
	OWNED_STRING url = at(server, path);

	return http_session_get(session, url);
}

static void a_response_has_status_body_headers_and_url(void **state)
{
	(void)state;
	OWNED(server) server = server_new();
	OWNED(http_session) session = http_session_new(NULL);
	OWNED_STRING url = at(server, "/v2/?a=b#c");

	server_add_reply(server, "/v2/?a=b",
			 (struct server_reply){
			     .status = 202, .headers = "X-One: 1\r\n", .body = "hello" });
	const size_t asked = http_session_get(session, url);

	http_session_run(session);
	const struct asked *response = http_session_outcome(session, asked);

	assert_int_equal(response->status, 202);
	assert_string_equal(response->body, "hello");
	assert_string_equal(response->url, url);
	assert_int_equal(response->tries, 1);
	assert_int_equal(response->headers.count, 2);
	assert_string_equal(response->headers.items[0], "X-One: 1");
}

static void a_body_may_hold_any_byte(void **state)
{
	(void)state;
	OWNED(server) server = server_new();
	OWNED(http_session) session = http_session_new(NULL);

	server_add_reply(server, "/", (struct server_reply){ .body = "a\0b", .body_size = 4 });
	const size_t asked = get(session, server, "/");

	http_session_run(session);
	assert_memory_equal(http_session_outcome(session, asked)->body, "a\0b", 4);
}

static void head_has_no_body_and_keeps_the_connection(void **state)
{
	(void)state;
	OWNED(server) server = server_new();
	OWNED(http_session) session = http_session_new(NULL);
	OWNED_STRING url = at(server, "/x");
	const struct http_request head = { .method = HTTP_HEAD, .url = url };

	server_add_reply(server, "HEAD /x", (struct server_reply){ .body = "never sent" });
	const size_t first = http_session_send(session, &head);

	http_session_run(session);
	const size_t second = http_session_send(session, &head);

	http_session_run(session);
	assert_string_equal(http_session_outcome(session, first)->body, "");
	assert_string_equal(http_session_outcome(session, second)->headers.items[0],
			    "Content-Length: 10");
	assert_int_equal(server_connections(server), 1);
}

static void post_sends_its_form(void **state)
{
	(void)state;
	OWNED(server) server = server_new();
	OWNED(http_session) session = http_session_new(NULL);
	OWNED_STRING url = at(server, "/token");

	server_add_reply(server, "POST /token", (struct server_reply){ .body = "{}" });
	const size_t asked = http_session_send(session, &(struct http_request){ .method = HTTP_POST,
										.url = url,
										.form = "a=b&c=%20",
										.body_most = 10 });

	http_session_run(session);
	const struct server_request *request = server_request(server, 0);

	assert_int_equal(http_session_outcome(session, asked)->status, 200);
	assert_string_equal(request->body, "a=b&c=%20");
	assert_string_equal(server_header(request, "Content-Type"),
			    "application/x-www-form-urlencoded");
	assert_null(server_header(request, "Expect"));
}

static void a_handle_used_again_carries_nothing_over(void **state)
{
	(void)state;
	OWNED(server) server = server_new();
	OWNED(http_session) session = http_session_new(NULL);
	OWNED_STRING url = at(server, "/");
	const char *const headers[] = { "Authorization: Bearer secret", "X-More: 1", NULL };

	server_add_reply(server, "/",
			 (struct server_reply){ .headers = "Set-Cookie: a=b\r\n", .body = "x" });
	http_session_send(session, &(struct http_request){ .method = HTTP_POST,
							   .url = url,
							   .headers = headers,
							   .form = "secret=1",
							   .body_most = 10 });
	http_session_run(session);
	http_session_get(session, url);
	http_session_run(session);
	const struct server_request *first = server_request(server, 0);
	const struct server_request *second = server_request(server, 1);

	assert_string_equal(server_header(first, "Authorization"), "Bearer secret");
	assert_string_equal(second->method, "GET");
	assert_string_equal(second->body, "");
	assert_null(server_header(second, "Authorization"));
	assert_null(server_header(second, "X-More"));
	assert_null(server_header(second, "Cookie"));
	assert_int_equal(second->connection, first->connection);
}

static void only_what_was_asked_for_is_sent(void **state)
{
	(void)state;
	OWNED(server) server = server_new();
	OWNED(http_session) session = http_session_new(NULL);
	char home[] = "/tmp/digestbump-test-home-XXXXXX";

	assert_non_null(mkdtemp(home));
	OWNED_STRING netrc = must_format("%s/.netrc", home);
	FILE *file = fopen(netrc, "w");

	fputs("machine 127.0.0.1 login joe password secret\n", file);
	fclose(file);
	setenv("HOME", home, 1);
	get(session, server, "/");
	http_session_run(session);
	unlink(netrc);
	rmdir(home);
	const struct server_request *request = server_request(server, 0);

	assert_null(server_header(request, "Authorization"));
	assert_null(server_header(request, "Accept-Encoding"));
	assert_null(server_header(request, "Cookie"));
	assert_string_equal(server_header(request, "User-Agent"), "test");
}

static void an_encoded_body_stays_as_it_came(void **state)
{
	(void)state;
	OWNED(server) server = server_new();
	OWNED(http_session) session = http_session_new(NULL);

	server_add_reply(server, "/",
			 (struct server_reply){ .headers = "Content-Encoding: gzip\r\n",
						.body = "no gzip" });
	const size_t asked = get(session, server, "/");

	http_session_run(session);
	assert_string_equal(http_session_outcome(session, asked)->body, "no gzip");
}

static void a_redirect_is_a_response_like_any_other(void **state)
{
	(void)state;
	OWNED(server) server = server_new();
	OWNED(http_session) session = http_session_new(NULL);

	server_add_reply(server, "/",
			 (struct server_reply){ .status = 307, .headers = "Location: /next\r\n" });
	const size_t asked = get(session, server, "/");

	http_session_run(session);
	assert_int_equal(http_session_outcome(session, asked)->status, 307);
	assert_int_equal(server_count(server, NULL), 1);
}

static void interim_answers_and_trailers_are_no_headers(void **state)
{
	(void)state;
	OWNED(server) server = server_new();
	OWNED(http_session) session = http_session_new(NULL);

	server_add_reply(server, "/",
			 (struct server_reply){
			     .act = SERVER_RAW,
			     .body = "HTTP/1.1 103 Early\r\nX-Early: 1\r\n\r\n"
				     "HTTP/1.1 100 Continue\r\n\r\n"
				     "HTTP/1.1 200 OK\r\nX-Final: 1\r\nHTTP/1.1: 9\r\n"
				     "Transfer-Encoding: chunked\r\n\r\n"
				     "2\r\nhi\r\n0\r\nX-Trailer: 1\r\n\r\n" });
	const size_t asked = get(session, server, "/");

	http_session_run(session);
	const struct asked *response = http_session_outcome(session, asked);

	assert_int_equal(response->status, 200);
	assert_string_equal(response->body, "hi");
	assert_int_equal(response->headers.count, 3);
	assert_string_equal(response->headers.items[0], "X-Final: 1");
	assert_string_equal(response->headers.items[1], "HTTP/1.1: 9");
	assert_string_equal(response->headers.items[2], "Transfer-Encoding: chunked");
}

static void headers_are_found_in_any_case_and_in_their_order(void **state)
{
	(void)state;
	struct strings lines = { 0 };
	const struct http_response response = { .headers = &lines };

	strings_add(&lines, "Link: </a>");
	strings_add(&lines, "Links: no");
	strings_add(&lines, "LINK:\t</b> ");
	strings_add(&lines, "Empty:");
	strings_add(&lines, "no colon");
	OWNED_STRING first = http_header(&response, "link", 0);
	OWNED_STRING second = http_header(&response, "link", 1);
	OWNED_STRING third = http_header(&response, "link", 2);
	OWNED_STRING empty = http_header(&response, "EMPTY", 0);
	OWNED_STRING none = http_header(&response, "no colon", 0);

	assert_string_equal(first, "</a>");
	assert_string_equal(second, "</b>");
	assert_null(third);
	assert_string_equal(empty, "");
	assert_null(none);
	strings_clear(&lines);
}

static void many_requests_share_few_connections(void **state)
{
	(void)state;
	OWNED(server) server = server_new();
	OWNED(http_session) session = http_session_new(NULL);

	server_add_reply(server, "/", (struct server_reply){ .body = "x" });
	for (size_t i = 0; i < 100; i++)
		get(session, server, "/");
	http_session_run(session);
	for (size_t i = 0; i < 100; i++)
		assert_int_equal(http_session_outcome(session, i)->status, 200);
	for (size_t i = 0; i < 20; i++)
		get(session, server, "/");
	http_session_run(session);
	assert_int_equal(server_count(server, NULL), 120);
	assert_int_equal(http_requests(session->http), 120);
	assert_true(server_connections(server) <= REQUESTS_PER_HOST_MOST);
}

/* Each answer waits until as many requests stand there as may: were the first
 * answer waited for, they never would. */
static void a_burst_to_one_host_goes_out_at_once_up_to_its_limit(void **state)
{
	(void)state;
	OWNED(server) server = server_new();
	OWNED(http_session) session = http_session_new(NULL);

	server_add_reply(server, "/",
			 (struct server_reply){ .together = REQUESTS_PER_HOST_MOST,
						.delay_ms = 20 });
	for (size_t i = 0; i < (size_t)REQUESTS_PER_HOST_MOST * 3; i++)
		get(session, server, "/");
	http_session_run(session);
	assert_int_equal(server_most_parallel(server), REQUESTS_PER_HOST_MOST);
}

static void requests_to_many_hosts_stay_within_the_limit_of_all(void **state)
{
	(void)state;
	OWNED(server) server = server_new();
	OWNED(http_session) session = http_session_new(NULL);

	server_add_reply(server, "/",
			 (struct server_reply){ .together = REQUESTS_MOST, .delay_ms = 20 });
	for (size_t i = 0; i < (size_t)REQUESTS_MOST * 2; i++) {
		OWNED_STRING url =
		    must_format("http://h%zu.localhost:%u/", i % 8, server_port(server));

		http_session_get(session, url);
	}
	http_session_run(session);
	assert_int_equal(server_most_parallel(server), REQUESTS_MOST);
	assert_int_equal(server_count(server, NULL), REQUESTS_MOST * 2);
}

/* Answers only once the other server was asked too. */
static void wait_for_other(void *data, const struct server_request *request,
			   struct server_reply *reply)
{
	int64_t until = time_monotonic_ms() + 5000;

	(void)request;
	while (!server_count(data, NULL))
		if (time_monotonic_ms() > until)
			reply->status = 404;
		else
			usleep(1000);
}

static void a_busy_host_does_not_delay_another(void **state)
{
	(void)state;
	OWNED(server) busy = server_new();
	OWNED(server) other = server_new();
	OWNED(http_session) session = http_session_new(NULL);

	server_set_handler(busy, wait_for_other, other);
	server_add_reply(other, "/", (struct server_reply){ .status = 200 });
	for (size_t i = 0; i < (size_t)REQUESTS_MOST * 2; i++)
		get(session, busy, "/");
	get(session, other, "/");
	http_session_run(session);
	assert_int_equal(http_session_outcome(session, 0)->status, 200);
}

struct chain {
	struct http_session *session;
	const struct server *server;
	unsigned left;
	unsigned answered;
};

static void send_next(void *data, const struct http_response *response, struct error *error)
{
	struct chain *chain = data;
	OWNED_STRING url = at(chain->server, "/");

	assert_null(error);
	assert_int_equal(response->status, 200);
	chain->answered++;
	if (chain->left--)
		http_send(chain->session->http,
			  &(struct http_request){ .method = HTTP_GET, .url = url, .body_most = 10 },
			  send_next, chain);
	/* What is borrowed for the callback must outlive the sending. */
	assert_int_equal(response->body.size, 5);
	assert_memory_equal(response->body.at, "hello", 5);
}

static void a_callback_may_send_the_next_request(void **state)
{
	(void)state;
	OWNED(server) server = server_new();
	OWNED(http_session) session = http_session_new(NULL);
	struct chain chain = { session, server, 9, 0 };
	OWNED_STRING url = at(server, "/");

	server_add_reply(server, "/", (struct server_reply){ .body = "hello" });
	http_send(session->http,
		  &(struct http_request){ .method = HTTP_GET, .url = url, .body_most = 10 },
		  send_next, &chain);
	http_session_run(session);
	assert_int_equal(chain.answered, 10);
	assert_int_equal(server_connections(server), 1);
}

static void deferred_answers_come_in_their_order_without_response(void **state)
{
	(void)state;
	OWNED(http_session) session = http_session_new(NULL);

	for (size_t i = 0; i < 5; i++)
		http_session_defer(session);
	http_session_run(session);
	for (size_t i = 0; i < 5; i++) {
		const struct asked *response = http_session_outcome(session, i);

		assert_int_equal(response->place, i + 1);
		assert_null(response->body);
		assert_null(response->error);
	}
	assert_int_equal(http_requests(session->http), 0);
}

/* Defers itself until the network has answered. */
static void defer_again(void *data, const struct http_response *response, struct error *error)
{
	struct http_session *session = data;

	assert_null(response);
	assert_null(error);
	if (!session->answered)
		http_defer(session->http, defer_again, session);
}

static void deferring_again_and_again_does_not_starve_the_network(void **state)
{
	(void)state;
	OWNED(server) server = server_new();
	OWNED(http_session) session = http_session_new(NULL);
	const size_t asked = get(session, server, "/");

	http_defer(session->http, defer_again, session);
	http_session_run(session);
	assert_int_equal(http_session_outcome(session, asked)->status, 404);
}

static void stop_now(void *data, const struct http_response *response, struct error *error)
{
	struct http_session *session = data;

	(void)response;
	error_free(error);
	session->stop = 1;
}

static void stopping_answers_all_that_is_left(void **state)
{
	(void)state;
	OWNED(server) server = server_new();
	OWNED(http_session) session = http_session_new(NULL);
	OWNED_STRING stop = at(server, "/stop");
	size_t count = (size_t)REQUESTS_PER_HOST_MOST * 2;

	server_add_reply(server, "/hang", (struct server_reply){ .act = SERVER_HANG });
	server_add_reply(server, "/wait",
			 (struct server_reply){ .status = 503, .headers = "Retry-After: 50\r\n" });
	/* One waits for its second try; it is asked before the one that stops. */
	get(session, server, "/wait");
	http_send(session->http, &(struct http_request){ .method = HTTP_GET, .url = stop },
		  stop_now, session);
	for (size_t i = 0; i < count; i++)
		get(session, server, "/hang");
	http_session_run(session);
	for (size_t i = 0; i <= count; i++) {
		assert_non_null(http_session_outcome(session, i)->error);
		assert_int_equal(error_kind(http_session_outcome(session, i)->error),
				 ERROR_STOPPED);
	}
	assert_true(session->run_ms < HANG_MS);
}

static void what_is_sent_or_deferred_after_the_stop_is_answered_too(void **state)
{
	(void)state;
	OWNED(server) server = server_new();
	OWNED(http_session) session = http_session_new(NULL);

	session->stop = 1;
	get(session, server, "/");
	http_session_defer(session);
	http_session_run(session);
	for (size_t i = 0; i < 2; i++)
		assert_int_equal(error_kind(http_session_outcome(session, i)->error),
				 ERROR_STOPPED);
	assert_int_equal(server_count(server, NULL), 0);
}

static void a_freed_pool_answers_nothing(void **state)
{
	(void)state;
	OWNED(server) server = server_new();
	OWNED(http_session) session = http_session_new(NULL);

	get(session, server, "/");
	http_session_defer(session);
	http_free(pass_on(&session->http));
	assert_int_equal(session->answered, 0);
}

static void what_is_wrong_with_a_request_is_its_answer(void **state)
{
	(void)state;
	OWNED(server) server = server_new();
	OWNED(http_session) session = http_session_new(NULL);
	OWNED_STRING url = at(server, "/");
	static const char *const lines[] = { "X: a\r\nX-Evil: 1", "X: a\nb",  "X: \x7f",
					     "X: \xc3\xa9",       "no colon", ": no name" };

	http_session_get(session, "ftp://example.com/");
	http_session_get(session, "http://joe:secret@127.0.0.1/");
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++)
		http_session_send(session, &(struct http_request){ .method = HTTP_GET,
								   .url = url,
								   .headers = (const char *const[]){
								       lines[i], NULL } });
	http_session_run(session);
	for (size_t i = 0; i < session->count; i++) {
		const struct asked *response = http_session_outcome(session, i);

		assert_non_null(response->error);
		assert_int_equal(error_kind(response->error), ERROR_SYNTAX);
		assert_null(strstr(error_text(response->error), "secret"));
		assert_null(strstr(error_text(response->error), "Evil"));
	}
	assert_int_equal(server_count(server, NULL), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_response_has_status_body_headers_and_url),
		cmocka_unit_test(a_body_may_hold_any_byte),
		cmocka_unit_test(head_has_no_body_and_keeps_the_connection),
		cmocka_unit_test(post_sends_its_form),
		cmocka_unit_test(a_handle_used_again_carries_nothing_over),
		cmocka_unit_test(only_what_was_asked_for_is_sent),
		cmocka_unit_test(an_encoded_body_stays_as_it_came),
		cmocka_unit_test(a_redirect_is_a_response_like_any_other),
		cmocka_unit_test(interim_answers_and_trailers_are_no_headers),
		cmocka_unit_test(headers_are_found_in_any_case_and_in_their_order),
		cmocka_unit_test(many_requests_share_few_connections),
		cmocka_unit_test(a_burst_to_one_host_goes_out_at_once_up_to_its_limit),
		cmocka_unit_test(requests_to_many_hosts_stay_within_the_limit_of_all),
		cmocka_unit_test(a_busy_host_does_not_delay_another),
		cmocka_unit_test(a_callback_may_send_the_next_request),
		cmocka_unit_test(deferred_answers_come_in_their_order_without_response),
		cmocka_unit_test(deferring_again_and_again_does_not_starve_the_network),
		cmocka_unit_test(stopping_answers_all_that_is_left),
		cmocka_unit_test(what_is_sent_or_deferred_after_the_stop_is_answered_too),
		cmocka_unit_test(a_freed_pool_answers_nothing),
		cmocka_unit_test(what_is_wrong_with_a_request_is_its_answer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
