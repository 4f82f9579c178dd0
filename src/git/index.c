#include "index.h"
#include <digestbump/base/file.h>
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	HEADER_BYTES = 12,
	CHECKSUM_BYTES = 20, /* behind everything */

	/* An entry in front of its path: ten words of stat(2), the object, flags. */
	FLAGS_AT = 40 + 20,
	ENTRY_BYTES = FLAGS_AT + 2,
	FLAG_EXTENDED = 0x4000, /* two bytes more */

	/* An entry's end that may be looked at: its path, what is in front of it, and
	 * the zeros that fill it up to eight bytes. */
	ENTRY_BYTES_MOST = ENTRY_BYTES + 16 + PATH_BYTES_MOST + 8,

	WINDOW_BYTES = 64 * 1024,
};

/* A part of the file. */
struct window {
	int fd;
	uint64_t file_size;
	uint64_t at; /* of the first of its bytes */
	size_t size;
	unsigned char bytes[WINDOW_BYTES];
};

struct index_reader {
	struct window window;
	uint64_t at; /* what is read next */
	unsigned version;
	struct packed_paths *paths;
	char path[PATH_BYTES_MOST + 1]; /* the last one: version 4 writes what is new of the next */
	size_t path_size;
};

static struct error *corrupt_index_error(void)
{
	return error_new(ERROR_SYNTAX, "this is no index of git's");
}

static bool read_window(struct window *window, uint64_t at)
{
	ssize_t size;

	do
		size = pread(window->fd, window->bytes, WINDOW_BYTES, (off_t)at);
	while (size < 0 && errno == EINTR);
	window->at = at;
	window->size = size < 0 ? 0 : (size_t)size;
	return size >= 0;
}

/* The bytes from `at`: `wanted`, or as many as there are. */
static struct slice peek(struct window *window, uint64_t at, size_t wanted)
{
	if (at < window->at || at - window->at > window->size ||
	    window->size - (at - window->at) < wanted)
		if (!read_window(window, at))
			return (struct slice){ "", 0 };
	size_t skipped = (size_t)(at - window->at);
	size_t size = window->size - skipped;

	return (struct slice){ (const char *)window->bytes + skipped,
			       size < wanted ? size : wanted };
}

static uint32_t number(const char *bytes)
{
	const unsigned char *b = (const unsigned char *)bytes;

	return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

/* Version 4: how many bytes of the last path are dropped, as git writes offsets.
 * Moves *at behind it. */
static bool read_dropped(size_t *dropped, struct slice entry, size_t *at)
{
	size_t value = 0;

	for (size_t i = 0; i < 4 && *at < entry.size; i++) {
		unsigned char byte = (unsigned char)entry.at[(*at)++];

		value = (i ? value + 1 : 0) << 7 | (byte & 0x7f);
		if (byte & 0x80)
			continue;
		*dropped = value;
		return true;
	}
	return false;
}

/* Sets the path from what stands at `at` of an entry; *length is that of the letters
 * there. */
static bool read_path(struct index_reader *reader, size_t *length, struct slice entry, size_t at)
{
	const char *letters = entry.at + at;
	const char *end = at < entry.size ? memchr(letters, '\0', entry.size - at) : NULL;

	if (!end)
		return false;
	*length = (size_t)(end - letters);
	if (*length > PATH_BYTES_MOST - reader->path_size)
		return false;
	memcpy(reader->path + reader->path_size, letters, *length);
	reader->path_size += *length;
	return true;
}

/* Versions 2 and 3 fill an entry with one to eight zeros. */
static size_t padded_size(size_t size)
{
	return (size + 8) & ~(size_t)7;
}

static struct error *read_entry(struct index_reader *reader)
{
	struct slice entry = peek(&reader->window, reader->at, ENTRY_BYTES_MOST);
	size_t at = ENTRY_BYTES;
	size_t length = 0;
	size_t dropped = reader->path_size;

	if (entry.size < ENTRY_BYTES)
		return corrupt_index_error();
	unsigned flags = (unsigned)(unsigned char)entry.at[FLAGS_AT] << 8;

	if (reader->version > 2 && (flags & FLAG_EXTENDED))
		at += 2;
	if (reader->version == 4 && !read_dropped(&dropped, entry, &at))
		return corrupt_index_error();
	if (dropped > reader->path_size)
		return corrupt_index_error();
	reader->path_size -= dropped;
	if (!read_path(reader, &length, entry, at) ||
	    !packed_paths_add(reader->paths, (struct slice){ reader->path, reader->path_size }))
		return corrupt_index_error();
	reader->at += reader->version == 4 ? at + length + 1 : padded_size(at + length);
	return NULL;
}

static struct error *read_header(struct index_reader *reader, uint32_t *count)
{
	struct slice header = peek(&reader->window, 0, HEADER_BYTES);

	if (header.size < HEADER_BYTES || !slice_starts(header, "DIRC"))
		return corrupt_index_error();
	reader->version = number(header.at + 4);
	*count = number(header.at + 8);
	reader->at = HEADER_BYTES;
	if (reader->version < 2 || reader->version > 4)
		return error_new(ERROR_UNSUPPORTED, "version %u of git's index", reader->version);
	return NULL;
}

/* What a reader may pass over begins with a capital. */
static struct error *check_extensions(struct index_reader *reader)
{
	uint64_t end = reader->window.file_size;

	while (end > CHECKSUM_BYTES && reader->at < end - CHECKSUM_BYTES) {
		struct slice head = peek(&reader->window, reader->at, 8);

		if (head.size < 8)
			return corrupt_index_error();
		if (head.at[0] < 'A' || head.at[0] > 'Z')
			return error_new(ERROR_UNSUPPORTED, "a split or sparse index");
		reader->at += 8 + (uint64_t)number(head.at + 4);
	}
	return NULL;
}

static struct error *read_all(struct index_reader *reader)
{
	uint32_t count = 0;

	TRY(read_header(reader, &count));
	for (uint32_t i = 0; i < count; i++)
		TRY(read_entry(reader));
	return check_extensions(reader);
}

static struct error *read_file(struct packed_paths *paths, int fd)
{
	struct index_reader *reader = must_alloc(sizeof(*reader));
	struct stat status;

	reader->window.fd = fd;
	reader->window.file_size = fstat(fd, &status) == 0 ? (uint64_t)status.st_size : 0;
	reader->paths = paths;
	struct error *error = read_all(reader);

	free(reader);
	return error;
}

struct error *index_read_paths(struct packed_paths **out, const char *file)
{
	OWNED_FD fd = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	OWNED(packed_paths) paths = packed_paths_new();

	if (fd < 0 && errno != ENOENT)
		return error_new(ERROR_FILE, "cannot be opened: %s", strerror(errno));
	if (fd >= 0)
		TRY(read_file(paths, fd));
	*out = pass_on(&paths);
	return NULL;
}
