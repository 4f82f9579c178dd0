#include "../support/assertions.h"
#include "../support/sandbox.h"
#include <digestbump/base/memory.h>
#include <digestbump/base/process.h>
#include <digestbump/base/time.h>
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

struct run {
	int code;
	struct text *output;
	struct text *error_output;
};

static void run_clear(struct run *run)
{
	text_free(run->output);
	text_free(run->error_output);
}

/* Runs a line of sh with ceilings of 100,000 bytes. */
static struct error *shell(struct run *run, const char *line, const struct process_limits *limits)
{
	OWNED(strings) arguments = strings_new();
	OWNED(strings) variables = strings_new();

	strings_add(arguments, "sh");
	strings_add(arguments, "-c");
	strings_add(arguments, line);
	strings_take(variables, must_format("PATH=%s", getenv("PATH")));
	strings_add(variables, "GREETING=hello");
	*run = (struct run){ -1, text_new(100000), text_new(100000) };
	const struct process_options options = { .arguments = arguments,
						 .variables = variables,
						 .input = "to read",
						 .output = run->output,
						 .error_output = run->error_output,
						 .limits = *limits };

	return process_run(&run->code, &options);
}

static const struct process_limits patient = { .idle_timeout_ms = 30000 };

static void both_outputs_and_the_code_come_back(void **state)
{
	struct run run;

	(void)state;
	assert_fine(shell(&run, "echo $GREETING; echo no >&2; cat; exit 3", &patient));
	assert_int_equal(run.code, 3);
	assert_string_equal(run.output->bytes, "hello\nto read");
	assert_string_equal(run.error_output->bytes, "no\n");
	run_clear(&run);
}

static void a_signal_shows_in_the_code(void **state)
{
	struct run run;

	(void)state;
	assert_fine(shell(&run, "kill -KILL $$", &patient));
	assert_int_equal(run.code, 128 + SIGKILL);
	run_clear(&run);
}

static void a_missing_program_is_absent(void **state)
{
	OWNED(strings) arguments = strings_new();
	OWNED(strings) variables = strings_new();
	OWNED(text) text = text_new(10);
	int code = 0;

	(void)state;
	strings_add(arguments, "no-such-program-anywhere");
	const struct process_options options = {
		.arguments = arguments, .variables = variables, .output = text, .error_output = text
	};

	assert_fails(process_run(&code, &options), ERROR_ABSENT, "no-such-program-anywhere");
}

static bool is_gone(const char *pid)
{
	return kill((pid_t)strtol(pid, NULL, 10), 0) < 0 && errno == ESRCH;
}

static void silence_ends_it_with_its_children(void **state)
{
	const struct process_limits hasty = { .idle_timeout_ms = 200, .kill_grace_ms = 2000 };
	struct run run;
	int64_t before = time_monotonic_ms();

	(void)state;
	assert_fails(shell(&run, "sleep 100 & echo $!; wait", &hasty), ERROR_NETWORK,
		     "nothing heard");
	assert_in_range(time_monotonic_ms() - before, 200, 8000);
	for (int i = 0; i < 100 && !is_gone(run.output->bytes); i++)
		assert_int_equal(system("sleep 0.02"), 0);
	assert_true(is_gone(run.output->bytes));
	run_clear(&run);
}

static void a_child_that_speaks_now_and_then_may_take_its_time(void **state)
{
	const struct process_limits hasty = { .idle_timeout_ms = 600 };
	struct run run;

	(void)state;
	assert_fine(shell(&run, "for i in 1 2 3 4 5 6; do sleep 0.2; echo $i >&2; done", &hasty));
	assert_int_equal(run.code, 0);
	run_clear(&run);
}

static void one_that_ignores_the_polite_signal_is_killed(void **state)
{
	const struct process_limits hasty = { .idle_timeout_ms = 100, .kill_grace_ms = 1000 };
	struct run run;

	(void)state;
	assert_fails(shell(&run, "trap '' TERM; sleep 100; sleep 100", &hasty), ERROR_NETWORK,
		     "nothing heard");
	run_clear(&run);
}

