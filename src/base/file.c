#include <digestbump/base/file.h>
#include <digestbump/base/memory.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

static void close_at(const int *fd)
{
	if (*fd >= 0)
		close(*fd);
}
#define OWNED_FD __attribute__((cleanup(close_at))) int

static struct error *file_error(const char *path, const char *what)
{
	return error_new(errno == ENOENT ? ERROR_ABSENT : ERROR_FILE, "'%s': %s: %s", path, what,
			 strerror(errno));
}

static struct error *read_all(struct text *into, int fd, const char *path)
{
	char block[64 * 1024];

	for (;;) {
		ssize_t count = read(fd, block, sizeof(block));

		if (count < 0 && errno == EINTR)
			continue;
		if (count < 0)
			return file_error(path, "cannot be read");
		if (count == 0)
			return NULL;
		text_add(into, block, (size_t)count);
		if (into->over)
			return error_new(ERROR_LIMIT, "'%s': larger than %zu bytes", path,
					 into->most);
	}
}

struct error *file_read(struct text **out, int directory, const char *path, size_t most)
{
	/* O_NONBLOCK: opening a FIFO must not wait for somebody to write. */
	OWNED_FD fd = openat(directory, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct stat status;

	if (fd < 0)
		return file_error(path, "cannot be opened");
	if (fstat(fd, &status) < 0)
		return file_error(path, "cannot be read");
	if (!S_ISREG(status.st_mode))
		return error_new(ERROR_FILE, "'%s': no regular file", path);
	if ((unsigned long long)status.st_size > most)
		return error_new(ERROR_LIMIT, "'%s': larger than %zu bytes", path, most);

	OWNED(text) text = text_new(most);

	TRY(read_all(text, fd, path));
	*out = pass_on(&text);
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

/* Gives the name of a file that is not there yet, beside path. */
static char *temporary_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	int directory = slash ? (int)(slash - path) + 1 : 0;
	unsigned long long number = 0;

	if (getrandom(&number, sizeof(number), 0) < 0)
		number = (unsigned long long)getpid();
	return must_format("%.*s.digestbump-%016llx", directory, path, number);
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
