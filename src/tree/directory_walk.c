#include "tree_kind.h"
#include <digestbump/base/file.h>
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <string.h>
#include <sys/stat.h>

enum {
	/* A part of a directory's entries, read at once: about a thousand. */
	ENTRIES_BYTES = 32 * 1024,

	/* Room that any one entry finds: a name has at most 255 bytes. */
	ENTRY_BYTES = 1024,
};

/* Raw, for readdir(3) allocates as much per directory and asks the kernel four
 * times where twice do; most directories fit in one part. */
struct entries {
	_Alignas(struct dirent64) char bytes[ENTRIES_BYTES];
	size_t size;
	bool is_last; /* nothing is behind these */
};

struct walk {
	const struct disk *disk;
	const struct listing *into;
	struct strings waiting; /* directories still to be listed; the last is next */
	struct text *path;      /* of the entry at hand */
	struct entries entries;
};

static void add_unreadable(const struct walk *walk, const char *path)
{
	strings_add(&walk->into->files->unreadable, *path ? path : ".");
}

/* What kind of entry it is. Some file systems leave it to us to look. */
static unsigned char type_of(int directory, const struct dirent64 *entry)
{
	struct stat status;

	if (entry->d_type != DT_UNKNOWN)
		return entry->d_type;
	if (fstatat(directory, entry->d_name, &status, AT_SYMLINK_NOFOLLOW) < 0)
		return DT_UNKNOWN;
	return (unsigned char)IFTODT(status.st_mode);
}

static bool is_kept(const struct disk *disk, const char *path)
{
	return !disk->rules->keeps || disk->rules->keeps(disk->git, path);
}

static bool is_entered(const struct disk *disk, const char *path)
{
	return !disk->rules->enters || disk->rules->enters(disk->git, path);
}

static struct error *add_file(const struct walk *walk, const char *path, bool is_link)
{
	const struct tree_visitor *visitor = walk->into->visitor;

	walk->into->files->seen += !is_link;
	if (!visitor->wants(visitor->data, path) || !is_kept(walk->disk, path))
		return NULL;
	return listing_add(walk->into, path, is_link);
}

static void add_special(const struct walk *walk, const char *path)
{
	const struct tree_visitor *visitor = walk->into->visitor;

	if (visitor->wants(visitor->data, path) && is_kept(walk->disk, path))
		strings_add(&walk->into->files->specials, path);
}

static struct error *add_entry(struct walk *walk, int directory, const struct dirent64 *entry)
{
	const char *path = walk->path->bytes;

	if (walk->path->size >= PATH_BYTES_MOST) {
		add_unreadable(walk, path);
		return NULL;
	}
	switch (type_of(directory, entry)) {
	case DT_REG:
		return add_file(walk, path, false);
	case DT_LNK:
		return add_file(walk, path, true);
	case DT_DIR:
		if (is_entered(walk->disk, path))
			strings_add(&walk->waiting, path);
		return NULL;
	case DT_FIFO:
	case DT_SOCK:
	case DT_CHR:
	case DT_BLK:
		add_special(walk, path);
		return NULL;
	default:
		return NULL;
	}
}

