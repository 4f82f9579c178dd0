#include "../../src/registry/token_protocol.h"
#include "../support/assertions.h"
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <string.h>

static void the_token_is_under_either_name(void **state)
{
	static const struct {
		const char *body;
		const char *token;
	} rows[] = {
		{ "{\"token\":\"a\"}", "a" },
		{ "{\"access_token\":\"b\"}", "b" },
		{ "{\"token\":\"a\",\"access_token\":\"b\"}", "b" },
		{ "{\"token\":\"a\",\"access_token\":\"\"}", "a" },
		{ "{\"token\":\"a\",\"access_token\":null}", "a" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		OWNED(token) token = NULL;

		assert_fine(token_parse(&token, slice_of(rows[i].body)));
		assert_string_equal(token->text, rows[i].token);
		assert_int_equal(token->lifetime_s, 60);
	}
}

static void the_lifetime_is_read_in_every_spelling_and_never_short(void **state)
{
	static const struct {
		const char *expires_in;
		long lifetime_s;
	} rows[] = {
		{ "300", 300 },
		{ "300.9", 300 },
		{ "\"300\"", 300 },
		{ "\"3e2\"", 300 },
		{ "59", 60 },
		{ "0", 60 },
		{ "-1", 60 },
		{ "\"-5\"", 60 },
		{ "1e300", 60 },
		{ "\"nan\"", 60 },
		{ "\"inf\"", 60 },
		{ "\"\"", 60 },
		{ "\"soon\"", 60 },
		{ "null", 60 },
		{ "true", 60 },
		{ "[300]", 60 },
		{ "9223372036854775807", 60 },
		{ "604800", 604800 },
		{ "\"300 \"", 60 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		OWNED_STRING body =
		    must_format("{\"token\":\"t\",\"expires_in\":%s}", rows[i].expires_in);
		OWNED(token) token = NULL;

		print_message("%s\n", rows[i].expires_in);
		assert_fine(token_parse(&token, slice_of(body)));
		assert_int_equal(token->lifetime_s, rows[i].lifetime_s);
	}
}

static void refuses(const char *body, enum error_kind kind)
{
	struct token *token = NULL;
	struct error *error = token_parse(&token, slice_of(body));

	assert_null(token);
	assert_non_null(error);
	/* What a token server says may hold a token: it is never quoted. */
	assert_null(strstr(error_text(error), "secret"));
	assert_fails(error, kind, "");
}

static void a_token_that_no_header_may_hold_is_refused(void **state)
{
	OWNED(text) body = text_new(0);

	(void)state;
	refuses("{\"token\":\"secret\\r\\nX-Evil: 1\"}", ERROR_UNTRUSTED);
	refuses("{\"token\":\"secret secret\"}", ERROR_UNTRUSTED);
	refuses("{\"token\":\"secret\\u007f\"}", ERROR_UNTRUSTED);
	refuses("{\"token\":\"s\\u00e9cret\"}", ERROR_UNTRUSTED);
	refuses("{\"token\":\"secret\\u0000\"}", ERROR_SYNTAX);
	text_add_string(body, "{\"token\":\"");
	for (int i = 0; i <= TOKEN_BYTES_MOST; i++)
		text_add_string(body, "a");
	text_add_string(body, "\"}");
	refuses(body->bytes, ERROR_UNTRUSTED);
}

static void an_answer_without_a_token_is_refused_and_not_quoted(void **state)
{
	(void)state;
	refuses("", ERROR_SYNTAX);
	refuses("secret", ERROR_SYNTAX);
	refuses("{}", ERROR_SYNTAX);
	refuses("{\"token\":\"\"}", ERROR_SYNTAX);
	refuses("{\"token\":7}", ERROR_SYNTAX);
	refuses("{\"token\":\"secret\",\"token\":\"secret2\"}", ERROR_UNTRUSTED);
	refuses("[\"secret\"]", ERROR_SYNTAX);
	refuses("{\"token\":\"secret\"", ERROR_SYNTAX);
}

static void scopes_are_pulling_first_and_the_challenge_s_once(void **state)
{
	OWNED(strings) scopes = strings_new();

	(void)state;
	token_scopes(scopes, "team/app", "aws  repository:team/app:pull repository:x:5/y:pull");
	assert_int_equal(scopes->count, 3);
	assert_string_equal(scopes->items[0], "repository:team/app:pull");
	assert_string_equal(scopes->items[1], "aws");
	assert_string_equal(scopes->items[2], "repository:x:5/y:pull");
}

static void the_url_keeps_the_realm_s_query_and_escapes_all_values(void **state)
{
	static const struct {
		const char *realm;
		const char *service;
		const char *account;
		const char *url;
	} rows[] = {
		{ "https://h/token", "reg", NULL,
		  "https://h/token?service=reg&scope=repository%3Aa%2Fb%3Apull&scope=x" },
		{ "https://h/token", NULL, NULL,
		  "https://h/token?scope=repository%3Aa%2Fb%3Apull&scope=x" },
		{ "https://h/token?x=y", "a b&c", "robot$ci+1",
		  "https://h/token?x=y&account=robot%24ci%2B1&service=a%20b%26c&"
		  "scope=repository%3Aa%2Fb%3Apull&scope=x" },
		{ "https://h/token?", NULL, NULL,
		  "https://h/token?scope=repository%3Aa%2Fb%3Apull&scope=x" },
	};
	OWNED(strings) scopes = strings_new();

	(void)state;
	token_scopes(scopes, "a/b", "x");
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		OWNED(url) realm = NULL;

		assert_fine(url_parse(&realm, rows[i].realm));
		OWNED_STRING url = token_url(realm, rows[i].service, scopes, rows[i].account);

		assert_string_equal(url, rows[i].url);
	}
}

static void the_form_has_one_scope_field_and_a_client(void **state)
{
	OWNED(strings) scopes = strings_new();

	(void)state;
	token_scopes(scopes, "a", "x");
	OWNED_STRING form = token_form("reg", scopes, "id&token");

	assert_string_equal(form, "grant_type=refresh_token&client_id=digestbump&service=reg&"
				  "scope=repository%3Aa%3Apull%20x&refresh_token=id%26token");
}

static void basic_is_base64_of_the_pair(void **state)
{
	(void)state;
	OWNED_STRING basic = authorization_basic("Aladdin", "open sesame");
	OWNED_STRING colon = authorization_basic("u", ":p:\xc3\xa9");

	assert_string_equal(basic, "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
	assert_string_equal(colon, "Basic dTo6cDrDqQ==");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_token_is_under_either_name),
		cmocka_unit_test(the_lifetime_is_read_in_every_spelling_and_never_short),
		cmocka_unit_test(a_token_that_no_header_may_hold_is_refused),
		cmocka_unit_test(an_answer_without_a_token_is_refused_and_not_quoted),
		cmocka_unit_test(scopes_are_pulling_first_and_the_challenge_s_once),
		cmocka_unit_test(the_url_keeps_the_realm_s_query_and_escapes_all_values),
		cmocka_unit_test(the_form_has_one_scope_field_and_a_client),
		cmocka_unit_test(basic_is_base64_of_the_pair),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
