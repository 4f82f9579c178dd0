#include "../support/assertions.h"
#include <digestbump/base/memory.h>
#include <digestbump/http/http.h>
#include <digestbump/http/url.h>
#include <digestbump/limits.h>
#include <string.h>

struct good {
	const char *text;
	bool secure;
	const char *host;
	unsigned port;
	const char *path;
	const char *query;
	const char *whole; /* NULL: as text */
};

static const struct good goods[] = {
	{ "https://registry-1.docker.io/v2/", true, "registry-1.docker.io", 443, "/v2/", NULL,
	  NULL },
	{ "https://ghcr.io/token?a=b&c=d", true, "ghcr.io", 443, "/token", "a=b&c=d", NULL },
	{ "HTTPS://Example.COM/Path", true, "example.com", 443, "/Path", NULL,
	  "https://example.com/Path" },
	{ "http://example.com", false, "example.com", 80, "/", NULL, "http://example.com/" },
	{ "http://example.com:80/", false, "example.com", 80, "/", NULL, "http://example.com/" },
	{ "http://example.com:443/", false, "example.com", 443, "/", NULL, NULL },
	{ "https://example.com:/", true, "example.com", 443, "/", NULL, "https://example.com/" },
	{ "https://example.com:65535/", true, "example.com", 65535, "/", NULL, NULL },
	{ "https://example.com:0443/", true, "example.com", 443, "/", NULL,
	  "https://example.com/" },
	{ "https://example.com?x", true, "example.com", 443, "/", "x", "https://example.com/?x" },
	{ "https://example.com/?", true, "example.com", 443, "/", "", NULL },
	{ "https://example.com/a#secret", true, "example.com", 443, "/a", NULL,
	  "https://example.com/a" },
	{ "https://example.com#secret", true, "example.com", 443, "/", NULL,
	  "https://example.com/" },
	{ "https://example.com/?q#x?y", true, "example.com", 443, "/", "q",
	  "https://example.com/?q" },
	{ "https://example.com/a/../b/./c", true, "example.com", 443, "/b/c", NULL,
	  "https://example.com/b/c" },
	{ "https://example.com/../../x", true, "example.com", 443, "/x", NULL,
	  "https://example.com/x" },
	{ "https://example.com/%2e%2e/x", true, "example.com", 443, "/%2e%2e/x", NULL, NULL },
	{ "https://example.com/a@b:c", true, "example.com", 443, "/a@b:c", NULL, NULL },
	{ "https://example.com/?u=a@b", true, "example.com", 443, "/", "u=a@b", NULL },
	{ "http://my_host.internal/", false, "my_host.internal", 80, "/", NULL, NULL },
	{ "http://example.com./", false, "example.com.", 80, "/", NULL, NULL },
	{ "http://127.0.0.1:5000/v2/", false, "127.0.0.1", 5000, "/v2/", NULL, NULL },
	{ "http://127.1/", false, "127.0.0.1", 80, "/", NULL, "http://127.0.0.1/" },
	{ "http://0x7f000001/", false, "127.0.0.1", 80, "/", NULL, "http://127.0.0.1/" },
	{ "http://[::1]/", false, "[::1]", 80, "/", NULL, NULL },
	{ "http://[::1]:5000/x?y", false, "[::1]", 5000, "/x", "y", NULL },
	{ "http://[0:0:0:0:0:0:0:1]/", false, "[::1]", 80, "/", NULL, "http://[::1]/" },
	{ "http://[2001:DB8::A]/", false, "[2001:db8::a]", 80, "/", NULL, "http://[2001:db8::a]/" },
};

