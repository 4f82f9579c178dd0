#include "checked_out_branches.h"
#include <digestbump/base/file.h>
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>

/* Where a work tree's own directory says which branch it is on (also one that
 * has no commit yet) or comes back to after a rebase (gitrepository-layout). */
static const struct {
	const char *file;
	const char *prefix;
} branch_files[] = {
	{ "HEAD", "ref: " },
	{ "rebase-merge/head-name", "" },
	{ "rebase-apply/head-name", "" },
};

/* Gives the first line of a file, NULL when there is none. */
static struct error *first_line(char **out, const char *directory, const char *file)
{
	OWNED_STRING path = must_format("%s/%s", directory, file);
	OWNED(text) text = NULL;
	OWNED(error) error = file_read(&text, AT_FDCWD, path, PATH_BYTES_MOST + 64);
	struct slice rest;
	struct slice line = { 0 };

	*out = NULL;
	if (error && error_kind(error) == ERROR_ABSENT)
		return NULL;
	if (error)
		return pass_on(&error);
	rest = text_slice(text);
	if (slice_line(&line, &rest))
		*out = slice_copy(slice_trim(line));
	return NULL;
}

static struct error *has_checked_out(bool *out, const char *directory, const char *ref)
{
	for (size_t i = 0; i < sizeof(branch_files) / sizeof(*branch_files); i++) {
		OWNED_STRING line = NULL;
		OWNED_STRING wanted = must_format("%s%s", branch_files[i].prefix, ref);

		TRY(first_line(&line, directory, branch_files[i].file));
		if (!line || strcmp(line, wanted) != 0)
			continue;
		*out = true;
		return NULL;
	}
	*out = false;
	return NULL;
}

static struct error *checked_out_error(const char *ref, const char *where)
{
	return error_new(ERROR_CONFLICT,
			 "'%s' is checked out in '%s': check out another branch there", ref, where);
}

/* HEAD of a bare repository only names the branch that clones begin with. */
static struct error *refuse_in_main_work_tree(struct git *git, const char *ref)
{
	OWNED(git_repository) main = NULL;
	bool is_checked_out = false;
	int code = git_repository_open(&main, git->directory);

	if (code)
		return libgit2_error(code, "'%s' cannot be opened", git->directory);
	if (git_repository_is_bare(main))
		return NULL;
	TRY(has_checked_out(&is_checked_out, git->directory, ref));
	return is_checked_out ? checked_out_error(ref, git_repository_workdir(main)) : NULL;
}

static struct error *refuse_in_linked_work_tree(const char *directory, const char *ref)
{
	OWNED_STRING link = NULL;
	bool is_checked_out = false;

	TRY(has_checked_out(&is_checked_out, directory, ref));
	if (!is_checked_out)
		return NULL;
	TRY(first_line(&link, directory, "gitdir"));
	return checked_out_error(ref, link ? link : directory);
}

static void close_directory(DIR **at)
{
	if (*at)
		closedir(*at);
}

struct error *refuse_checked_out(struct git *git, const char *ref)
{
	OWNED_STRING path = must_format("%sworktrees", git->directory);

	if (strncmp(ref, "refs/heads/", strlen("refs/heads/")) != 0)
		return NULL;
	TRY(refuse_in_main_work_tree(git, ref));
	__attribute__((cleanup(close_directory))) DIR *linked = opendir(path);

	if (!linked && errno != ENOENT)
		return error_new(ERROR_FILE, "'%s' cannot be read: %s", path, strerror(errno));
	for (struct dirent *entry; linked && (entry = readdir(linked));) {
		OWNED_STRING directory = must_format("%s/%s", path, entry->d_name);

		if (entry->d_name[0] != '.')
			TRY(refuse_in_linked_work_tree(directory, ref));
	}
	return NULL;
}
