/* Which requests go through a proxy, with whose credentials. */
#include "../../src/http/timeouts.h"
#include "../support/assertions.h"
#include "../support/http_requests.h"
#include "../support/server.h"
#include "../support/tls.h"
#include <digestbump/base/memory.h>
#include <stdlib.h>
#include <string.h>

static const char example[] = "http://example.test/x?y";

/* Gives "name=http://joe:secret@host:port" of the server. */
static char *proxy_variable(const char *name, const struct server *server)
{
	return must_format("%s=http://joe:secret@%s", name, server_host(server));
}

static void plain_http_goes_through_its_proxy(void **state)
{
	(void)state;
	static const char *const names[] = { "http_proxy", "all_proxy", "ALL_PROXY" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		OWNED(server) proxy = server_new();
		OWNED_STRING variable = proxy_variable(names[i], proxy);
		OWNED(http_session)
		session = http_session_new((const char *const[]){ variable, NULL });

		server_add_reply(proxy, example, (struct server_reply){ .body = "through" });
		const size_t asked = http_session_get(session, example);

		http_session_run(session);
		const struct server_request *request = server_request(proxy, 0);

		assert_string_equal(http_session_outcome(session, asked)->body, "through");
		assert_string_equal(server_header(request, "Host"), "example.test");
		/* base64 of joe:secret */
		assert_string_equal(server_header(request, "Proxy-Authorization"),
				    "Basic am9lOnNlY3JldA==");
	}
}

/* No variable may lead the request to the proxy; a host that cannot exist then
 * shows that it was asked for directly. */
static void check_direct(const char *const *variables)
{
	OWNED(http_session) session = http_session_new(variables);
	const size_t asked = http_session_get(
	    session,
	    "http://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.test/");

	http_session_run(session);
	const struct error *error = http_session_outcome(session, asked)->error;

	assert_non_null(error);
	assert_non_null(strstr(error_text(error), "host not found, tried"));
}

static void other_variables_are_no_proxy_of_plain_http(void **state)
{
	(void)state;
	OWNED(server) proxy = server_new();
	OWNED_STRING shouted = proxy_variable("HTTP_PROXY", proxy);
	OWNED_STRING secure = proxy_variable("https_proxy", proxy);
	OWNED_STRING usual = proxy_variable("http_proxy", proxy);

	check_direct((const char *const[]){ shouted, NULL });
	check_direct((const char *const[]){ secure, NULL });
	check_direct((const char *const[]){ "http_proxy=", NULL });
	check_direct((const char *const[]){ usual, "no_proxy=test", NULL });
	check_direct((const char *const[]){ usual, "NO_PROXY=a.example,.test", NULL });
	check_direct((const char *const[]){ usual, "no_proxy=*", NULL });
	assert_int_equal(server_count(proxy, NULL), 0);
}

static void libcurl_does_not_look_into_the_environment(void **state)
{
	(void)state;
	OWNED(server) proxy = server_new();

	setenv("http_proxy", server_url(proxy), 1);
	setenv("all_proxy", server_url(proxy), 1);
	check_direct(NULL);
	unsetenv("http_proxy");
	unsetenv("all_proxy");
	assert_int_equal(server_count(proxy, NULL), 0);
}

static void an_environment_without_our_knowledge_excepts_nothing(void **state)
{
	(void)state;
	OWNED(server) proxy = server_new();
	OWNED_STRING variable = proxy_variable("http_proxy", proxy);
	OWNED(http_session) session = http_session_new((const char *const[]){ variable, NULL });

	setenv("no_proxy", "*", 1);
	http_session_get(session, example);
	http_session_run(session);
	unsetenv("no_proxy");
	assert_int_equal(server_count(proxy, example), 1);
}

static void loopback_hosts_never_go_through_a_proxy(void **state)
{
	(void)state;
	OWNED(server) proxy = server_new();
	OWNED(server) server = server_new();
	OWNED_STRING variable = proxy_variable("http_proxy", proxy);
	OWNED(http_session) session = http_session_new((const char *const[]){ variable, NULL });
	static const char *const hosts[] = { "127.0.0.1", "localhost", "a.localhost" };

	server_add_reply(server, "/", (struct server_reply){ .body = "direct" });
	for (size_t i = 0; i < sizeof(hosts) / sizeof(*hosts); i++) {
		OWNED_STRING url = must_format("http://%s:%u/", hosts[i], server_port(server));

		http_session_get(session, url);
	}
	http_session_run(session);
	for (size_t i = 0; i < session->count; i++)
		assert_string_equal(http_session_outcome(session, i)->body, "direct");
	assert_int_equal(server_count(proxy, NULL), 0);
}