static bool is_passed_over(const char *name)
{
	return strcmp(name, ".") == 0 || strcmp(name, "..") == 0 || strcmp(name, ".git") == 0 ||
	       file_is_temporary(name);
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

/* Reads on in a directory. False: it cannot be read. */
static bool read_entries(struct entries *entries, int fd)
{
	entries->size = 0;
	entries->is_last = false;
	while (!entries->is_last && ENTRIES_BYTES - entries->size >= ENTRY_BYTES) {
		ssize_t size =
		    getdents64(fd, entries->bytes + entries->size, ENTRIES_BYTES - entries->size);

		if (size < 0)
			return false;
		entries->size += (size_t)size;
		entries->is_last = !size;
	}
	return true;
}

/* The entry at *at, which moves behind it; NULL behind the last. */
static const struct dirent64 *next_entry(const struct entries *entries, size_t *at)
{
	if (*at >= entries->size)
		return NULL;
	const struct dirent64 *entry = (const void *)(entries->bytes + *at);

	*at += entry->d_reclen;
	return entry;
}

static bool has_entry(const struct entries *entries, const char *name)
{
	size_t at = 0;

	for (const struct dirent64 *entry; (entry = next_entry(entries, &at));)
		if (strcmp(entry->d_name, name) == 0)
			return true;
	return false;
}

static struct error *add_entries(struct walk *walk, int fd, const char *directory)
{
	size_t at = 0;

	for (const struct dirent64 *entry; (entry = next_entry(&walk->entries, &at));) {
		if (is_passed_over(entry->d_name))
			continue;
		set_path(walk->path, directory, entry->d_name);
		TRY(add_entry(walk, fd, entry));
	}
	return NULL;
}

/* The start of a listing was named by the user and is not asked for. */
static bool is_left_out(const struct disk *disk, const char *directory, bool is_repository)
{
	return is_repository && strcmp(directory, disk->below) != 0 &&
	       !disk->rules->enters_repository(disk->git, directory);
}

static bool is_repository(const struct entries *first, int fd)
{
	return first->is_last ? has_entry(first, ".git") : faccessat(fd, ".git", F_OK, 0) == 0;
}

static struct error *list_entries(struct walk *walk, int fd, const char *directory)
{
	struct entries *entries = &walk->entries;
	bool is_read = read_entries(entries, fd);

	if (is_read && is_left_out(walk->disk, directory, is_repository(entries, fd)))
		return NULL;
	for (; is_read && entries->size; is_read = read_entries(entries, fd)) {
		TRY(add_entries(walk, fd, directory));
		if (entries->is_last)
			return NULL;
		TRY(listing_check(walk->into));
	}
	if (!is_read)
		add_unreadable(walk, directory);
	return NULL;
}

static struct error *list_directory(struct walk *walk, const char *directory)
{
	OWNED_FD fd = -1;
	OWNED(error) error = file_open_below(&fd, walk->disk->top, directory, O_DIRECTORY);

	TRY(listing_check(walk->into));
	if (!error)
		return list_entries(walk, fd, directory);
	add_unreadable(walk, directory);
	return NULL;
}

static struct error *list_waiting(struct walk *walk)
{
	while (walk->waiting.count) {
		OWNED_STRING directory = walk->waiting.items[--walk->waiting.count];

		TRY(list_directory(walk, directory));
	}
	return NULL;
}

/* A file that was named by the user is listed whatever the rules. */
static struct error *list_one_file(const struct disk *disk, const struct listing *into)
{
	into->files->seen++;
	if (!into->visitor->wants(into->visitor->data, disk->below))
		return NULL;
	return listing_add(into, disk->below, false);
}

static struct error *list_below(const struct disk *disk, const struct listing *into)
{
	OWNED(text) path = text_new(0);
	struct walk *walk = must_alloc(sizeof(*walk));

	walk->disk = disk;
	walk->into = into;
	walk->path = path;
	strings_add(&walk->waiting, disk->below);
	struct error *error = list_waiting(walk);

	strings_clear(&walk->waiting);
	free(walk);
	return error;
}

/* ERROR_ABSENT: nothing is there. */
static struct error *type_at(mode_t *type, const struct disk *disk, const char *path)
{
	OWNED_FD fd = -1;
	struct stat status;

	TRY(file_open_below(&fd, disk->top, path, O_PATH));
	*type = fstat(fd, &status) == 0 ? status.st_mode & S_IFMT : 0;
	return NULL;
}

struct error *disk_walk(const struct listing *into, struct tree *tree)
{
	const struct disk *disk = (const struct disk *)tree;
	mode_t type = 0;

	TRY(type_at(&type, disk, disk->below));
	return S_ISREG(type) ? list_one_file(disk, into) : list_below(disk, into);
}

/* ---- one path ---- */

/* Whether the walk gets through this directory, which stands above a path. */
static bool gets_through(const struct disk *disk, const char *directory)
{
	OWNED_FD fd = -1;
	OWNED(error) error = file_open_below(&fd, disk->top, directory, O_PATH | O_DIRECTORY);

	return !error && is_entered(disk, directory) &&
	       !is_left_out(disk, directory, faccessat(fd, ".git", F_OK, 0) == 0);
}

static const char *last_part(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static bool is_file_or_link(const struct disk *disk, const char *path)
{
	OWNED_FD fd = -1;
	const char *name = last_part(path);
	OWNED_STRING parent = must_copy_bytes(path, name == path ? 0 : (size_t)(name - path) - 1);
	OWNED(error) error = file_open_below(&fd, disk->top, parent, O_PATH | O_DIRECTORY);
	struct stat status;

	return !error && !is_passed_over(name) &&
	       fstatat(fd, name, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
	       (S_ISREG(status.st_mode) || S_ISLNK(status.st_mode));
}

bool disk_has(struct tree *tree, const char *path)
{
	const struct disk *disk = (const struct disk *)tree;
	size_t below = strlen(disk->below);

	if (strcmp(path, disk->below) == 0)
		return is_file_or_link(disk, path);
	if (below && (strncmp(path, disk->below, below) != 0 || path[below] != '/'))
		return false;
	for (const char *slash = path + below; (slash = strchr(slash + 1, '/'));) {
		OWNED_STRING directory = must_copy_bytes(path, (size_t)(slash - path));

		if (is_passed_over(last_part(directory)) || !gets_through(disk, directory))
			return false;
	}
	return is_file_or_link(disk, path) && is_kept(disk, path);
}