static void every_good_url_has_its_parts(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(goods) / sizeof(*goods); i++) {
		const struct good *row = &goods[i];
		OWNED(url) url = NULL;

		assert_fine(url_parse(&url, row->text));
		OWNED_STRING whole = url_text(url);

		assert_string_equal(whole, row->whole ? row->whole : row->text);
		assert_int_equal(url->secure, row->secure);
		assert_string_equal(url->host, row->host);
		assert_int_equal(url->port, row->port);
		assert_string_equal(url->path, row->path);
		assert_string_equal(url->query ? url->query : "none",
				    row->query ? row->query : "none");
	}
}

static const struct {
	const char *text;
	const char *reason;
} bads[] = {
	{ "", "does not start" },
	{ "/path", "does not start" },
	{ "example.com", "does not start" },
	{ "//example.com/", "does not start" },
	{ "ftp://example.com/", "does not start" },
	{ "file:///etc/passwd", "does not start" },
	{ "javascript:alert(1)", "does not start" },
	{ "http:/example.com/", "does not start" },
	{ "http:example.com", "does not start" },
	{ "httpx://example.com", "does not start" },
	{ "http://", "names no host" },
	{ "http:///example.com", "names no host" },
	{ "https://?x", "names no host" },
	{ "https://#x", "names no host" },
	{ "http://:80/", "" },
	{ "http://user@example.com/", "user information" },
	{ "http://user:secret@example.com/", "user information" },
	{ "http://@example.com/", "user information" },
	{ "http://good.com@evil.com/", "user information" },
	{ "http://good.com%40evil.com/", "" },
	{ "http://a b/", "blanks" },
	{ "http://a/b c", "blanks" },
	{ " http://a/", "blanks" },
	{ "http://a/\n", "control" },
	{ "http://a/\r\nX-Evil: 1", "control" },
	{ "http://a/\x7f", "control" },
	{ "http://a\t.com/", "control" },
	{ "http://a/\xc3\xa9", "ASCII" },
	{ "http://\xc3\xa9.com/", "ASCII" },
	{ "http://good.com\\@evil.com/", "backslashes" },
	{ "http://a/\\b", "backslashes" },
	{ "http://a:0/", "port 0" },
	{ "http://a:65536/", "no valid URL" },
	{ "http://a:-1/", "no valid URL" },
	{ "http://a:x/", "no valid URL" },
	{ "http://a:80:80/", "no valid URL" },
	{ "http://[::1/", "no valid URL" },
	{ "http://::1/", "no valid URL" },
	{ "http://[::1]x/", "no valid URL" },
	{ "http://[fe80::1%25eth0]/", "zone" },
	{ "http://[1.2.3.4]/", "" },
	{ "http://a..b/", "no valid host" },
	{ "http://.a/", "no valid host" },
	{ "http://./", "no valid host" },
	{ "http://-a/", "no valid host" },
	{ "http://a%00b/", "" },
	{ "http://a%2fb/", "" },
	{ "http://a,b/", "" },
	{ "http://a;b/", "" },
	{ "http://*/", "" },
};

static void every_bad_url_is_refused_with_a_reason(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(bads) / sizeof(*bads); i++) {
		OWNED(url) url = NULL;
		struct error *error = url_parse(&url, bads[i].text);

		if (!error)
			fail_msg("'%s' is taken", bads[i].text);
		assert_null(strstr(error_text(error), "secret"));
		assert_fails(error, ERROR_SYNTAX, bads[i].reason);
		assert_null(url);
	}
}

static void a_url_of_the_greatest_length_is_the_last_taken(void **state)
{
	(void)state;
	char text[URL_BYTES_MOST + 2];
	OWNED(url) fits = NULL;
	OWNED(url) over = NULL;

	memset(text, 'a', sizeof(text));
	memcpy(text, "http://a/", strlen("http://a/"));
	text[URL_BYTES_MOST] = '\0';
	assert_fine(url_parse(&fits, text));
	text[URL_BYTES_MOST] = 'a';
	text[URL_BYTES_MOST + 1] = '\0';
	assert_fails(url_parse(&over, text), ERROR_LIMIT, "8192");
}