static void https_goes_through_a_tunnel_that_sees_no_header_of_ours(void **state)
{
	(void)state;
	static const char *const names[] = { "https_proxy", "HTTPS_PROXY", "all_proxy" };
	OWNED(tls) tls = tls_new("DNS:example.test");
	OWNED_STRING authority = must_format("SSL_CERT_FILE=%s", tls_authority_file(tls));

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		OWNED(server) proxy = server_new_tls(tls);
		OWNED_STRING variable = proxy_variable(names[i], proxy);
		OWNED(http_session)
		session = http_session_new((const char *const[]){ variable, authority, NULL });

		server_add_reply(proxy, "CONNECT example.test:443",
				 (struct server_reply){ .headers = "X-Proxy: 1\r\n" });
		server_add_reply(proxy, "/x",
				 (struct server_reply){ .headers = "X-Host: 1\r\n",
							.body = "inside" });
		const size_t asked =
		    http_session_send(session, &(struct http_request){
						   .method = HTTP_GET,
						   .url = "https://example.test/x",
						   .headers =
						       (const char *const[]){
							   "Authorization: Bearer t", NULL },
						   .body_most = 100 });

		http_session_run(session);
		const struct asked *response = http_session_outcome(session, asked);
		const struct server_request *tunnel = server_request(proxy, 0);
		const struct server_request *inside = server_request(proxy, 1);

		assert_string_equal(response->body, "inside");
		assert_string_equal(response->headers.items[0], "X-Host: 1");
		assert_int_equal(response->headers.count, 2);
		assert_null(server_header(tunnel, "Authorization"));
		assert_non_null(server_header(tunnel, "Proxy-Authorization"));
		assert_true(inside->secure);
		assert_string_equal(server_header(inside, "Authorization"), "Bearer t");
		assert_null(server_header(inside, "Proxy-Authorization"));
	}
}

static void check_refusal(unsigned status, const char *part, unsigned requests)
{
	OWNED(server) proxy = server_new();
	OWNED_STRING variable = proxy_variable("https_proxy", proxy);
	OWNED(http_session) session = http_session_new((const char *const[]){ variable, NULL });

	server_add_reply(proxy, "CONNECT example.test:443",
			 (struct server_reply){ .status = status });
	const size_t asked = http_session_get(session, "https://example.test/?secret");

	http_session_run(session);
	const struct error *error = http_session_outcome(session, asked)->error;

	assert_int_equal(error_kind(error), ERROR_NETWORK);
	assert_non_null(strstr(error_text(error), part));
	assert_null(strstr(error_text(error), "secret"));
	assert_int_equal(server_count(proxy, NULL), requests);
}

static void a_proxy_that_opens_no_tunnel_is_told_of(void **state)
{
	(void)state;
	check_refusal(407, "'example.test': the proxy refuses the tunnel (HTTP 407); check", 1);
	check_refusal(403, "'example.test': the proxy refuses the tunnel (HTTP 403)", 1);
	check_refusal(502, "the proxy refuses the tunnel (HTTP 502), tried 3 times", 3);
}

static void a_proxy_that_is_gone_is_told_without_its_password(void **state)
{
	(void)state;
	OWNED(server) gone = server_new();
	OWNED_STRING variable = proxy_variable("http_proxy", gone);
	OWNED(http_session) session = http_session_new((const char *const[]){ variable, NULL });

	server_free(pass_on(&gone));
	const size_t asked = http_session_get(session, example);

	http_session_run(session);
	const struct error *error = http_session_outcome(session, asked)->error;

	assert_non_null(strstr(error_text(error), "cannot connect"));
	assert_null(strstr(error_text(error), "secret"));
}

static void a_variable_that_holds_no_proxy_is_refused_untold(void **state)
{
	(void)state;
	static const char *const variables[] = {
		"http_proxy=ftp://joe:secret@proxy:1",
		"https_proxy=http://joe:secret@proxy:99999",
		"ALL_PROXY=joe:secret@pro xy",
		"HTTPS_PROXY=secret://proxy",
		"all_proxy=http://joe:secret@[::1:3128",
	};

	for (size_t i = 0; i < sizeof(variables) / sizeof(*variables); i++) {
		struct error *error = http_session_try((const char *const[]){ variables[i], NULL });
		OWNED_STRING name = must_copy_bytes(variables[i], strcspn(variables[i], "="));

		assert_non_null(error);
		assert_null(strstr(error_text(error), "secret"));
		assert_fails(error, ERROR_USAGE, name);
	}
}

static void usual_ways_to_write_a_proxy_are_taken(void **state)
{
	(void)state;
	static const char *const variables[] = {
		"http_proxy=proxy:3128",         "http_proxy=http://proxy",
		"https_proxy=HTTPS://proxy:443", "all_proxy=socks5h://joe:secret@127.0.0.1:1080",
		"http_proxy=ftp.example.com:80",
	};

	for (size_t i = 0; i < sizeof(variables) / sizeof(*variables); i++)
		assert_fine(http_session_try((const char *const[]){ variables[i], NULL }));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_http_goes_through_its_proxy),
		cmocka_unit_test(other_variables_are_no_proxy_of_plain_http),
		cmocka_unit_test(libcurl_does_not_look_into_the_environment),
		cmocka_unit_test(an_environment_without_our_knowledge_excepts_nothing),
		cmocka_unit_test(loopback_hosts_never_go_through_a_proxy),
		cmocka_unit_test(https_goes_through_a_tunnel_that_sees_no_header_of_ours),
		cmocka_unit_test(a_proxy_that_opens_no_tunnel_is_told_of),
		cmocka_unit_test(a_proxy_that_is_gone_is_told_without_its_password),
		cmocka_unit_test(a_variable_that_holds_no_proxy_is_refused_untold),
		cmocka_unit_test(usual_ways_to_write_a_proxy_are_taken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
