#include "cache_directory.h"
#include <digestbump/base/file.h>
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <digestbump/registry/cache.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- writing ---- */

static struct error *failed(const char *path)
{
	return error_new(ERROR_FILE, "'%s': %s", path, strerror(errno));
}

static struct error *not_used(const char *directory, const char *reason)
{
	return error_new(ERROR_FILE, "the cache '%s' is not used: %s", directory, reason);
}

/* What cannot be looked at cannot be written either, which is no news. */
struct error *cache_check_directory(const char *directory)
{
	struct stat status;

	if (lstat(directory, &status) < 0)
		return NULL;
	if (S_ISLNK(status.st_mode))
		return not_used(directory, "it is a symbolic link");
	if (!S_ISDIR(status.st_mode))
		return not_used(directory, "it is no directory");
	if (status.st_uid != geteuid())
		return not_used(directory, "it belongs to another user");
	if (status.st_mode & (S_IWGRP | S_IWOTH))
		return not_used(directory, "others may write to it; chmod go-w makes it yours");
	return NULL;
}

/* The directories above `top` are the user's own, and made as others make them. Somebody else may
 * have made `top` since the cache was opened. */
static struct error *make_top(const char *top)
{
	const char *slash = strrchr(top, '/');
	OWNED_STRING above =
	    slash && slash != top ? must_copy_bytes(top, (size_t)(slash - top)) : NULL;

	if (mkdir(top, 0700) == 0)
		return NULL;
	if (errno == EEXIST)
		return cache_check_directory(top);
	if (errno != ENOENT || !above)
		return failed(top);
	TRY(file_make_directories(above));
	if (mkdir(top, 0700) == 0)
		return NULL;
	return errno == EEXIST ? cache_check_directory(top) : failed(top);
}

/* Gives a fresh temporary file's descriptor in `directory`, and its name. */
static struct error *make_directories(const char *top, const char *directory)
{
	OWNED_STRING folder =
	    must_copy_bytes(directory, (size_t)(strrchr(directory, '/') - directory));

	if (mkdir(directory, 0700) == 0 || errno == EEXIST)
		return NULL;
	TRY(make_top(top));
	if (mkdir(folder, 0700) < 0 && errno != EEXIST)
		return failed(folder);
	return mkdir(directory, 0700) == 0 || errno == EEXIST ? NULL : failed(directory);
}

/* Not synced: what a crash of the machine spoils is found out by its hash. */
static struct error *fill(int fd, struct slice bytes, const char *path)
{
	while (bytes.size) {
		ssize_t count = write(fd, bytes.at, bytes.size);

		if (count < 0 && errno == EINTR)
			continue;
		if (count < 0)
			return failed(path);
		bytes.at += count;
		bytes.size -= (size_t)count;
	}
	return NULL;
}

/* mkstemp() makes it 0600. */
struct error *cache_write(const char *top, const char *directory, const char *path,
			  struct slice bytes)
{
	OWNED_STRING temporary = must_format("%s/.new-XXXXXX", directory);

	TRY(make_directories(top, directory));
	OWNED_FD fd = mkostemp(temporary, O_CLOEXEC);

	if (fd < 0)
		return failed(directory);
	struct error *error = fill(fd, bytes, path);

	if (!error && rename(temporary, path) < 0)
		error = failed(path);
	if (error)
		(void)unlink(temporary);
	return error;
}

/* ---- removing ---- */

struct entry {
	char *path;
	struct timespec time;
	unsigned long long size;
};

struct entries {
	struct entry *items;
	size_t count;
	unsigned long long bytes;
};

enum { HALF_WRITTEN_S = 3600 };

static void add_file(struct entries *entries, int directory, const char *name, char *path,
		     int64_t clock)
{
	struct stat status;
	bool is_there = fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) == 0;

	if (!is_there || !S_ISREG(status.st_mode)) {
		free(path);
		return;
	}
	if (name[0] == '.' && status.st_mtim.tv_sec < clock - HALF_WRITTEN_S) {
		(void)unlinkat(directory, name, 0);
		free(path);
		return;
	}
	entries->items = must_grow(entries->items, entries->count, sizeof(*entries->items));
	entries->items[entries->count++] =
	    (struct entry){ path, status.st_mtim, (unsigned long long)status.st_size };
	entries->bytes += (unsigned long long)status.st_size;
}

/* Two levels of directories, with files in the lower one. */
static void add_directory(struct entries *entries, const char *path, unsigned depth, int64_t clock)
{
	DIR *directory = opendir(path);

	if (!directory)
		return;
	for (struct dirent *item; (item = readdir(directory));) {
		if (strcmp(item->d_name, ".") == 0 || strcmp(item->d_name, "..") == 0)
			continue;
		char *inner = must_format("%s/%s", path, item->d_name);

		if (!depth) {
			add_file(entries, dirfd(directory), item->d_name, inner, clock);
			continue;
		}
		add_directory(entries, inner, depth - 1, clock);
		free(inner);
	}
	closedir(directory);
}

static int compare(const void *a, const void *b)
{
	const struct timespec *one = &((const struct entry *)a)->time;
	const struct timespec *other = &((const struct entry *)b)->time;

	if (one->tv_sec != other->tv_sec)
		return one->tv_sec < other->tv_sec ? -1 : 1;
	return (one->tv_nsec > other->tv_nsec) - (one->tv_nsec < other->tv_nsec);
}

/* An eighth more than needed, so that not every run has something to remove. */
static void remove_oldest(struct entries *entries, unsigned long long most)
{
	size_t files = entries->count;

	if (entries->bytes <= most && files <= CACHE_FILES_MOST)
		return;
	qsort(entries->items, entries->count, sizeof(*entries->items), compare);
	for (size_t i = 0; i < entries->count; i++) {
		if (entries->bytes <= most - most / 8 &&
		    files <= CACHE_FILES_MOST - CACHE_FILES_MOST / 8)
			return;
		if (unlink(entries->items[i].path) == 0)
			entries->bytes -= entries->items[i].size;
		files--;
	}
}

void cache_evict(const char *top, unsigned long long most, int64_t clock)
{
	static const char *const folders[] = { "manifests", "tags" };
	struct entries entries = { 0 };

	for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++) {
		OWNED_STRING folder = must_format("%s/%s", top, folders[i]);

		add_directory(&entries, folder, 1, clock);
	}
	remove_oldest(&entries, most);
	for (size_t i = 0; i < entries.count; i++)
		free(entries.items[i].path);
	free(entries.items);
}
