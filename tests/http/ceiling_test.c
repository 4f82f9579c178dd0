/* What a server cannot make us take. */
#include "../support/assertions.h"
#include "../support/http_requests.h"
#include "../support/server.h"
#include <digestbump/base/memory.h>
#include <digestbump/base/text.h>
#include <digestbump/limits.h>
#include <string.h>

enum { BODY_MOST = 1000 };

static size_t ask(struct http_session *session, const struct server *server,
		  enum http_method method)
{
	OWNED_STRING url = must_format("%s/", server_url(server));

	return http_session_send(session, &(struct http_request){ .method = method,
								  .url = url,
								  .body_most = BODY_MOST });
}

/* The reply to one GET: an answer, or (kind, part) of its error. */
static void check_limit(const struct server_reply *reply, const char *part)
{
	OWNED(server) server = server_new();
	OWNED(http_session) session = http_session_new(NULL);

	server_add_reply(server, "/", *reply);
	const size_t asked = ask(session, server, HTTP_GET);

	http_session_run(session);
	const struct asked *response = http_session_outcome(session, asked);

	assert_non_null(response->error);
	if (error_kind(response->error) != ERROR_LIMIT ||
	    !strstr(error_text(response->error), part))
		fail_msg("'%s' is not about '%s'", error_text(response->error), part);
	assert_int_equal(server_count(server, NULL), 1);
	assert_true(session->run_ms < HANG_MS);
}

static void a_body_may_be_as_long_as_its_ceiling(void **state)
{
	(void)state;
	static const enum server_act acts[] = { SERVER_REPLY, SERVER_CHUNKED };
	char body[BODY_MOST] = { 0 };

	memset(body, 'x', sizeof(body));
	for (size_t i = 0; i < sizeof(acts) / sizeof(*acts); i++) {
		OWNED(server) server = server_new();
		OWNED(http_session) session = http_session_new(NULL);

		server_add_reply(server, "/",
				 (struct server_reply){
				     .act = acts[i], .body = body, .body_size = sizeof(body) });
		const size_t asked = ask(session, server, HTTP_GET);

		http_session_run(session);
		assert_int_equal(strlen(http_session_outcome(session, asked)->body), BODY_MOST);
	}
}

static void a_longer_body_is_refused(void **state)
{
	(void)state;
	char body[BODY_MOST + 1] = { 0 };

	memset(body, 'x', sizeof(body));
	check_limit(&(struct server_reply){ .body = body, .body_size = sizeof(body) },
		    "1000 at most");
	check_limit(&(struct server_reply){ .act = SERVER_CHUNKED,
					    .body = body,
					    .body_size = sizeof(body) },
		    "1000 at most");
	check_limit(&(struct server_reply){ .act = SERVER_ENDLESS_BODY, .body = "again " },
		    "1000 at most");
	check_limit(&(struct server_reply){ .status = 404,
					    .headers = "Content-Length: 99999999999\r\n" },
		    "1000 at most");
}

static void the_length_that_head_tells_is_no_body(void **state)
{
	(void)state;
	OWNED(server) server = server_new();
	OWNED(http_session) session = http_session_new(NULL);

	server_add_reply(server, "/",
			 (struct server_reply){ .headers = "Content-Length: 99999999999\r\n" });
	const size_t asked = ask(session, server, HTTP_HEAD);

	http_session_run(session);
	assert_int_equal(http_session_outcome(session, asked)->status, 200);
}

static void no_body_is_taken_where_none_is_allowed(void **state)
{
	(void)state;
	OWNED(server) server = server_new();
	OWNED(http_session) session = http_session_new(NULL);
	OWNED_STRING empty = must_format("%s/empty", server_url(server));
	OWNED_STRING full = must_format("%s/full", server_url(server));

	server_add_reply(server, "/full", (struct server_reply){ .body = "x" });
	http_session_send(session, &(struct http_request){ .method = HTTP_GET, .url = empty });
	http_session_send(session, &(struct http_request){ .method = HTTP_GET, .url = full });
	http_session_run(session);
	assert_int_equal(http_session_outcome(session, 0)->status, 404);
	assert_int_equal(error_kind(http_session_outcome(session, 1)->error), ERROR_LIMIT);
}

static void endless_headers_are_refused(void **state)
{
	(void)state;
	check_limit(&(struct server_reply){ .act = SERVER_ENDLESS_LINES }, "headers");
	check_limit(&(struct server_reply){ .act = SERVER_ENDLESS_LINE }, "headers");
	check_limit(&(struct server_reply){ .act = SERVER_ENDLESS_INTERIM }, "headers");
}

/* "Content-Length" is the last line of all. */
static char *header_lines(unsigned count, const char *value)
{
	OWNED(text) lines = text_new(0);

	for (unsigned i = 1; i < count; i++)
		text_add_format(lines, "X-%u: %s\r\n", i, value);
	return text_take(pass_on(&lines));
}

static void header_lines_are_counted(void **state)
{
	(void)state;
	OWNED_STRING fitting = header_lines(HEADER_LINES_MOST, "x");
	OWNED_STRING over = header_lines(HEADER_LINES_MOST + 1, "x");
	OWNED(server) server = server_new();
	OWNED(http_session) session = http_session_new(NULL);

	server_add_reply(server, "/", (struct server_reply){ .headers = fitting });
	const size_t asked = ask(session, server, HTTP_GET);

	http_session_run(session);
	assert_int_equal(http_session_outcome(session, asked)->headers.count, HEADER_LINES_MOST);
	check_limit(&(struct server_reply){ .headers = over }, "headers");
}

static void header_bytes_are_counted(void **state)
{
	(void)state;
	char value[HEADER_BYTES_MOST / 100] = { 0 };

	memset(value, 'x', sizeof(value) - 1);
	OWNED_STRING over = header_lines(102, value);

	check_limit(&(struct server_reply){ .headers = over }, "headers");
}

static void a_few_interim_answers_are_fine(void **state)
{
	(void)state;
	OWNED(server) server = server_new();
	OWNED(http_session) session = http_session_new(NULL);
	OWNED(text) raw = text_new(0);

	for (size_t i = 0; i < INTERIM_ANSWERS_MOST; i++)
		text_add_string(raw, "HTTP/1.1 103 Early\r\nX: 1\r\n\r\n");
	text_add_string(raw, "HTTP/1.1 204 None\r\n\r\n");
	server_add_reply(server, "/",
			 (struct server_reply){ .act = SERVER_RAW, .body = text_slice(raw).at });
	const size_t asked = ask(session, server, HTTP_GET);

	http_session_run(session);
	assert_int_equal(http_session_outcome(session, asked)->status, 204);
	assert_int_equal(http_session_outcome(session, asked)->headers.count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_body_may_be_as_long_as_its_ceiling),
		cmocka_unit_test(a_longer_body_is_refused),
		cmocka_unit_test(the_length_that_head_tells_is_no_body),
		cmocka_unit_test(no_body_is_taken_where_none_is_allowed),
		cmocka_unit_test(endless_headers_are_refused),
		cmocka_unit_test(header_lines_are_counted),
		cmocka_unit_test(header_bytes_are_counted),
		cmocka_unit_test(a_few_interim_answers_are_fine),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
