#include <digestbump/base/file.h>
#include <digestbump/base/memory.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum {
	/* O_NONBLOCK: opening a FIFO must not wait for somebody to write. */
	OPEN_TO_READ = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY,

	/* Bytes asked for when a file turns out longer than fstat() said. */
	READ_AHEAD = 64 * 1024,
};

static struct error *file_error(const char *path, const char *what)
{
	return error_new(errno == ENOENT ? ERROR_ABSENT : ERROR_FILE, "'%s': %s: %s", path, what,
			 strerror(errno));
}

/* Fills `into` up to the end of the file. A regular file that gave the bytes
 * that fstat() promised, and no more although asked, is at its end: the last
 * read(2) that would give 0 is saved. */
static struct error *read_all(struct text *into, int fd, const char *path, size_t expected,
			      size_t most)
{
	for (;;) {
		size_t size = (into->size < expected ? expected - into->size : READ_AHEAD) + 1;
		ssize_t count = read(fd, text_reserve(into, size), size);

		if (count < 0 && errno == EINTR)
			continue;
		if (count < 0)
			return file_error(path, "cannot be read");
		text_grow(into, (size_t)count);
		if (into->size > most)
			return error_new(ERROR_LIMIT, "'%s': larger than %zu bytes", path, most);
		if (count == 0 || ((size_t)count < size && into->size == expected))
			return NULL;
	}
}

struct error *file_read_open(struct text *into, int fd, const char *path, size_t most)
{
	struct stat status;

	text_empty(into);
	if (fstat(fd, &status) < 0)
		return file_error(path, "cannot be read");
	if (!S_ISREG(status.st_mode))
		return error_new(ERROR_FILE, "'%s': no regular file", path);
	if ((unsigned long long)status.st_size > most)
		return error_new(ERROR_LIMIT, "'%s': larger than %zu bytes", path, most);
	return read_all(into, fd, path, (size_t)status.st_size, most);
}

struct error *file_read(struct text **out, int directory, const char *path, size_t most)
{
	OWNED_FD fd = openat(directory, path, OPEN_TO_READ);

	if (fd < 0)
		return file_error(path, "cannot be opened");
	OWNED(text) text = text_new(0);

	TRY(file_read_open(text, fd, path, most));
	*out = pass_on(&text);
	return NULL;
}

static bool is_inner_part(struct slice part)
{
	return part.size && !slice_is(part, ".") && !slice_is(part, "..");
}

bool file_path_is_inner(const char *path)
{
	for (;;) {
		size_t size = strcspn(path, "/");

		if (!is_inner_part((struct slice){ path, size }))
			return false;
		if (!path[size])
			return true;
		path += size + 1;
	}
}

static bool is_link(int at, const char *name, int flags)
{
	struct stat about;

	return fstatat(at, name, &about, AT_SYMLINK_NOFOLLOW | flags) == 0 &&
	       S_ISLNK(about.st_mode);
}

/* openat2(2) says ELOOP of every link. With O_PATH openat(2) opens the link itself,
 * with O_DIRECTORY it says that it is none. */
static int open_part(int directory, const char *name, int flags)
{
	int fd = openat(directory, name, flags | O_NOFOLLOW);

	if (fd < 0) {
		int code = errno;

		errno = code == ENOTDIR && is_link(directory, name, 0) ? ELOOP : code;
	} else if ((flags & O_PATH) && is_link(fd, "", AT_EMPTY_PATH)) {
		close(fd);
		errno = ELOOP;
		return -1;
	}
	return fd;
}

/* One part after the other, for kernels and sandboxes without openat2(2). */
static int open_by_parts(int directory, const char *path, int flags)
{
	OWNED_FD here = -1;

	for (const char *slash; (slash = strchr(path, '/')); path = slash + 1) {
		OWNED_STRING part = must_copy_bytes(path, (size_t)(slash - path));
		int next = open_part(here < 0 ? directory : here, part, O_PATH | O_CLOEXEC);

		if (next < 0)
			return -1;
		fd_close_at(&here);
		here = next;
	}
	return open_part(here < 0 ? directory : here, path, flags);
}

/* openat2(2) has been in Linux since 5.6 and is refused with EPERM by seccomp
 * profiles older than that; EAGAIN: somebody renamed a directory meanwhile. */
static int open_without_links(int directory, const char *path, int flags)
{
	struct open_how how = {
		.flags = (unsigned long long)flags,
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS,
	};
	long fd = syscall(SYS_openat2, directory, path, &how, sizeof(how));

	if (fd < 0 && (errno == ENOSYS || errno == EPERM || errno == EAGAIN))
		return open_by_parts(directory, path, flags);
	return (int)fd;
}

