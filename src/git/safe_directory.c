#include "safe_directory.h"
#include "git_config.h"
#include <digestbump/base/memory.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* root may use what is root's, and behind sudo what is the calling user's. */
static bool is_owner(const struct context *context, uid_t owner)
{
	uid_t user = geteuid();
	const char *sudo = context->variable("SUDO_UID");
	char *end = NULL;

	if (owner == user)
		return true;
	if (user != 0 || !sudo || !*sudo)
		return false;
	unsigned long behind = strtoul(sudo, &end, 10);

	return *end == '\0' && (uid_t)behind == owner;
}

/* A missing path has no other owner. */
static bool is_owner_of(const struct context *context, const char *path)
{
	struct stat status;

	return !path || lstat(path, &status) < 0 || is_owner(context, status.st_uid);
}

struct safe_directory_query {
	const struct context *context;
	const char *path; /* without a last '/' */
	bool is_allowed;
};

static bool matches(const struct safe_directory_query *query, const char *value)
{
	const char *home = query->context->variable("HOME");
	bool from_home = strncmp(value, "~/", 2) == 0 && home;
	OWNED_STRING whole = from_home ? must_format("%s%s", home, value + 1) : must_copy(value);
	OWNED_STRING real = realpath(whole, NULL);

	return strcmp(whole, query->path) == 0 || (real && strcmp(real, query->path) == 0);
}

/* git-config, safe.directory: an empty value forgets those before it. */
static void read_value(void *data, const char *value)
{
	struct safe_directory_query *query = data;

	if (!*value)
		query->is_allowed = false;
	else if (strcmp(value, "*") == 0 || matches(query, value))
		query->is_allowed = true;
}

/* Gives the path as a word of the shell. */
static char *shell_word(const char *path)
{
	OWNED(text) word = text_new(0);

	text_add_string(word, "'");
	for (const char *c = path; *c; c++) {
		if (*c == '\'')
			text_add_string(word, "'\\''");
		else
			text_add(word, c, 1);
	}
	text_add_string(word, "'");
	return text_take(pass_on(&word));
}

struct error *safe_directory_check(struct git *git)
{
	const char *work_tree = git_repository_workdir(git->repository);
	const char *directory = git_repository_path(git->repository);
	OWNED_STRING top = must_copy(work_tree ? work_tree : directory);
	OWNED_STRING link = work_tree ? must_format("%s.git", work_tree) : NULL;

	if (is_owner_of(git->context, work_tree) && is_owner_of(git->context, link) &&
	    is_owner_of(git->context, directory))
		return NULL;
	if (strlen(top) > 1 && top[strlen(top) - 1] == '/')
		top[strlen(top) - 1] = '\0';
	struct safe_directory_query query = { git->context, top, false };

	TRY(git_config_read_protected(git, "safe.directory", read_value, &query));
	if (query.is_allowed)
		return NULL;
	OWNED_STRING word = shell_word(top);

	return error_new(ERROR_GIT,
			 "'%s' belongs to another user: if you trust what is in it, run "
			 "git config --global --add safe.directory %s",
			 top, word);
}
