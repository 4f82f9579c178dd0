#include <digestbump/base/file.h>
#include <digestbump/base/memory.h>
#include <digestbump/edit/edit.h>
#include <digestbump/limits.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>

static bool is_equal(struct slice a, struct slice b)
{
	return a.size == b.size && (!a.size || memcmp(a.at, b.at, a.size) == 0);
}

/* Somebody may have saved it while registries were asked. */
static struct error *check_unchanged(int directory, const char *name, const struct edit *edit)
{
	OWNED_FD fd = -1;
	OWNED(text) now = text_new(0);

	TRY(file_open_below(&fd, directory, name, 0));
	TRY(file_read_open(now, fd, name, FILE_BYTES_MOST));
	if (!is_equal(text_slice(now), text_slice(edit->before)))
		return error_new(ERROR_CONFLICT, "'%s': changed since it was read, not written",
				 name);
	return NULL;
}

/* The directory is opened once, without following links, and everything else
 * happens in it by the file's own name: the path cannot be redirected
 * between the check and the replacement. */
static struct error *write_one(int top, const struct edit *edit, bool is_first)
{
	const char *slash = strrchr(edit->path, '/');
	const char *name = slash ? slash + 1 : edit->path;
	OWNED_STRING parent = must_copy_bytes(edit->path, slash ? (size_t)(slash - edit->path) : 0);
	OWNED_FD directory = -1;

	TRY(file_open_below(&directory, top, parent, O_PATH | O_DIRECTORY));
	if (is_first)
		file_remove_leftovers(directory);
	TRY(check_unchanged(directory, name, edit));
	return file_replace(directory, name, text_slice(edit->after));
}

static size_t directory_size(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? (size_t)(slash - path) : 0;
}

/* Edits are sorted by path. */
static bool is_first_in_directory(const struct edits *edits, size_t at)
{
	if (at == 0)
		return true;
	const char *path = edits->items[at].path;
	const char *before = edits->items[at - 1].path;
	size_t size = directory_size(path);

	return directory_size(before) != size || strncmp(path, before, size) != 0;
}

struct error *edit_write(struct edits *edits, const char *top, const atomic_int *stop)
{
	size_t written = 0;
	OWNED_FD fd = open(top, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return error_new(errno == ENOENT ? ERROR_ABSENT : ERROR_FILE,
				 "'%s': cannot be opened: %s", top, strerror(errno));
	for (size_t i = 0; i < edits->count; i++) {
		struct edit *edit = &edits->items[i];

		if (stop && *stop)
			return error_new(ERROR_STOPPED,
					 "stopped by a signal: %zu of %zu files were written",
					 written, edits->count);
		error_free(edit->error);
		edit->error = error_wrap(write_one(fd, edit, is_first_in_directory(edits, i)),
					 "cannot write '%s'", edit->path);
		written += !edit->error;
	}
	return NULL;
}