struct error *file_open_below(int *fd, int directory, const char *path, int flags)
{
	if (*path && !file_path_is_inner(path))
		return error_new(ERROR_FILE, "'%s': leads out of its directory", path);
	/* O_PATH goes with few other flags: openat2(2) refuses what openat(2) ignores. */
	int all = flags & O_PATH ? flags | O_CLOEXEC : flags | OPEN_TO_READ;
	int opened = open_without_links(directory, *path ? path : ".", all);

	if (opened < 0 && errno == ELOOP)
		return error_new(ERROR_FILE, "'%s': a symbolic link, not followed", path);
	if (opened < 0)
		return file_error(path, "cannot be opened");
	*fd = opened;
	return NULL;
}

static struct error *write_all(int fd, struct slice bytes, const char *path)
{
	while (bytes.size) {
		ssize_t count = write(fd, bytes.at, bytes.size);

		if (count < 0 && errno == EINTR)
			continue;
		if (count < 0)
			return file_error(path, "cannot be written");
		bytes.at += count;
		bytes.size -= (size_t)count;
	}
	return NULL;
}

/* Ownership is kept where permitted; a bot that runs as another user than the
 * file's keeps the mode and becomes the owner. */
static struct error *write_temporary(int fd, struct slice bytes, const struct stat *like,
				     const char *path)
{
	if (fchown(fd, like->st_uid, like->st_gid) < 0 && errno != EPERM)
		return file_error(path, "cannot get its owner");
	if (fchmod(fd, like->st_mode & 07777) < 0)
		return file_error(path, "cannot get its mode");
	TRY(write_all(fd, bytes, path));
	if (fsync(fd) < 0)
		return file_error(path, "cannot be written");
	return NULL;
}

enum { TEMPORARY_DIGITS = 16 };
static const char temporary_prefix[] = ".digestbump-";

bool file_is_temporary(const char *name)
{
	size_t prefix = strlen(temporary_prefix);

	return strncmp(name, temporary_prefix, prefix) == 0 &&
	       strspn(name + prefix, "0123456789abcdef") == TEMPORARY_DIGITS &&
	       !name[prefix + TEMPORARY_DIGITS];
}

/* Nobody holds the lock of a file whose process was killed. */
static void remove_if_unlocked(int directory, const char *name)
{
	OWNED_FD fd = openat(directory, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

	if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0)
		unlinkat(directory, name, 0);
}

static void close_directory(DIR **at)
{
	if (*at)
		closedir(*at);
}

void file_remove_leftovers(int directory)
{
	int fd = openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	__attribute__((cleanup(close_directory))) DIR *list = fd < 0 ? NULL : fdopendir(fd);

	if (!list) {
		if (fd >= 0)
			close(fd);
		return;
	}
	for (struct dirent *entry; (entry = readdir(list));)
		if (file_is_temporary(entry->d_name))
			remove_if_unlocked(fd, entry->d_name);
}

/* Gives the name of a file that is not there yet, beside path. */
static char *temporary_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	int directory = slash ? (int)(slash - path) + 1 : 0;
	unsigned long long number = 0;

	if (getrandom(&number, sizeof(number), 0) < 0)
		number = (unsigned long long)getpid();
	return must_format("%.*s%s%016llx", directory, path, temporary_prefix, number);
}

/* What the new file shall be like: the one before, or a plain 0644. */
static struct error *look(struct stat *like, int directory, const char *path)
{
	if (fstatat(directory, path, like, AT_SYMLINK_NOFOLLOW) < 0) {
		if (errno != ENOENT)
			return file_error(path, "cannot be replaced");
		*like = (struct stat){ .st_mode = 0644, .st_uid = geteuid(), .st_gid = getegid() };
		return NULL;
	}
	if (!S_ISREG(like->st_mode))
		return error_new(ERROR_FILE, "'%s': no regular file, not replaced", path);
	return NULL;
}

struct error *file_replace(int directory, const char *path, struct slice bytes)
{
	struct stat like;

	TRY(look(&like, directory, path));
	OWNED_STRING name = temporary_name(path);
	OWNED_FD fd = openat(directory, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd < 0)
		return file_error(path, "cannot be replaced");
	/* Says that it is no leftover: see file_remove_leftovers(). */
	flock(fd, LOCK_EX | LOCK_NB);
	struct error *error = write_temporary(fd, bytes, &like, path);

	if (!error && renameat(directory, name, directory, path) < 0)
		error = file_error(path, "cannot be replaced");
	if (error)
		unlinkat(directory, name, 0);
	return error;
}

struct error *file_make_directories(const char *path)
{
	OWNED_STRING partial = must_copy(path);

	for (char *slash = partial + 1;; slash++) {
		slash = strchr(slash, '/');
		if (slash)
			*slash = '\0';
		if (mkdir(partial, 0755) < 0 && errno != EEXIST)
			return file_error(partial, "cannot be made");
		if (!slash)
			return NULL;
		*slash = '/';
	}
}
