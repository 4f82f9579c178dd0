#include "workspace.h"
#include <digestbump/base/file.h>
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

static char *join(const char *from, const char *path)
{
	return path[0] == '/' || !from ? must_copy(path) : must_format("%s/%s", from, path);
}

char *world_path(const struct invocation *invocation, const char *path)
{
	const struct options *options = invocation->options;

	return join(options->directories.count > 1 ? NULL : options->directory, path);
}

/* Gives the real, absolute path of `joined`. */
static struct error *locate(char **out, const char *joined)
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

/* What of `path` is below `top`, without slashes at its ends; NULL: it is not. */
static char *part_below(const char *top, const char *path)
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
static bool is_left_out(struct world *world)
{
	OWNED_STRING directory = must_format("%s/", world->below);

	return *world->below && git_is_ignored(world->git, directory) &&
	       !git_is_tracked(world->git, world->below, true);
}

static void leave_git(struct world *world)
{
	git_close(world->git);
	world->git = NULL;
}

/* The repository's top and what is asked for below it. */
static void settle_in_repository(struct world *world, const char *path)
{
	const char *tree = git_work_tree(world->git);

	if (!tree) {
		world->below = must_copy("");
		return;
	}
	world->below = part_below(tree, path);
	if (world->below && !is_left_out(world)) {
		world->top = must_copy(tree);
		return;
	}
	free(world->below);
	world->below = NULL;
	leave_git(world);
}

static void settle_in_directory(struct world *world, const char *path)
{
	world->top = directory_of(path);
	world->below = part_below(world->top, path);
}

/* Gives the path that was asked for, from the root of the file system. */
static char *whole_path(const struct world *world)
{
	return must_format("%s%s%s", world->top, *world->below ? "/" : "", world->below);
}

struct error *world_open(struct world *out, const struct invocation *invocation, const char *path)
{
	OWNED_STRING real = NULL;
	struct world world = { 0 };

	OWNED_STRING seen = join(invocation->options->directory, path);

	TRY(locate(&real, seen));
	OWNED_STRING directory = directory_of(real);
	struct error *error = git_open(&world.git, directory, invocation->context);

	if (error && error_kind(error) != ERROR_ABSENT)
		return error;
	error_free(error);
	if (world.git)
		settle_in_repository(&world, real);
	if (!world.git)
		settle_in_directory(&world, real);
	*out = world;
	return NULL;
}

void world_close(struct world *world)
{
	tree_free(world->tree);
	config_free(world->config);
	git_close(world->git);
	free(world->top);
	free(world->below);
	*world = (struct world){ 0 };
}

/* Gives the bytes of the repository's own configuration, or none. */
static struct error *read_own(struct text **out, struct world *world, const char *commit)
{
	struct error *error = NULL;

	if (commit) {
		error = git_file_read(out, world->git, commit, CONFIG_FILE_NAME, CONFIG_BYTES_MOST);
	} else if (world->top) {
		OWNED_STRING path = must_format("%s/%s", world->top, CONFIG_FILE_NAME);

		error = file_read(out, AT_FDCWD, path, CONFIG_BYTES_MOST);
	}
	if (error && error_kind(error) == ERROR_ABSENT) {
		error_free(error);
		error = NULL;
	}
	return error;
}

struct error *world_configure(struct world *world, const struct invocation *invocation,
			      const char *commit)
{
	const struct options *options = invocation->options;
	OWNED(text) bytes = NULL;

	if (options->config) {
		OWNED_STRING path = NULL;

		OWNED_STRING seen = world_path(invocation, options->config);

		TRY(locate(&path, seen));
		TRY(error_as(ERROR_USAGE, config_load(&world->config, path)));
		OWNED_STRING directory = directory_of(path);

		config_place(world->config, directory);
	} else {
		TRY(read_own(&bytes, world, commit));
		if (bytes)
			TRY(config_parse(&world->config, CONFIG_FILE_NAME, text_slice(bytes)));
		else
			world->config = config_default();
		if (world->top)
			config_place(world->config, world->top);
	}
	for (size_t i = 0; i < options->registries.count; i++)
		TRY(config_set_endpoint(world->config, options->registries.items[i]));
	return NULL;
}

struct error *world_use_commit(struct world *world, const char *commit)
{
	return tree_commit(&world->tree, world->git, commit, world->below);
}

struct error *world_use_files(struct world *world)
{
	OWNED_STRING head = NULL;

	if (world->git && world->top)
		return tree_work_tree(&world->tree, world->git, world->below);
	if (!world->git) {
		OWNED_STRING path = whole_path(world);

		return tree_directory(&world->tree, path);
	}
	TRY(git_rev_parse(&head, world->git, "HEAD"));
	return world_use_commit(world, head);
}

struct error *world_open_files(struct world *out, const struct invocation *invocation)
{
	struct world world;

	TRY(world_open(&world, invocation, "."));
	free(world.below);
	world.below = must_copy("");
	struct error *error = world_configure(&world, invocation, NULL);

	if (!error)
		error = world_use_files(&world);
	if (error) {
		world_close(&world);
		return error;
	}
	*out = world;
	return NULL;
}
