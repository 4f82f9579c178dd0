#include "file_scan.h"
#include "file_selection.h"
#include "find/format_independent.h"
#include "formats.h"
#include "go_builds.h"
#include "own_output.h"
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <digestbump/scan/format.h>
#include <string.h>

enum {
	/* A buffer that one large file made larger than this is given back, so
	 * that memory does not stay at threads times the largest file. */
	BUFFER_KEPT = 1024 * 1024,

	/* Of a file with NULs that are looked at for UTF-16. */
	ALTERNATING_BYTES = 64,
};

static void skip_file(struct findings *into, const char *path, const char *code, const char *reason)
{
	skips_add(&into->skips, path, 0, code, reason);
}

/* ---- encodings ---- */

/* Half of the bytes are NUL, always the same half: bytes of ASCII in UTF-16. A
 * byte order mark is not needed to see that. */
static bool alternates(struct slice bytes)
{
	size_t looked =
	    bytes.size < ALTERNATING_BYTES ? bytes.size & ~(size_t)1 : ALTERNATING_BYTES;
	size_t nuls[2] = { 0, 0 };

	for (size_t i = 0; i < looked; i++)
		nuls[i % 2] += !bytes.at[i];
	return looked && nuls[0] + nuls[1] == looked / 2 && (!nuls[0] || !nuls[1]);
}

/* UTF-32's little-endian mark begins with UTF-16's. */
static const char *wide_encoding(struct slice bytes)
{
	if (bytes.size >= 4 &&
	    (memcmp(bytes.at, "\xff\xfe\0\0", 4) == 0 || memcmp(bytes.at, "\0\0\xfe\xff", 4) == 0))
		return "UTF-32";
	if (slice_starts(bytes, "\xff\xfe") || slice_starts(bytes, "\xfe\xff") || alternates(bytes))
		return "UTF-16";
	return NULL;
}

static bool has_nul(struct slice bytes)
{
	return memchr(bytes.at, '\0', bytes.size) != NULL;
}

/* True when it is text in a supported encoding; else adds a skip. */
static bool is_text(struct findings *into, const struct scan_file *file)
{
	const char *wide = wide_encoding(file->bytes);

	if (!wide && !has_nul(file->bytes))
		return true;
	if (!wide) {
		skip_file(into, file->path, "binary", "holds NUL bytes");
		return false;
	}
	OWNED_STRING reason = must_format("this is %s and only UTF-8 is read: save it as UTF-8, or "
					  "'iconv -f %s -t UTF-8'",
					  wide, wide);

	skip_file(into, file->path, "encoding", reason);
	return false;
}

/* ---- what is in a file ---- */

/* Whatever the format looks for, a pinned reference or a manifest in its file counts. */
static bool has_needle(const struct format *format, struct slice bytes)
{
	if (!format->needles || slice_find(NULL, bytes, "@sha256:") ||
	    slice_find(NULL, bytes, "apiVersion:"))
		return true;
	for (size_t i = 0; format->needles[i]; i++)
		if (slice_find(NULL, bytes, format->needles[i]))
			return true;
	return false;
}

static bool has_too_large_skip(const struct skips *skips)
{
	return skips->count && strcmp(skips->items[skips->count - 1].code, "too-large") == 0;
}

/* Formats stop at the ceiling by themselves, and some of them say so. */
static void limit_pins(struct findings *into, const char *path)
{
	struct pins *pins = &into->pins;

	if (pins->count < FILE_PINS_MOST)
		return;
	while (pins->count > FILE_PINS_MOST)
		pin_free(pins->items[--pins->count]);
	if (has_too_large_skip(&into->skips))
		return;
	OWNED_STRING reason =
	    must_format("only the first %d references were taken", FILE_PINS_MOST);

	skip_file(into, path, "too-large", reason);
}

static void parse(struct findings *into, const struct format *format, struct scan_file *file)
{
	OWNED(error) error = format->find(file);

	if (error)
		skip_file(into, file->path, "syntax", error_text(error));
}

static void find_all(struct findings *into, const struct format *format, struct scan_file *file,
		     const struct file_scan_input *input)
{
	file->pins = &into->pins;
	file->skips = &into->skips;
	/* The general finder goes last: everybody else knows more. */
	if (format && format != &format_text && has_needle(format, file->bytes))
		parse(into, format, file);
	format_independent_find(file, format, input->config);
	if (format)
		go_builds_complete_pins(file, format, input->modules);
	limit_pins(into, file->path);
}

/* "sha256:" as it stands in UTF-16 of either byte order. */
static bool has_wide_digest(struct slice bytes)
{
	static const char digest[] = "s\0h\0a\0002\0005\0006\0:";

	return wide_encoding(bytes) && memmem(bytes.at, bytes.size, digest, sizeof(digest) - 1);
}

/* Files that are not named mostly contain nothing, and must be skipped quickly. */
static bool may_hold_digest(struct slice bytes)
{
	if (slice_find(NULL, bytes, "sha256:"))
		return !has_nul(bytes);
	return has_wide_digest(bytes);
}

static void scan_bytes(struct findings *into, const struct format *format, struct scan_file *file,
		       const struct file_scan_input *input)
{
	if (!file->bytes.size || is_own_document(file->bytes))
		return;
	if (!file_is_named(input->config, format, file->path) && !may_hold_digest(file->bytes))
		return;
	if (is_text(into, file))
		find_all(into, format, file, input);
}

static void skip_unread(struct findings *into, const char *path, const struct error *error)
{
	bool large = error_kind(error) == ERROR_LIMIT;

	skip_file(into, path, large ? "too-large" : "unreadable", error_text(error));
}

void file_scan_run(struct findings *into, struct text *buffer, const struct file_scan_input *input,
		   const struct format *format, const char *path)
{
	OWNED(error) error = tree_read_into(buffer, input->tree, path);
	struct line_cache mark = { 0 };
	struct scan_file file = { .path = path, .tree = input->tree, .mark = &mark };

	file.bytes = text_slice(buffer);
	if (!error)
		scan_bytes(into, format, &file, input);
	else if (error_kind(error) != ERROR_LIMIT || file_is_named(input->config, format, path))
		skip_unread(into, path, error);
	if (buffer->room > BUFFER_KEPT)
		text_clear(buffer);
}
