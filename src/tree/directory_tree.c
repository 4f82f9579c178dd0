#include "tree_kind.h"
#include <digestbump/base/file.h>
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

static struct error *read_file(struct text *into, struct tree *tree, const char *path)
{
	OWNED_FD fd = -1;

	TRY(file_open_below(&fd, ((const struct disk *)tree)->top, path, 0));
	return file_read_open(into, fd, path, FILE_BYTES_MOST);
}

/* Splits a path into its open directory and its last part. */
static struct error *open_parent(int *fd, const char **name, int top, const char *path)
{
	const char *slash = strrchr(path, '/');
	OWNED_STRING parent = must_copy_bytes(path, slash ? (size_t)(slash - path) : 0);

	TRY(file_open_below(fd, top, parent, O_PATH | O_DIRECTORY));
	*name = slash ? slash + 1 : path;
	return NULL;
}

static struct error *read_link(char **target, struct tree *tree, const char *path)
{
	OWNED_FD parent = -1;
	const char *name = NULL;
	char bytes[PATH_BYTES_MOST];

	TRY(open_parent(&parent, &name, ((const struct disk *)tree)->top, path));
	ssize_t size = readlinkat(parent, name, bytes, sizeof(bytes));

	if (size < 0)
		return error_new(errno == ENOENT ? ERROR_ABSENT : ERROR_FILE,
				 "'%s': cannot be read: %s", path, strerror(errno));
	*target = must_copy_bytes(bytes, (size_t)size);
	return NULL;
}

static void disk_free(struct tree *tree)
{
	struct disk *disk = (struct disk *)tree;

	fd_close_at(&disk->top);
	free(disk->below);
	free(disk);
}

static const struct tree_kind disk_kind = {
	.list = disk_walk,
	.has = disk_has,
	.read = read_file,
	.link = read_link,
	.free = disk_free,
};

struct error *disk_open(struct tree **out, const char *top, const char *below,
			const struct disk_rules *rules, struct git *git)
{
	struct disk *disk = must_alloc(sizeof(*disk));
	OWNED(tree) tree = &disk->tree;
	OWNED_FD start = -1;

	*disk = (struct disk){
		.tree = { .kind = &disk_kind },
		.top = open(top, O_RDONLY | O_DIRECTORY | O_CLOEXEC),
		.below = must_copy(below),
		.rules = rules,
		.git = git,
	};
	if (disk->top < 0)
		return error_new(errno == ENOENT ? ERROR_ABSENT : ERROR_FILE,
				 "'%s': cannot be opened: %s", top, strerror(errno));
	TRY(file_open_below(&start, disk->top, below, O_PATH));
	*out = pass_on(&tree);
	return NULL;
}

static bool leaves_repositories(struct git *git, const char *directory)
{
	(void)git;
	(void)directory;
	return false;
}

static bool enters_repositories(struct git *git, const char *directory)
{
	(void)git;
	(void)directory;
	return true;
}

static const struct disk_rules rules_in_repository = { .enters_repository = leaves_repositories };
static const struct disk_rules rules_elsewhere = { .enters_repository = enters_repositories };

struct error *tree_directory(struct tree **out, const char *path)
{
	OWNED_STRING top = realpath(path, NULL);
	struct stat status;

	if (!top || stat(top, &status) < 0)
		return error_new(errno == ENOENT ? ERROR_ABSENT : ERROR_FILE,
				 "'%s': cannot be opened: %s", path, strerror(errno));
	char *slash = strrchr(top, '/');
	OWNED_STRING file = S_ISDIR(status.st_mode) ? NULL : must_copy(slash + 1);

	if (file)
		slash[slash == top] = '\0';
	OWNED_STRING repository = must_format("%s/.git", top);
	const struct disk_rules *rules =
	    access(repository, F_OK) == 0 ? &rules_in_repository : &rules_elsewhere;

	return disk_open(out, top, file ? file : "", rules, NULL);
}
