/* Whose certificates are trusted, and what is told of the others. */
#include "../support/assertions.h"
#include "../support/http_requests.h"
#include "../support/sandbox.h"
#include "../support/server.h"
#include "../support/tls.h"
#include <digestbump/base/file.h>
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

enum { BURST = 4 };

/* Gives the server's URL with https and another host name. */
static char *secure_url(const struct server *server, const char *host)
{
	return must_format("https://%s:%u/", host, server_port(server));
}

/* Gives the error of one request, NULL when it was answered. */
static struct error *ask(const char *url, const char *variable)
{
	OWNED(http_session) session = http_session_new((const char *const[]){ variable, NULL });
	const size_t asked = http_session_get(session, url);

	http_session_run(session);
	const struct asked *response = http_session_outcome(session, asked);

	assert_true(response->error || response->status == 200);
	assert_int_equal(http_requests(session->http), 1);
	return error_copy(response->error);
}

static void an_authority_named_in_ssl_cert_file_is_trusted(void **state)
{
	(void)state;
	OWNED(tls) tls = tls_new("IP:127.0.0.1,DNS:localhost");
	OWNED(server) server = server_new_tls(tls);
	OWNED_STRING authority = must_format("SSL_CERT_FILE=%s", tls_authority_file(tls));
	OWNED_STRING by_address = secure_url(server, "127.0.0.1");
	OWNED_STRING by_name = secure_url(server, "localhost");

	server_add_reply(server, "/", (struct server_reply){ .body = "x" });
	assert_fine(ask(by_address, authority));
	assert_fine(ask(by_name, authority));
	assert_true(server_request(server, 0)->secure);
}

static void an_unknown_authority_is_not_trusted_and_not_tried_again(void **state)
{
	(void)state;
	OWNED(tls) tls = tls_new("IP:127.0.0.1");
	OWNED(tls) other = tls_new("IP:127.0.0.1");
	OWNED(server) server = server_new_tls(tls);
	OWNED_STRING wrong = must_format("SSL_CERT_FILE=%s", tls_authority_file(other));
	OWNED_STRING url = secure_url(server, "127.0.0.1");

	assert_fails(ask(url, NULL), ERROR_NETWORK, "certificate not trusted (SSL certificate");
	/* An authority of the same name with another key: OpenSSL calls that a bad
	 * signature. */
	assert_fails(ask(url, wrong), ERROR_NETWORK, "TLS handshake failed (OpenSSL");
	/* The real environment is not for libcurl to read. */
	setenv("SSL_CERT_FILE", tls_authority_file(tls), 1);
	setenv("CURL_CA_BUNDLE", tls_authority_file(tls), 1);
	assert_fails(ask(url, NULL), ERROR_NETWORK, "set SSL_CERT_FILE");
	unsetenv("SSL_CERT_FILE");
	unsetenv("CURL_CA_BUNDLE");
	assert_int_equal(server_count(server, NULL), 0);
}

static void a_certificate_for_another_name_is_not_trusted(void **state)
{
	(void)state;
	OWNED(tls) tls = tls_new("DNS:example.test,IP:127.0.0.2");
	OWNED(server) server = server_new_tls(tls);
	OWNED_STRING authority = must_format("SSL_CERT_FILE=%s", tls_authority_file(tls));
	OWNED_STRING by_address = secure_url(server, "127.0.0.1");
	OWNED_STRING by_name = secure_url(server, "localhost");

	assert_fails(ask(by_address, authority), ERROR_NETWORK, "certificate not trusted");
	assert_fails(ask(by_name, authority), ERROR_NETWORK, "certificate not trusted");
	assert_int_equal(server_count(server, NULL), 0);
}

