#include "../support/assertions.h"
#include <digestbump/registry/challenge.h>
#include <string.h>

struct row {
	const char *line;
	bool bearer;
	const char *realm;
	const char *service;
	const char *scope;
	const char *error;
};

/* Header lines as servers send them, and what they come to. */
static const struct row rows[] = {
	/* Docker Hub's ping: no scope */
	{ "Bearer realm=\"https://auth.docker.io/token\",service=\"registry.docker.io\"", true,
	  "https://auth.docker.io/token", "registry.docker.io", NULL, NULL },
	/* Forgejo: two challenges on one line, both with all parameters */
	{ "Bearer realm=\"https://codeberg.org/v2/token\",service=\"container_registry\","
	  "scope=\"*\",Basic realm=\"https://codeberg.org/v2\",service=\"container_registry\","
	  "scope=\"*\"",
	  true, "https://codeberg.org/v2/token", "container_registry", "*", NULL },
	{ "Basic realm=\"x\", Bearer realm=\"https://h/token\"", true, "https://h/token", NULL,
	  NULL, NULL },
	{ "Basic realm=\"Artifactory Realm\"", false, "Artifactory Realm", NULL, NULL, NULL },
	{ "Basic realm=\"https://1.dkr.ecr.eu-central-1.amazonaws.com/\","
	  "service=\"ecr.amazonaws.com\"",
	  false, "https://1.dkr.ecr.eu-central-1.amazonaws.com/", "ecr.amazonaws.com", NULL, NULL },
	{ "Basic", false, NULL, NULL, NULL, NULL },
	{ "Negotiate, Basic realm=\"a\"", false, "a", NULL, NULL, NULL },
	{ "Negotiate YIIB/abc+d==, Basic realm=a", false, "a", NULL, NULL, NULL },
	{ "NTLM TlRMTVNTUAAB, Digest realm=\"d\", nonce=\"n\", Basic realm=\"b\"", false, "b", NULL,
	  NULL, NULL },
	/* any case, blanks around '=' and ',', commas too many */
	{ ",, bEARER  ReAlM = \"https://h/t\" , SERVICE\t=\ts ,,error=\"insufficient_scope\", ",
	  true, "https://h/t", "s", NULL, "insufficient_scope" },
	/* quoted pairs; a comma, '=' and a scheme's name within quotes are text */
	{ "Bearer realm=\"https://h/t\",service=\"a \\\"b\\\\c\\\", Basic realm=\"", true,
	  "https://h/t", "a \"b\\c\", Basic realm=", NULL, NULL },
	/* without quotes */
	{ "Bearer realm=https://h/token?x=y,service=s", true, "https://h/token?x=y", "s", NULL,
	  NULL },
	{ "Bearer realm=\"/token\",service=\"\",scope=\"\"", true, "/token", NULL, NULL, NULL },
	{ "Bearer realm=\"https://h/t\",scope=\"repository:a/b:pull repository:c:pull\"", true,
	  "https://h/t", NULL, "repository:a/b:pull repository:c:pull", NULL },
	{ "Bearer realm=\"https://h/t\",unknown=\"x\",unknown=\"y\"", true, "https://h/t", NULL,
	  NULL, NULL },
	/* a Bearer that says no realm is worth less than a Basic */
	{ "Bearer service=\"s\", Basic realm=\"b\"", false, "b", NULL, NULL, NULL },
	{ "Bearer realm=\"\", Basic realm=\"b\"", false, "b", NULL, NULL, NULL },
};

static void same(const char *a, const char *b)
{
	if (!b) {
		assert_null(a);
		return;
	}
	assert_non_null(a);
	assert_string_equal(a, b);
}

static void every_line_comes_to_its_challenge(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		OWNED(challenge) challenge = NULL;

		print_message("%s\n", rows[i].line);
		assert_fine(challenge_parse(&challenge, &rows[i].line, 1));
		assert_int_equal(challenge->bearer, rows[i].bearer);
		same(challenge->realm, rows[i].realm);
		same(challenge->service, rows[i].service);
		same(challenge->scope, rows[i].scope);
		same(challenge->error, rows[i].error);
	}
}

static void fails(const char *line, enum error_kind kind)
{
	struct challenge *challenge = NULL;

	print_message("%s\n", line);
	assert_fails(challenge_parse(&challenge, &line, 1), kind, "");
	assert_null(challenge);
}

static void a_line_that_is_broken_gives_no_part_of_itself(void **state)
{
	(void)state;
	fails("Bearer realm=\"https://h/token", ERROR_SYNTAX);
	fails("Bearer realm=\"https://h/token\\", ERROR_SYNTAX);
	fails("Basic realm=\"a\", Bearer realm=\"https://h/token", ERROR_SYNTAX);
	fails("realm=\"https://h/token\"", ERROR_SYNTAX);
	fails("=", ERROR_SYNTAX);
	fails("Bearer realm=\"a\" \"b\"", ERROR_SYNTAX);
}

/* Parsers that let the last or the first one win send credentials to different
 * places. */
static void a_realm_given_twice_breaks_the_line(void **state)
{
	(void)state;
	fails("Bearer realm=\"https://h/token\",realm=\"https://evil/token\"", ERROR_SYNTAX);
}

static void a_bearer_challenge_without_a_realm_is_none(void **state)
{
	(void)state;
	fails("Bearer service=\"s\"", ERROR_SYNTAX);
	fails("Bearer realm=\"\"", ERROR_SYNTAX);
}

static void schemes_that_are_not_spoken_are_told(void **state)
{
	(void)state;
	fails("Negotiate", ERROR_UNSUPPORTED);
	fails("Digest realm=\"a\", nonce=\"b\"", ERROR_UNSUPPORTED);
	fails("", ERROR_UNSUPPORTED);
	assert_fails(challenge_parse(&(struct challenge *){ NULL }, NULL, 0), ERROR_UNSUPPORTED,
		     "neither Bearer nor Basic");
}

static void bearer_wins_over_basic_whatever_line_it_is_on(void **state)
{
	const char *lines[] = { "Negotiate", "Basic realm=\"a\"", "Bearer realm=\"https://h/t\"" };
	OWNED(challenge) challenge = NULL;

	(void)state;
	assert_fine(challenge_parse(&challenge, lines, 3));
	assert_true(challenge->bearer);
	assert_string_equal(challenge->realm, "https://h/t");
}

static void a_broken_line_does_not_cost_the_others(void **state)
{
	const char *lines[] = { "Bearer realm=\"open", "Basic realm=\"a\"" };
	OWNED(challenge) challenge = NULL;

	(void)state;
	assert_fine(challenge_parse(&challenge, lines, 2));
	assert_false(challenge->bearer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_line_comes_to_its_challenge),
		cmocka_unit_test(a_line_that_is_broken_gives_no_part_of_itself),
		cmocka_unit_test(a_realm_given_twice_breaks_the_line),
		cmocka_unit_test(a_bearer_challenge_without_a_realm_is_none),
		cmocka_unit_test(schemes_that_are_not_spoken_are_told),
		cmocka_unit_test(bearer_wins_over_basic_whatever_line_it_is_on),
		cmocka_unit_test(a_broken_line_does_not_cost_the_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