/* The examples of RFC 3986 sections 5.4.1 and 5.4.2, without fragments. */
static const struct {
	const char *text;
	const char *want;
} relatives[] = {
	{ "g", "http://a/b/c/g" },
	{ "./g", "http://a/b/c/g" },
	{ "g/", "http://a/b/c/g/" },
	{ "/g", "http://a/g" },
	{ "//g", "http://g/" },
	{ "?y", "http://a/b/c/d;p?y" },
	{ "g?y", "http://a/b/c/g?y" },
	{ "#s", "http://a/b/c/d;p?q" },
	{ "g#s", "http://a/b/c/g" },
	{ "g?y#s", "http://a/b/c/g?y" },
	{ ";x", "http://a/b/c/;x" },
	{ "g;x", "http://a/b/c/g;x" },
	{ "g;x?y#s", "http://a/b/c/g;x?y" },
	{ "", "http://a/b/c/d;p?q" },
	{ ".", "http://a/b/c/" },
	{ "./", "http://a/b/c/" },
	{ "..", "http://a/b/" },
	{ "../", "http://a/b/" },
	{ "../g", "http://a/b/g" },
	{ "../..", "http://a/" },
	{ "../../", "http://a/" },
	{ "../../g", "http://a/g" },
	{ "../../../g", "http://a/g" },
	{ "../../../../g", "http://a/g" },
	{ "/./g", "http://a/g" },
	{ "/../g", "http://a/g" },
	{ "g.", "http://a/b/c/g." },
	{ ".g", "http://a/b/c/.g" },
	{ "g..", "http://a/b/c/g.." },
	{ "..g", "http://a/b/c/..g" },
	{ "./../g", "http://a/b/g" },
	{ "./g/.", "http://a/b/c/g/" },
	{ "g/./h", "http://a/b/c/g/h" },
	{ "g/../h", "http://a/b/c/h" },
	{ "g;x=1/./y", "http://a/b/c/g;x=1/y" },
	{ "g;x=1/../y", "http://a/b/c/y" },
	{ "g?y/./x", "http://a/b/c/g?y/./x" },
	{ "g?y/../x", "http://a/b/c/g?y/../x" },
	{ "g#s/./x", "http://a/b/c/g" },
	{ "https://g/x", "https://g/x" },
	{ "HTTP://G/x", "http://g/x" },
	{ "//g:8080/x?y", "http://g:8080/x?y" },
	{ "/g?u=http://x/", "http://a/g?u=http://x/" },
};

static void relative_urls_resolve_as_rfc_3986_shows(void **state)
{
	(void)state;
	OWNED(url) base = NULL;

	assert_fine(url_parse(&base, "http://a/b/c/d;p?q"));
	for (size_t i = 0; i < sizeof(relatives) / sizeof(*relatives); i++) {
		OWNED(url) url = NULL;

		assert_fine(url_resolve(&url, base, relatives[i].text));
		OWNED_STRING whole = url_text(url);

		if (strcmp(whole, relatives[i].want) != 0)
			fail_msg("'%s' is '%s', not '%s'", relatives[i].text, whole,
				 relatives[i].want);
	}
}

static void relative_urls_cannot_leave_http(void **state)
{
	(void)state;
	static const char *const texts[] = { "file:///etc/passwd", "http:g",       "g:h",
					     "javascript:x",       "//user@g/",    "//",
					     "http:///g",          "/a b",         "\\\\evil.com",
					     "/\\evil.com",        "//[::1%25lo]/" };
	OWNED(url) base = NULL;

	assert_fine(url_parse(&base, "https://a/b"));
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		OWNED(url) url = NULL;

		assert_fails(url_resolve(&url, base, texts[i]), ERROR_SYNTAX, "URL '");
		assert_null(url);
	}
}