static void authorities_that_cannot_be_read_are_told_of(void **state)
{
	(void)state;
	OWNED(tls) tls = tls_new("IP:127.0.0.1");
	OWNED(server) server = server_new_tls(tls);
	OWNED_STRING url = secure_url(server, "127.0.0.1");

	assert_fails(ask(url, "SSL_CERT_FILE=/nowhere/at/all.pem"), ERROR_NETWORK,
		     "check SSL_CERT_FILE");
}

static void https_to_a_port_without_tls_is_told_of(void **state)
{
	(void)state;
	OWNED(server) server = server_new();
	OWNED_STRING url = secure_url(server, "127.0.0.1");

	server_speak_first(server, "SSH-2.0-OpenSSH_9.2\r\n");
	assert_fails(ask(url, NULL), ERROR_NETWORK, "TLS handshake failed (OpenSSL");
}

static void a_handshake_that_is_cut_is_tried_again(void **state)
{
	(void)state;
	OWNED(server) server = server_new();
	OWNED(http_session) session = http_session_new(NULL);
	OWNED_STRING url = secure_url(server, "127.0.0.1");
	const size_t asked = http_session_get(session, url);

	server_speak_first(server, "");
	http_session_run(session);
	const struct error *error = http_session_outcome(session, asked)->error;

	assert_int_equal(error_kind(error), ERROR_NETWORK);
	assert_non_null(strstr(error_text(error), "tried 3 times"));
	assert_int_equal(server_connections(server), 3);
}

static void connections_are_used_again_over_tls_too(void **state)
{
	(void)state;
	OWNED(tls) tls = tls_new("IP:127.0.0.1");
	OWNED(server) server = server_new_tls(tls);
	OWNED_STRING authority = must_format("SSL_CERT_FILE=%s", tls_authority_file(tls));
	OWNED_STRING url = secure_url(server, "127.0.0.1");
	OWNED(http_session) session = http_session_new((const char *const[]){ authority, NULL });

	server_add_reply(server, "/", (struct server_reply){ .body = "x" });
	for (size_t i = 0; i < 60; i++)
		http_session_get(session, url);
	http_session_run(session);
	for (size_t i = 0; i < 60; i++)
		assert_int_equal(http_session_outcome(session, i)->status, 200);
	assert_true(server_connections(server) <= REQUESTS_PER_HOST_MOST);
}

/* Gives a sandbox to be HOME, whose certs.d has a file for the server's host. */
static struct sandbox *home_with(const struct server *server, const char *name, const char *content)
{
	struct sandbox *home = sandbox_new();
	OWNED_STRING path =
	    must_format(".config/containers/certs.d/%s/%s", server_host(server), name);

	sandbox_write(home, path, content);
	return home;
}

static struct text *authority_of(const struct tls *tls)
{
	struct text *bytes = NULL;

	assert_fine(file_read(&bytes, AT_FDCWD, tls_authority_file(tls), 100000));
	return bytes;
}

static void an_authority_in_certs_d_is_trusted_for_its_host_alone(void **state)
{
	(void)state;
	OWNED(tls) tls = tls_new("IP:127.0.0.1,DNS:localhost");
	OWNED(server) server = server_new_tls(tls);
	OWNED(text) authority = authority_of(tls);
	OWNED(sandbox) home = home_with(server, "own.crt", authority->bytes);
	OWNED_STRING variable = must_format("HOME=%s", home->top);
	OWNED_STRING by_address = secure_url(server, "127.0.0.1");
	OWNED_STRING by_name = secure_url(server, "localhost");
	OWNED(http_session) session = http_session_new((const char *const[]){ variable, NULL });

	server_add_reply(server, "/", (struct server_reply){ .body = "x" });
	const size_t direct = http_session_get(session, by_address);
	const size_t other = http_session_get(session, by_name);

	http_session_run(session);
	assert_fine(error_copy(http_session_outcome(session, direct)->error));
	assert_fails(error_copy(http_session_outcome(session, other)->error), ERROR_NETWORK,
		     "certificate not trusted");
}

