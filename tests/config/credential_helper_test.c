/* docker's credential helpers: what they say, and what they get up to. */
#include "../../src/config/credential_helper.h"
#include "../support/assertions.h"
#include "../support/sandbox.h"
#include <digestbump/base/memory.h>
#include <digestbump/base/time.h>
#include <digestbump/limits.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char *path; /* of the programs, for the test at hand */

static const char *variable(const char *name)
{
	return strcmp(name, "PATH") == 0 ? path : NULL;
}

static const struct context context = { .variable = variable };

/* Puts a helper that does `line` into the sandbox's directory. */
static void install(const struct sandbox *sandbox, const char *name, const char *line)
{
	OWNED_STRING file = must_format("docker-credential-%s", name);
	OWNED_STRING script = must_format("#!/bin/sh\n%s\n", line);
	OWNED_STRING whole = sandbox_path(sandbox, file);

	sandbox_write(sandbox, file, script);
	assert_int_equal(chmod(whole, 0755), 0);
	path = sandbox->top;
}

static void assert_read(const char *output, int code, const char *user, const char *secret)
{
	OWNED(credential) found = NULL;

	assert_fine(helper_parse(&found, code, slice_of(output)));
	assert_true(!found == !user);
	if (!found)
		return;
	assert_string_equal(found->username ? found->username : "<token>", user);
	assert_string_equal(found->username ? found->password : found->identity_token, secret);
}

static void answers_are_read_as_docker_reads_them(void **state)
{
	(void)state;
	assert_read("{\"ServerURL\":\"h\",\"Username\":\"u\",\"Secret\":\"p:w\"}\n", 0, "u", "p:w");
	assert_read("{\"ServerURL\":\"\",\"Username\":\"AWS\",\"Secret\":\"s\"}", 0, "AWS", "s");
	assert_read("{\"username\":\"u\",\"secret\":\"\\u00fc\"}", 0, "u", "\xc3\xbc");
	assert_read("{\"Username\":\"<token>\",\"Secret\":\"t\"}", 0, "<token>", "t");
	assert_read("{\"Username\":\"u\",\"Secret\":\"\"}", 0, "u", "");
	assert_read("{\"Username\":\"\",\"Secret\":\"\"}", 0, NULL, NULL);
	assert_read("{}", 0, NULL, NULL);
	assert_read("credentials not found in native keychain\n", 1, NULL, NULL);
	assert_read("no credentials server URL", 1, NULL, NULL);
	assert_read("no credentials username", 2, NULL, NULL);
}

