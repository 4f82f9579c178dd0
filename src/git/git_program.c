#include "git_program.h"
#include "remote_message.h"
#include <assert.h>
#include <digestbump/base/log.h>
#include <digestbump/base/memory.h>
#include <digestbump/base/process.h>
#include <digestbump/limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* What `git rev-parse --local-env-vars` names, but for the settings of the
 * command: a hook or an alias of another repository may have started us. */
static const char *const removed_variables[] = {
	"GIT_ALTERNATE_OBJECT_DIRECTORIES",
	"GIT_COMMON_DIR",
	"GIT_DIR",
	"GIT_GRAFT_FILE",
	"GIT_IMPLICIT_WORK_TREE",
	"GIT_INDEX_FILE",
	"GIT_INTERNAL_SUPER_PREFIX",
	"GIT_NAMESPACE",
	"GIT_NO_REPLACE_OBJECTS",
	"GIT_OBJECT_DIRECTORY",
	"GIT_PREFIX",
	"GIT_QUARANTINE_PATH",
	"GIT_REPLACE_REF_BASE",
	"GIT_SHALLOW_FILE",
	"GIT_WORK_TREE",
};

/* Its words are read by remote_message.c, so they are English and without advice (2.45);
 * no terminal is there to be asked on. GIT_ASKPASS and SSH_ASKPASS stay. */
static const char *const set[][2] = {
	{ "GIT_TERMINAL_PROMPT", "0" },
	{ "GIT_ADVICE", "0" },
	{ "LC_ALL", "C" },
};

static bool sets_variable(const char *variable, const char *name)
{
	size_t length = strlen(name);

	return strncmp(variable, name, length) == 0 && variable[length] == '=';
}

static bool is_removed(const char *variable)
{
	for (size_t i = 0; i < sizeof(removed_variables) / sizeof(*removed_variables); i++)
		if (sets_variable(variable, removed_variables[i]))
			return true;
	for (size_t i = 0; i < sizeof(set) / sizeof(*set); i++)
		if (sets_variable(variable, set[i][0]))
			return true;
	return false;
}

static bool is_set_in(const struct strings *variables, const char *variable)
{
	size_t size = strcspn(variable, "=") + 1;

	for (size_t i = 0; variables && i < variables->count; i++)
		if (strncmp(variables->items[i], variable, size) == 0)
			return true;
	return false;
}

/* Gives the environment of the program: ours, handed on as it is, and `more`. */
static struct strings *child_environment(const struct strings *more)
{
	OWNED(strings) list = strings_new();

	for (char **at = environ; *at; at++)
		if (!is_removed(*at) && !is_set_in(more, *at))
			strings_add(list, *at);
	for (size_t i = 0; more && i < more->count; i++)
		strings_add(list, more->items[i]);
	for (size_t i = 0; i < sizeof(set) / sizeof(*set); i++)
		strings_take(list, must_format("%s=%s", set[i][0], set[i][1]));
	return pass_on(&list);
}

/* What git gets to take its lock files away before it is killed. */
enum { GIT_GRACE_MS = 2000 };

static struct error *run_git(struct git_result **out, struct git *git,
			     const struct strings *arguments, const struct strings *variables)
{
	OWNED(git_result) result = must_alloc(sizeof(*result));
	OWNED(strings) environment = child_environment(variables);

	result->output = text_new(GIT_OUTPUT_BYTES_MOST);
	result->error_output = text_new(GIT_OUTPUT_BYTES_MOST);
	const struct process_options task = { .arguments = arguments,
					      .variables = environment,
					      .output = result->output,
					      .error_output = result->error_output,
					      .limits = { .stop = git->context->stop,
							  .idle_timeout_ms = GIT_TIMEOUT_MS,
							  .kill_grace_ms = GIT_GRACE_MS } };

	TRY(process_run(&result->code, &task));
	*out = pass_on(&result);
	return NULL;
}

/* 2.30: --porcelain pushes, leases and fetches without FETCH_HEAD as used here. */
static struct error *check_version(const char *output)
{
	unsigned major = 0;
	unsigned minor = 0;

	if (sscanf(output, "git version %u.%u", &major, &minor) != 2)
		return error_new(ERROR_GIT, "the git program does not tell its version");
	if (major < 2 || (major == 2 && minor < 30))
		return error_new(ERROR_GIT,
				 "the git program is version %u.%u: 2.30 or newer is needed to "
				 "fetch and push",
				 major, minor);
	return NULL;
}

static struct error *check_program(struct git *git)
{
	OWNED(git_result) result = NULL;
	OWNED(strings) arguments = strings_new();

	if (git->git_version_is_checked)
		return NULL;
	strings_add(arguments, "git");
	strings_add(arguments, "version");
	struct error *error = run_git(&result, git, arguments, NULL);

	if (error && error_kind(error) == ERROR_ABSENT) {
		error_free(error);
		return error_new(ERROR_GIT, "there is no git program: 2.30 or newer is needed to "
					    "fetch and push (not to scan)");
	}
	TRY(error);
	TRY(check_version(result->output->bytes ? result->output->bytes : ""));
	git->git_version_is_checked = true;
	return NULL;
}

/* With --git-dir the program neither looks for a repository nor at its owner:
 * both was done by git_open(). It stands at the top of the work tree, because
 * relative URLs of remotes count from there. */
static struct strings *full_arguments(struct git *git, const struct strings *arguments)
{
	const char *directory = git_repository_path(git->repository);
	const char *work_tree = git_repository_workdir(git->repository);
	OWNED(strings) list = strings_new();

	strings_add(list, "git");
	strings_add(list, "-C");
	strings_add(list, work_tree ? work_tree : directory);
	strings_take(list, must_format("--git-dir=%s", directory));
	for (size_t i = 0; i < arguments->count; i++)
		strings_add(list, arguments->items[i]);
	return pass_on(&list);
}

/* The command behind the settings ("-c", "name=value"). */
static const char *subcommand(const struct strings *arguments)
{
	size_t at = 0;

	while (at + 2 < arguments->count && strcmp(arguments->items[at], "-c") == 0)
		at += 2;
	return arguments->items[at];
}

struct error *git_program_run(struct git_result **out, struct git *git,
			      const struct strings *arguments)
{
	return git_program_run_with(out, git, arguments, NULL);
}

struct error *git_program_run_with(struct git_result **out, struct git *git,
				   const struct strings *arguments, const struct strings *variables)
{
	OWNED(strings) list = full_arguments(git, arguments);

	TRY(check_program(git));
	log_debug("git %s", subcommand(arguments));
	return error_wrap(run_git(out, git, list, variables), "git %s", subcommand(arguments));
}

void git_result_free(struct git_result *result)
{
	if (!result)
		return;
	text_free(result->output);
	text_free(result->error_output);
	free(result);
}

struct strings *argument_list(const char *const *options)
{
	OWNED(strings) list = strings_new();

	for (; *options; options++)
		strings_add(list, *options);
	return pass_on(&list);
}

struct error *git_program_run_remote(struct git_result **out, struct git *git,
				     const struct strings *arguments, const char *remote)
{
	OWNED(git_result) result = NULL;
	OWNED_STRING what = must_format("remote '%s'", remote);

	TRY(error_wrap(git_program_run(&result, git, arguments), "%s", what));
	assert(result);
	if (result->code)
		return remote_message_error(text_slice(result->error_output), result->code, what);
	*out = pass_on(&result);
	return NULL;
}
