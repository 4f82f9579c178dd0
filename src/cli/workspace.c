#include "workspace.h"
#include <digestbump/base/file.h>
#include <digestbump/base/memory.h>
#include <digestbump/image/digest.h>
#include <digestbump/limits.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char *join(const char *from, const char *path)
{
	return path[0] == '/' || !from ? must_copy(path) : must_format("%s/%s", from, path);
}

char *workspace_path(const struct invocation *invocation, const char *path)
{
	const struct options *options = invocation->options;

	return join(options->directories.count > 1 ? NULL : options->directory, path);
}

/* Gives the real, absolute path of `joined`. */
static struct error *real_path(char **out, const char *joined)
{
	OWNED_STRING real = realpath(joined, NULL);

	if (!real)
		return error_new(ERROR_USAGE, "'%s': %s", joined, strerror(errno));
	*out = pass_on(&real);
	return NULL;
}

static bool is_directory(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* The directory of a file, the directory itself of a directory. */
static char *directory_of(const char *path)
{
	if (is_directory(path))
		return must_copy(path);
	const char *slash = strrchr(path, '/');

	return slash == path ? must_copy("/") : must_copy_bytes(path, (size_t)(slash - path));
}

char *path_below(const char *top, const char *path)
{
	size_t size = strlen(top);

	while (size && top[size - 1] == '/')
		size--;
	if (strncmp(path, top, size) != 0 || (path[size] && path[size] != '/'))
		return NULL;
	return must_copy(path[size] ? path + size + 1 : "");
}

/* A path that git leaves out was named on purpose: it is looked at as a plain
 * directory. */
static bool is_ignored_by_git(struct workspace *workspace)
{
	OWNED_STRING directory = must_format("%s/", workspace->subdirectory);

	return *workspace->subdirectory && git_is_ignored(workspace->git, directory) &&
	       !git_is_tracked(workspace->git, workspace->subdirectory, true);
}

static void close_git(struct workspace *workspace)
{
	git_close(workspace->git);
	workspace->git = NULL;
}

/* The repository's top and what is asked for below it. */
static void use_repository(struct workspace *workspace, const char *path)
{
	const char *tree = git_work_tree(workspace->git);

	if (!tree) {
		workspace->subdirectory = must_copy("");
		return;
	}
	workspace->subdirectory = path_below(tree, path);
	if (workspace->subdirectory && !is_ignored_by_git(workspace)) {
		workspace->top = must_copy(tree);
		return;
	}
	free(workspace->subdirectory);
	workspace->subdirectory = NULL;
	close_git(workspace);
}

static void use_directory(struct workspace *workspace, const char *path)
{
	workspace->top = directory_of(path);
	workspace->subdirectory = path_below(workspace->top, path);
}

/* Gives the path that was asked for, from the root of the file system. */
static char *whole_path(const struct workspace *workspace)
{
	return must_format("%s%s%s", workspace->top, *workspace->subdirectory ? "/" : "",
			   workspace->subdirectory);
}

/* True when the real path of `named` is `wanted` or in it. */
static bool is_at_or_in(const char *named, const char *wanted)
{
	OWNED_STRING real = realpath(named, NULL);
	OWNED_STRING real_wanted = realpath(wanted, NULL);
	OWNED_STRING below = real && real_wanted ? path_below(real_wanted, real) : NULL;

	return below;
}

/* Hooks set GIT_DIR to the repository that they run in. Another one than the directory is
 * in is not used in silence; -C says which one is meant. */
static struct error *check_git_variables(const struct workspace *workspace,
					 const struct invocation *invocation)
{
	const char *directory = invocation->context->variable("GIT_DIR");
	const char *tree = invocation->context->variable("GIT_WORK_TREE");
	bool is_known =
	    !directory || (workspace->git && is_at_or_in(directory, git_directory(workspace->git)));

	if (invocation->options->directory || (!directory && !tree))
		return NULL;
	if (tree && (!workspace->top || !is_at_or_in(tree, workspace->top)))
		is_known = false;
	if (is_known)
		return NULL;
	return error_new(ERROR_USAGE, "GIT_DIR and GIT_WORK_TREE name another repository than this "
				      "directory is in: unset them, and name it with -C");
}

struct error *workspace_open(struct workspace *out, const struct invocation *invocation,
			     const char *path)
{
	OWNED_STRING real = NULL;
	struct workspace workspace = { 0 };

	OWNED_STRING seen = join(invocation->options->directory, path);

	TRY(real_path(&real, seen));
	OWNED_STRING directory = directory_of(real);
	struct error *error = git_open(&workspace.git, directory, invocation->context);

	if (error && error_kind(error) != ERROR_ABSENT)
		return error;
	error_free(error);
	if (workspace.git)
		use_repository(&workspace, real);
	if (!workspace.git)
		use_directory(&workspace, real);
	error = check_git_variables(&workspace, invocation);
	if (error) {
		workspace_close(&workspace);
		return error;
	}
	*out = workspace;
	return NULL;
}

void workspace_close(struct workspace *workspace)
{
	tree_free(workspace->tree);
	config_free(workspace->config);
	git_close(workspace->git);
	free(workspace->top);
	free(workspace->subdirectory);
	*workspace = (struct workspace){ 0 };
}

/* Gives the bytes of the repository's own configuration, or none. */
static struct error *read_repository_config(struct text **out, struct workspace *workspace,
					    const char *commit)
{
	struct error *error = NULL;
	OWNED_STRING head = NULL;

	/* A bare repository is looked at as HEAD has it. */
	if (!commit && !workspace->top && workspace->git) {
		error_free(git_rev_parse(&head, workspace->git, "HEAD"));
		commit = head;
	}
	if (commit) {
		error =
		    git_file_read(out, workspace->git, commit, CONFIG_FILE_NAME, CONFIG_BYTES_MOST);
	} else if (workspace->top) {
		OWNED_STRING path = must_format("%s/%s", workspace->top, CONFIG_FILE_NAME);

		error = file_read(out, AT_FDCWD, path, CONFIG_BYTES_MOST);
	}
	if (error && error_kind(error) == ERROR_ABSENT) {
		error_free(error);
		error = NULL;
	}
	return error_as(ERROR_USAGE, error);
}

/* Gives the path of the operator's own configuration, by the XDG Base Directory
 * Specification; NULL: there is no home. */
static char *operator_config_path(const struct context *context)
{
	const char *xdg = context->variable("XDG_CONFIG_HOME");
	const char *home = context->variable("HOME");

	if (xdg && xdg[0] == '/')
		return must_format("%s/digestbump/config.yaml", xdg);
	return home && home[0] == '/' ? must_format("%s/.config/digestbump/config.yaml", home)
				      : NULL;
}

static struct error *add_operator_config(struct config *config, const char *path)
{
	OWNED(text) bytes = NULL;
	OWNED_STRING directory = directory_of(path);

	TRY(error_as(ERROR_USAGE, file_read(&bytes, AT_FDCWD, path, CONFIG_BYTES_MOST)));
	TRY(config_add(config, &(struct config_source){ .path = path, .directory = directory },
		       text_slice(bytes)));
	config->operator_registry_count = config->registry_count;
	return NULL;
}

/* Adds the names of variables that the repository's configuration may use. */
static void add_secret_names(struct strings *names, const struct invocation *invocation)
{
	const char *list = invocation->context->variable("DIGESTBUMP_SECRETS");

	for (size_t i = 0; i < invocation->options->secrets.count; i++)
		strings_add(names, invocation->options->secrets.items[i]);
	while (list && *list) {
		size_t size = strcspn(list, ",");

		if (size)
			strings_take(names, slice_copy(slice_trim((struct slice){ list, size })));
		list += size + (list[size] == ',');
	}
}

static struct error *add_repository_config(struct workspace *workspace,
					   const struct invocation *invocation, const char *commit)
{
	OWNED(text) bytes = NULL;
	OWNED(strings) secrets = strings_new();

	TRY(read_repository_config(&bytes, workspace, commit));
	if (!bytes)
		return NULL;
	add_secret_names(secrets, invocation);
	return config_add(workspace->config,
			  &(struct config_source){ .path = CONFIG_FILE_NAME,
						   .by_repository = true,
						   .directory = workspace->top,
						   .secrets = secrets },
			  text_slice(bytes));
}

/* --config takes the place of all files. */
static struct error *add_configs(struct workspace *workspace, const struct invocation *invocation,
				 const char *commit)
{
	const char *named = invocation->options->config;
	OWNED_STRING seen = named ? workspace_path(invocation, named) : NULL;
	OWNED_STRING path = NULL;

	if (named) {
		TRY(real_path(&path, seen));
		return add_operator_config(workspace->config, path);
	}
	path = operator_config_path(invocation->context);
	if (path && access(path, F_OK) == 0)
		TRY(add_operator_config(workspace->config, path));
	return add_repository_config(workspace, invocation, commit);
}

struct error *workspace_configure(struct workspace *workspace, const struct invocation *invocation,
				  const char *commit)
{
	const struct options *options = invocation->options;

	workspace->config = config_default();
	TRY(add_configs(workspace, invocation, commit));
	for (size_t i = 0; i < options->registries.count; i++)
		TRY(config_set_endpoint(workspace->config, options->registries.items[i]));
	return NULL;
}

struct error *workspace_operand_path(char **out, const struct workspace *workspace,
				     const struct invocation *invocation, const char *path)
{
	OWNED_STRING seen = join(invocation->options->directory, path);
	OWNED_STRING real = NULL;

	if (!workspace->top)
		return error_new(ERROR_USAGE, "'%s': a bare repository has no files to name", path);
	TRY(real_path(&real, seen));
	*out = path_below(workspace->top, real);
	return *out ? NULL
		    : error_new(ERROR_USAGE, "'%s' is outside of '%s'", path, workspace->top);
}

/* Outside of the repository the file's name alone may stand for several files. */
static char *hashed_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	OWNED_STRING digest = NULL;
	OWNED(error) error = digest_of(&digest, "sha256:", slice_of(path));

	return must_format("%s-%.8s", slash ? slash + 1 : path, error ? "" : digest_hex(digest));
}