static void answers_that_are_none_are_failures_without_their_words(void **state)
{
	static const struct {
		const char *output;
		int code;
		const char *part;
	} rows[] = {
		{ "", 0, "JSON object" },
		{ "hunter2", 0, "JSON object" },
		{ "[\"hunter2\"]", 0, "JSON object" },
		{ "{\"Username\":\"u\",\"Secret\":\"hunter2\"", 0, "JSON object" },
		{ "{\"Username\":\"u\",\"Secret\":\"hunter2\"}", 1, "exit code 1" },
		{ "hunter2 is wrong", 3, "exit code 3" },
		{ "credentials not found in native keychain", 0, "JSON object" },
		{ "{\"Username\":\"\",\"Secret\":\"hunter2\"}", 0, "user name" },
		{ "{\"Username\":\"a:b\",\"Secret\":\"hunter2\"}", 0, "user name" },
		{ "{\"Secret\":\"hunter2\"}", 0, "user name" },
		{ "{\"Username\":\"u\",\"Secret\":\"hunter2\\r\\nX: y\"}", 0, "control character" },
		{ "{\"Username\":\"u\\n\",\"Secret\":\"hunter2\"}", 0, "control character" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		OWNED(credential) found = NULL;
		OWNED(error) error = helper_parse(&found, rows[i].code, slice_of(rows[i].output));

		assert_non_null(error);
		assert_null(found);
		assert_non_null(strstr(error_text(error), rows[i].part));
		assert_null(strstr(error_text(error), "hunter2"));
	}
}

static void a_helper_is_asked_on_its_input_and_once(void **state)
{
	(void)state;
	OWNED(sandbox) sandbox = sandbox_new();
	OWNED(helpers) helpers = helpers_new(&context);
	OWNED_STRING line = must_format("echo \"$@\" >>%s/calls; cat >>%s/calls; echo >>%s/calls\n"
					"echo '{\"Username\":\"u\",\"Secret\":\"p\"}'",
					sandbox->top, sandbox->top, sandbox->top);

	install(sandbox, "fake", line);
	const struct helper_result *first = helpers_get(helpers, "fake", "docker.io", true);

	assert_fine(error_copy(first->error));
	assert_string_equal(first->credential->username, "u");
	assert_string_equal(first->credential->source, "the credential helper 'fake'");
	assert_ptr_equal(helpers_get(helpers, "fake", "docker.io", true), first);
	assert_ptr_equal(helpers_get(helpers, "fake", "docker.io", false), first);
	assert_non_null(helpers_get(helpers, "fake", "h.example:5000", true)->credential);
	OWNED(text) calls = sandbox_read(sandbox, "calls");

	assert_string_equal(calls->bytes,
			    "get\nhttps://index.docker.io/v1/\nget\nh.example:5000\n");
}

static void helpers_run_beside_one_another(void **state)
{
	(void)state;
	OWNED(sandbox) sandbox = sandbox_new();
	OWNED(helpers) helpers = helpers_new(&context);
	char host[32];
	unsigned left = 1;

	/* Each waits until three are there. */
	OWNED_STRING line =
	    must_format("cd %s && read host; : >\"at-$host\"\n"
			"while [ \"$(ls at-* | wc -l)\" -lt 3 ]; do sleep 0.02; done\n"
			"echo '{\"Username\":\"u\",\"Secret\":\"p\"}'",
			sandbox->top);

	install(sandbox, "fake", line);
	for (int64_t start = time_monotonic_ms(); left;) {
		left = 0;
		for (int i = 0; i < 3; i++) {
			snprintf(host, sizeof(host), "h%d.example", i);
			left += !helpers_get(helpers, "fake", host, false);
		}
		assert_true(time_monotonic_ms() - start < 300 * 1000);
	}
	assert_non_null(helpers_get(helpers, "fake", "h2.example", false)->credential);
}

static void no_more_than_a_few_run_at_once(void **state)
{
	(void)state;
	OWNED(sandbox) sandbox = sandbox_new();
	OWNED(helpers) helpers = helpers_new(&context);
	OWNED_STRING line =
	    must_format("cd %s && read host; : >\"at-$host\"; ls at-* | wc -l >>most; sleep 0.1; "
			"rm \"at-$host\"; echo '{}'",
			sandbox->top);
	char host[32];
	unsigned left = 1;

	install(sandbox, "fake", line);
	while (left) {
		left = 0;
		for (int i = 0; i < HELPERS_MOST * 2; i++) {
			snprintf(host, sizeof(host), "h%d.example", i);
			left += !helpers_get(helpers, "fake", host, false);
		}
	}
	assert_int_equal(sandbox_status(sandbox, "[ \"$(sort -n most | tail -n 1)\" -le 8 ]"), 0);
	assert_int_equal(sandbox_status(sandbox, "[ \"$(wc -l <most)\" -eq 16 ]"), 0);
}

static void assert_fault(struct helpers *helpers, const char *name, const char *part)
{
	const struct helper_result *answer = helpers_get(helpers, name, "h.example", true);

	assert_null(answer->credential);
	assert_fails(error_copy(answer->error), ERROR_DENIED, part);
	assert_null(strstr(error_text(answer->error), "hunter2"));
}

static void faults_are_told_without_what_was_written(void **state)
{
	(void)state;
	OWNED(sandbox) sandbox = sandbox_new();
	OWNED(helpers) helpers = helpers_new(&context);

	install(sandbox, "rubbish", "echo hunter2");
	install(sandbox, "fails", "echo hunter2; echo hunter2 >&2; exit 1");
	install(sandbox, "floods", "while :; do echo hunter2hunter2hunter2; done");
	install(sandbox, "shouts", "while :; do echo hunter2hunter2hunter2 >&2; done");
	install(sandbox, "dies", "kill -KILL $$");
	assert_fault(helpers, "rubbish", "JSON object");
	assert_fault(helpers, "rubbish", "docker-credential-rubbish get");
	assert_fault(helpers, "fails", "exit code 1");
	assert_fault(helpers, "floods", "more than 65536 bytes");
	assert_fault(helpers, "shouts", "more than 65536 bytes");
	assert_fault(helpers, "dies", "exit code 137");
}

static void names_that_lead_elsewhere_are_none(void **state)
{
	static const char *const names[] = {
		"", "../evil", "a/b", "/bin/sh", "a b", "a;b", "$(x)", "a\nb", "\xc3\xbc", "x*",
	};

	(void)state;
	OWNED(helpers) helpers = helpers_new(&context);

	path = "/usr/bin:/bin";
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		assert_fault(helpers, names[i], "not a valid name of a credential helper");
	assert_fault(helpers, "not-there",
		     "program 'docker-credential-not-there' not found in PATH");
}

/* A repository is scanned from within: what it holds must not be run. */
static void only_absolute_directories_of_path_count(void **state)
{
	(void)state;
	OWNED(sandbox) sandbox = sandbox_new();
	OWNED(helpers) helpers = helpers_new(&context);

	install(sandbox, "fake", "echo '{\"Username\":\"u\",\"Secret\":\"p\"}'");
	assert_int_equal(chdir(sandbox->top), 0);
	path = ".:::bin:/usr/bin";
	assert_fault(helpers, "fake", "not found in PATH");
	assert_int_equal(chdir("/"), 0);
}

static void a_signal_to_us_ends_a_helper(void **state)
{
	atomic_int stop = 0;
	const struct context stoppable = { .variable = variable, .stop = &stop };

	(void)state;
	OWNED(sandbox) sandbox = sandbox_new();
	OWNED(helpers) helpers = helpers_new(&stoppable);

	install(sandbox, "hangs", "sleep 100");
	assert_null(helpers_get(helpers, "hangs", "h.example", false));
	stop = 1;
	assert_fails(error_copy(helpers_get(helpers, "hangs", "h.example", true)->error),
		     ERROR_STOPPED, "signal");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers_are_read_as_docker_reads_them),
		cmocka_unit_test(answers_that_are_none_are_failures_without_their_words),
		cmocka_unit_test(a_helper_is_asked_on_its_input_and_once),
		cmocka_unit_test(helpers_run_beside_one_another),
		cmocka_unit_test(no_more_than_a_few_run_at_once),
		cmocka_unit_test(faults_are_told_without_what_was_written),
		cmocka_unit_test(names_that_lead_elsewhere_are_none),
		cmocka_unit_test(only_absolute_directories_of_path_count),
		cmocka_unit_test(a_signal_to_us_ends_a_helper),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