static void a_relative_url_keeps_scheme_and_port_of_its_base(void **state)
{
	(void)state;
	OWNED(url) base = NULL;
	OWNED(url) same = NULL;
	OWNED(url) other = NULL;

	assert_fine(url_parse(&base, "https://[::1]:5001/v2/"));
	assert_fine(url_resolve(&same, base, "/token?x"));
	assert_true(url_same_origin(base, same));
	assert_fine(url_resolve(&other, base, "//b/"));
	assert_true(other->secure);
	assert_int_equal(other->port, 443);
}

static void the_same_origin_is_scheme_host_and_port(void **state)
{
	(void)state;
	static const struct {
		const char *a, *b;
		bool same;
	} rows[] = {
		{ "https://a/x", "https://A:443/y?z", true },
		{ "http://a/", "https://a/", false },
		{ "http://a:443/", "https://a/", false },
		{ "https://a/", "https://a:444/", false },
		{ "https://a/", "https://b.a/", false },
		{ "https://a/", "https://a./", false },
		{ "http://127.0.0.1/", "http://0x7f.1/", true },
		{ "http://[::1]/", "http://[0::1]:80/", true },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		OWNED(url) a = NULL;
		OWNED(url) b = NULL;

		assert_fine(url_parse(&a, rows[i].a));
		assert_fine(url_parse(&b, rows[i].b));
		assert_int_equal(url_same_origin(a, b), rows[i].same);
	}
}

static void a_safe_url_tells_no_secret(void **state)
{
	(void)state;
	static const struct {
		const char *text, *want;
	} rows[] = {
		{ "https://a/b?token=secret", "https://a/b" },
		{ "https://a/b#secret", "https://a/b" },
		{ "https://user:secret@a/b?c", "https://a/b" },
		{ "https://user:se@cret@a/b", "https://a/b" },
		{ "https://user:se/cret@a/b", "https://a/b" },
		{ "user:secret@a/b", "a/b" },
		{ "http:/user:secret@a/b", "a/b" },
		{ "https://a/x@y", "https://a/x@y" },
		{ "no url at all", "no url at all" },
		{ "https://a/\x1b[2J?secret", "https://a/\\x1b[2J" },
		{ "", "" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		OWNED_STRING safe = http_safe_url(rows[i].text);

		assert_string_equal(safe, rows[i].want);
	}
}

static void a_host_names_its_port_only_when_it_is_unusual(void **state)
{
	(void)state;
	OWNED(url) usual = NULL;
	OWNED(url) unusual = NULL;

	assert_fine(url_parse(&usual, "https://a:443/"));
	assert_fine(url_parse(&unusual, "http://[::1]:443/"));
	OWNED_STRING plain = url_host_text(usual);
	OWNED_STRING with_port = url_host_text(unusual);

	assert_string_equal(plain, "a");
	assert_string_equal(with_port, "[::1]:443");
}

static void escaping_leaves_only_unreserved_characters(void **state)
{
	(void)state;
	OWNED_STRING escaped = http_escape("repository:a/b-c_d.e~f:pull,push &=+%\xc3\xa9");

	assert_string_equal(escaped,
			    "repository%3Aa%2Fb-c_d.e~f%3Apull%2Cpush%20%26%3D%2B%25%C3%A9");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_good_url_has_its_parts),
		cmocka_unit_test(every_bad_url_is_refused_with_a_reason),
		cmocka_unit_test(a_url_of_the_greatest_length_is_the_last_taken),
		cmocka_unit_test(relative_urls_resolve_as_rfc_3986_shows),
		cmocka_unit_test(relative_urls_cannot_leave_http),
		cmocka_unit_test(a_relative_url_keeps_scheme_and_port_of_its_base),
		cmocka_unit_test(the_same_origin_is_scheme_host_and_port),
		cmocka_unit_test(a_safe_url_tells_no_secret),
		cmocka_unit_test(a_host_names_its_port_only_when_it_is_unusual),
		cmocka_unit_test(escaping_leaves_only_unreserved_characters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