char *workspace_config_name(const struct workspace *workspace, const struct invocation *invocation)
{
	const char *path = workspace->config->path;

	if (!invocation->options->config || !path)
		return NULL;
	OWNED_STRING below = workspace->top ? path_below(workspace->top, path) : NULL;

	if (!below)
		return hashed_name(path);
	return strcmp(below, CONFIG_FILE_NAME) == 0 ? NULL : pass_on(&below);
}

struct error *workspace_use_commit(struct workspace *workspace, const char *commit)
{
	return tree_commit(&workspace->tree, workspace->git, commit, workspace->subdirectory);
}

struct error *workspace_use_files(struct workspace *workspace)
{
	OWNED_STRING head = NULL;

	if (workspace->git && workspace->top)
		return tree_work_tree(&workspace->tree, workspace->git, workspace->subdirectory);
	if (!workspace->git) {
		OWNED_STRING path = whole_path(workspace);

		return tree_directory(&workspace->tree, path);
	}
	TRY(git_rev_parse(&head, workspace->git, "HEAD"));
	return workspace_use_commit(workspace, head);
}

struct error *workspace_open_files(struct workspace *out, const struct invocation *invocation)
{
	struct workspace workspace;

	TRY(workspace_open(&workspace, invocation, "."));
	free(workspace.subdirectory);
	workspace.subdirectory = must_copy("");
	struct error *error = workspace_configure(&workspace, invocation, NULL);

	if (!error)
		error = workspace_use_files(&workspace);
	if (error) {
		workspace_close(&workspace);
		return error;
	}
	*out = workspace;
	return NULL;
}