static void endless_output_ends_it(void **state)
{
	struct run run;

	(void)state;
	assert_fails(shell(&run, "yes", &patient), ERROR_LIMIT, "more than 100000 bytes");
	assert_int_equal(run.output->size, 100000);
	run_clear(&run);
	assert_fails(shell(&run, "yes >&2", &patient), ERROR_LIMIT, "more than 100000 bytes");
	run_clear(&run);
}

static void a_time_for_the_whole_ends_the_most_talkative(void **state)
{
	const struct process_limits hasty = { .timeout_ms = 200 };
	struct run run;
	int64_t before = time_monotonic_ms();

	(void)state;
	assert_fails(shell(&run, "while :; do echo x; sleep 0.02; done", &hasty), ERROR_NETWORK,
		     "no end after");
	assert_in_range(time_monotonic_ms() - before, 200, 8000);
	run_clear(&run);
}

static void input_that_nobody_reads_hurts_nobody(void **state)
{
	struct run run;

	(void)state;
	assert_fine(shell(&run, "exec <&-; exit 0", &patient));
	assert_int_equal(run.code, 0);
	run_clear(&run);
}

static void one_that_is_given_up_is_killed(void **state)
{
	OWNED(strings) arguments = strings_new();
	OWNED(strings) variables = strings_new();
	OWNED(text) text = text_new(100);
	const struct process_options options = {
		.arguments = arguments, .variables = variables, .output = text, .error_output = text
	};
	struct process *process = NULL;

	(void)state;
	strings_add(arguments, "sh");
	strings_add(arguments, "-c");
	strings_add(arguments, "echo $$; sleep 100");
	strings_take(variables, must_format("PATH=%s", getenv("PATH")));
	assert_fine(process_start(&process, &options));
	while (!text->size)
		assert_false(process_poll(process, 20));
	process_free(process);
	assert_true(is_gone(text->bytes));
}

static void a_signal_to_us_ends_it(void **state)
{
	atomic_int stop = 1;
	const struct process_limits stopped = { .stop = &stop, .idle_timeout_ms = 30000 };
	struct run run;

	(void)state;
	assert_fails(shell(&run, "sleep 100", &stopped), ERROR_STOPPED, "signal");
	run_clear(&run);
}

/* ssh's ControlPersist and git's credential cache stay behind with our pipe. */
static void a_daemon_left_behind_keeps_nobody_waiting(void **state)
{
	struct run run;
	int64_t before = time_monotonic_ms();

	(void)state;
	assert_fine(shell(&run, "sleep 20 & echo done", &patient));
	assert_in_range(time_monotonic_ms() - before, 0, 10000);
	assert_string_equal(run.output->bytes, "done\n");
	run_clear(&run);
}

static void there_is_no_terminal_to_ask_on(void **state)
{
	struct run run;

	(void)state;
	assert_fine(
	    shell(&run, "(: </dev/tty) 2>/dev/null && echo terminal || echo none", &patient));
	assert_string_equal(run.output->bytes, "none\n");
	run_clear(&run);
}

static void signals_that_we_ignore_reach_it(void **state)
{
	struct run run;
	void (*before)(int) = signal(SIGPIPE, SIG_IGN);

	(void)state;
	assert_fine(shell(&run, "kill -PIPE $$; echo survived", &patient));
	signal(SIGPIPE, before);
	assert_int_equal(run.code, 128 + SIGPIPE);
	run_clear(&run);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_outputs_and_the_code_come_back),
		cmocka_unit_test(a_signal_shows_in_the_code),
		cmocka_unit_test(a_missing_program_is_absent),
		cmocka_unit_test(silence_ends_it_with_its_children),
		cmocka_unit_test(a_child_that_speaks_now_and_then_may_take_its_time),
		cmocka_unit_test(one_that_ignores_the_polite_signal_is_killed),
		cmocka_unit_test(endless_output_ends_it),
		cmocka_unit_test(a_time_for_the_whole_ends_the_most_talkative),
		cmocka_unit_test(input_that_nobody_reads_hurts_nobody),
		cmocka_unit_test(one_that_is_given_up_is_killed),
		cmocka_unit_test(a_signal_to_us_ends_it),
		cmocka_unit_test(a_daemon_left_behind_keeps_nobody_waiting),
		cmocka_unit_test(there_is_no_terminal_to_ask_on),
		cmocka_unit_test(signals_that_we_ignore_reach_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
