#include "doctor_machine.h"
#include "resolver.h"
#include <digestbump/base/file.h>
#include <digestbump/base/memory.h>
#include <digestbump/base/process.h>
#include <digestbump/commit/commit.h>
#include <digestbump/http/http.h>
#include <digestbump/limits.h>
#include <digestbump/registry/cache.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { GIT_WAIT_MS = 10000 };

/* ---- git ---- */

/* Gives what `git version` says, or NULL. */
static char *git_version(const struct doctor *doctor)
{
	OWNED(strings) arguments = strings_new();
	OWNED(strings) variables = strings_new();
	OWNED(text) output = text_new(GIT_WORDS_BYTES_MOST);
	OWNED(text) words = text_new(GIT_WORDS_BYTES_MOST);
	int code = 0;
	const struct process_options task = { .arguments = arguments,
					      .variables = variables,
					      .output = output,
					      .error_output = words,
					      .limits = { .stop = doctor->invocation->context->stop,
							  .timeout_ms = GIT_WAIT_MS } };

	strings_add(arguments, "git");
	strings_add(arguments, "version");
	for (char **at = environ; *at; at++)
		strings_add(variables, *at);
	OWNED(error) error = process_run(&code, &task);

	return error || code ? NULL : slice_copy(slice_trim(text_slice(output)));
}

static void check_git(const struct doctor *doctor)
{
	OWNED_STRING version = git_version(doctor);
	unsigned major = 0;
	unsigned minor = 0;
	static const char wanted[] = "install git 2.30 or newer, which fetches and pushes";

	if (!version)
		doctor_add_check(doctor, "git", CHECK_FAIL,
				 must_copy("no working git program was found"), wanted);
	else if (sscanf(version, "git version %u.%u", &major, &minor) != 2)
		doctor_add_check(doctor, "git", CHECK_FAIL,
				 must_format("no version can be read from '%s'", version), wanted);
	else if (major < 2 || (major == 2 && minor < 30))
		doctor_add_check(doctor, "git", CHECK_FAIL, must_copy(version), wanted);
	else
		doctor_add_check(doctor, "git", CHECK_OK, must_copy(version), NULL);
}

static void check_repository(const struct doctor *doctor)
{
	struct git *git = doctor->workspace->git;

	if (!git)
		doctor_add_check(doctor, "repository", CHECK_WARN,
				 must_format("'%s' is not a git repository",
					     doctor->workspace->top),
				 "branches need one; scan, --dry-run and --write do not");
	else
		doctor_add_check(doctor, "repository", CHECK_OK,
				 must_format("'%s'", git_directory(git)), NULL);
}

static void check_identity(const struct doctor *doctor)
{
	if (!doctor->workspace->git)
		return;
	OWNED(identity)
	identity = identity_choose(doctor->workspace->config, doctor->workspace->git,
				   doctor->invocation->context);
	bool is_usual = strcmp(identity->committer_email, "digestbump@localhost") == 0;

	doctor_add_check(
	    doctor, "identity", is_usual ? CHECK_WARN : CHECK_OK,
	    must_format("%s <%s> commits", identity->committer_name, identity->committer_email),
	    is_usual ? "set commit.author in .digestbump.yaml, or git's user.name and user.email"
		     : NULL);
}

/* ---- places that are written to ---- */

/* True when `path`, or the directory that it would be made in, can be written. */
static bool is_writable(const char *path)
{
	OWNED_STRING at = must_copy(path);

	for (;;) {
		char *slash = strrchr(at, '/');

		if (access(at, F_OK) == 0)
			return access(at, W_OK | X_OK) == 0;
		if (errno != ENOENT || !slash || slash == at)
			return false;
		*slash = '\0';
	}
}

static void check_journal(const struct doctor *doctor)
{
	struct git *git = doctor->workspace->git;

	if (!git)
		return;
	const char *top = git_directory(git);
	OWNED_STRING objects = must_format("%s/objects", top);
	OWNED_STRING refs = must_format("%s/refs", top);
	bool can = is_writable(objects) && is_writable(refs);

	doctor_add_check(
	    doctor, "journal", can ? CHECK_OK : CHECK_FAIL,
	    must_format("'%s' can%s be written", top, can ? "" : "not"),
	    can ? NULL : "run as the owner of the repository: commits and branches are made in it");
}

static void check_cache(const struct doctor *doctor)
{
	OWNED_STRING path = cache_directory(doctor->invocation->context);
	OWNED(error) error = path ? cache_check_directory(path) : NULL;
	bool can = path && !error && is_writable(path);
	static const char advice[] = "set XDG_CACHE_HOME, or HOME, to a directory of your own";

	if (!path)
		doctor_add_check(doctor, "cache", CHECK_WARN,
				 must_copy("no directory: neither XDG_CACHE_HOME nor HOME is set"),
				 advice);
	else
		doctor_add_check(doctor, "cache", can ? CHECK_OK : CHECK_WARN,
				 error
				     ? must_copy(error_text(error))
				     : must_format("'%s' can%s be written", path, can ? "" : "not"),
				 can ? NULL : advice);
}

/* ---- certificates ---- */

static size_t count_certificates(struct slice text)
{
	size_t count = 0;

	for (size_t at = 0; slice_find(&at, text, "-----BEGIN "); count++) {
		text.at += at + 1;
		text.size -= at + 1;
	}
	return count;
}

static void check_authorities(const struct doctor *doctor)
{
	OWNED_STRING path = http_authority_file(doctor->invocation->context);
	OWNED(text) bytes = NULL;
	OWNED(error)
	error = path ? file_read(&bytes, AT_FDCWD, path, AUTHORITIES_BYTES_MOST) : NULL;
	size_t count = bytes ? count_certificates(text_slice(bytes)) : 0;
	static const char advice[] = "install ca-certificates, or name a file in SSL_CERT_FILE";

	if (error)
		doctor_add_check(doctor, "authorities", CHECK_FAIL, must_copy(error_text(error)),
				 advice);
	else if (!count)
		doctor_add_check(doctor, "authorities", CHECK_FAIL,
				 must_format("no certificate authorities%s%s%s",
					     path ? " in '" : "", path ? path : "",
					     path ? "'" : ""),
				 advice);
	else
		doctor_add_check(doctor, "authorities", CHECK_OK,
				 must_format("%zu in '%s'", count, path), NULL);
}

void check_machine(const struct doctor *doctor)
{
	static void (*const checks[])(const struct doctor *) = {
		check_git,   check_repository, check_identity,
		check_cache, check_journal,    check_authorities,
	};

	for (size_t i = 0; i < sizeof(checks) / sizeof(*checks); i++)
		checks[i](doctor);
}