/* It adds to what is trusted already, and takes nothing away. */
static void an_authority_in_certs_d_does_not_replace_the_others(void **state)
{
	(void)state;
	OWNED(tls) tls = tls_new("IP:127.0.0.1");
	OWNED(tls) other = tls_new("IP:127.0.0.1");
	OWNED(server) server = server_new_tls(tls);
	OWNED(text) authority = authority_of(other);
	OWNED(sandbox) home = home_with(server, "own.crt", authority->bytes);
	OWNED_STRING variable = must_format("HOME=%s", home->top);
	OWNED_STRING usual = must_format("SSL_CERT_FILE=%s", tls_authority_file(tls));
	OWNED_STRING url = secure_url(server, "127.0.0.1");
	OWNED(http_session)
	session = http_session_new((const char *const[]){ variable, usual, NULL });

	server_add_reply(server, "/", (struct server_reply){ .body = "x" });
	const size_t asked = http_session_get(session, url);

	http_session_run(session);
	assert_fine(error_copy(http_session_outcome(session, asked)->error));
}

static void what_is_wrong_in_certs_d_fails_the_host_before_a_connection(void **state)
{
	static const struct {
		const char *name;
		const char *part;
	} rows[] = { { "a.crt", "not a PEM file" }, { "a.cert", "a.key" }, { "a.key", "a.cert" } };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		OWNED(server) server = server_new();
		OWNED(sandbox) home = home_with(server, rows[i].name, "x");
		OWNED_STRING variable = must_format("HOME=%s", home->top);
		OWNED_STRING url = secure_url(server, "127.0.0.1");
		OWNED(http_session)
		session = http_session_new((const char *const[]){ variable, NULL });
		const size_t asked = http_session_get(session, url);
		const size_t plain = http_session_get(session, server_url(server));

		http_session_run(session);
		assert_fails(error_copy(http_session_outcome(session, asked)->error), ERROR_USAGE,
			     rows[i].part);
		assert_fails(error_copy(http_session_outcome(session, asked)->error), ERROR_USAGE,
			     home->top);
		assert_int_equal(http_session_outcome(session, plain)->status, 404);
		assert_int_equal(server_connections(server), 1);
	}
}

/* What is waited for is the handshake, not the first answer. A few are enough to
 * tell: valgrind takes its time over every handshake. */
static void a_burst_over_tls_goes_out_at_once_too(void **state)
{
	(void)state;
	OWNED(tls) tls = tls_new("IP:127.0.0.1");
	OWNED(server) server = server_new_tls(tls);
	OWNED_STRING authority = must_format("SSL_CERT_FILE=%s", tls_authority_file(tls));
	OWNED_STRING url = secure_url(server, "127.0.0.1");
	OWNED(http_session) session = http_session_new((const char *const[]){ authority, NULL });

	server_add_reply(server, "/", (struct server_reply){ .together = BURST });
	for (size_t i = 0; i < BURST; i++)
		http_session_get(session, url);
	http_session_run(session);
	assert_int_equal(server_most_parallel(server), BURST);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_authority_named_in_ssl_cert_file_is_trusted),
		cmocka_unit_test(an_unknown_authority_is_not_trusted_and_not_tried_again),
		cmocka_unit_test(a_certificate_for_another_name_is_not_trusted),
		cmocka_unit_test(authorities_that_cannot_be_read_are_told_of),
		cmocka_unit_test(https_to_a_port_without_tls_is_told_of),
		cmocka_unit_test(a_handshake_that_is_cut_is_tried_again),
		cmocka_unit_test(connections_are_used_again_over_tls_too),
		cmocka_unit_test(an_authority_in_certs_d_is_trusted_for_its_host_alone),
		cmocka_unit_test(an_authority_in_certs_d_does_not_replace_the_others),
		cmocka_unit_test(what_is_wrong_in_certs_d_fails_the_host_before_a_connection),
		cmocka_unit_test(a_burst_over_tls_goes_out_at_once_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
