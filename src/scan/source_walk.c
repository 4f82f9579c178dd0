#include "source_kind.h"
#include <digestbump/base/file.h>
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

struct walk {
	const struct disk *disk;
	struct listing into;
	struct strings waiting; /* directories still to be listed; the last is next */
	struct text *path;      /* of the entry at hand */
};

static void add_unreadable(const struct walk *walk, const char *path)
{
	strings_add(&walk->into.files->unreadable, *path ? path : ".");
}

/* DT_REG, DT_DIR, DT_LNK, or another that is passed over. Some file systems
 * leave it to us to look. */
static unsigned char type_of(int directory, const struct dirent *entry)
{
	struct stat status;

	if (entry->d_type != DT_UNKNOWN)
		return entry->d_type;
	if (fstatat(directory, entry->d_name, &status, AT_SYMLINK_NOFOLLOW) < 0)
		return DT_UNKNOWN;
	return (unsigned char)IFTODT(status.st_mode);
}

static void add_file(const struct walk *walk, const char *path, bool is_link)
{
	struct source_files *files = walk->into.files;
	const struct disk *disk = walk->disk;

	files->seen += !is_link;
	if (!walk->into.want(walk->into.data, path))
		return;
	if (!disk->rules->keeps || disk->rules->keeps(disk->git, path))
		strings_add(is_link ? &files->links : &files->paths, path);
}

static void add_directory(struct walk *walk, const char *path)
{
	const struct disk *disk = walk->disk;

	if (!disk->rules->enters || disk->rules->enters(disk->git, path))
		strings_add(&walk->waiting, path);
}

static void add_entry(struct walk *walk, int directory, const struct dirent *entry)
{
	const char *path = walk->path->bytes;

	if (walk->path->size >= PATH_BYTES_MOST) {
		add_unreadable(walk, path);
		return;
	}
	switch (type_of(directory, entry)) {
	case DT_REG:
		add_file(walk, path, false);
		break;
	case DT_LNK:
		add_file(walk, path, true);
		break;
	case DT_DIR:
		add_directory(walk, path);
		break;
	default:
		break;
	}
}

static bool is_passed_over(const char *name)
{
	return strcmp(name, ".") == 0 || strcmp(name, "..") == 0 || strcmp(name, ".git") == 0;
}

static void set_path(struct text *path, const char *directory, const char *name)
{
	text_empty(path);
	if (*directory) {
		text_add_string(path, directory);
		text_add(path, "/", 1);
	}
	text_add_string(path, name);
}

/* False when it ended before its end. */
static bool list_entries(struct walk *walk, DIR *stream, const char *directory)
{
	for (;;) {
		errno = 0;
		const struct dirent *entry = readdir(stream);

		if (!entry)
			return errno == 0;
		if (is_passed_over(entry->d_name))
			continue;
		set_path(walk->path, directory, entry->d_name);
		add_entry(walk, dirfd(stream), entry);
	}
}

/* The start of a listing was named by the user and is not asked for. */
static bool is_left_out(const struct disk *disk, int fd, const char *directory)
{
	if (strcmp(directory, disk->below) == 0 || faccessat(fd, ".git", F_OK, 0) < 0)
		return false;
	return !disk->rules->enters_repository(disk->git, directory);
}

static void list_directory(struct walk *walk, const char *directory)
{
	int fd = -1;
	OWNED(error) error = file_open_below(&fd, walk->disk->top, directory, O_DIRECTORY);
	DIR *stream = error ? NULL : fdopendir(fd);

	if (!stream) {
		fd_close_at(&fd);
		add_unreadable(walk, directory);
		return;
	}
	if (!is_left_out(walk->disk, fd, directory) && !list_entries(walk, stream, directory))
		add_unreadable(walk, directory);
	closedir(stream);
}

static void list_waiting(struct walk *walk)
{
	while (walk->waiting.count) {
		OWNED_STRING directory = walk->waiting.items[--walk->waiting.count];

		list_directory(walk, directory);
	}
}

/* A file that was named by the user is listed whatever the rules. */
static void list_one_file(const struct walk *walk)
{
	const char *path = walk->disk->below;

	walk->into.files->seen++;
	if (walk->into.want(walk->into.data, path))
		strings_add(&walk->into.files->paths, path);
}

struct error *disk_walk(struct listing into, struct source *source)
{
	const struct disk *disk = (const struct disk *)source;
	OWNED(text) path = text_new(0);
	struct walk walk = { .disk = disk, .into = into, .path = path };
	OWNED_FD start = -1;
	struct stat status;

	TRY(file_open_below(&start, disk->top, disk->below, O_PATH));
	if (fstat(start, &status) == 0 && S_ISREG(status.st_mode)) {
		list_one_file(&walk);
		return NULL;
	}
	strings_add(&walk.waiting, disk->below);
	list_waiting(&walk);
	strings_clear(&walk.waiting);
	return NULL;
}
