#include "renovate_comment.h"

#include "renovate_fields.h"

#include <ctype.h>
#include <digestbump/base/memory.h>
#include <digestbump/image/digest.h>
#include <digestbump/limits.h>
#include <digestbump/syntax/comment.h>
#include <string.h>
#include <strings.h>

enum {
	/* Bytes of a line around a mark: longer ones are data. */
	LINE_BYTES_MOST = 2048,
	/* Lines below a mark that may belong to it. */
	LINES_MOST = 6,
};

static const char sign[] = "renovate:";

const struct format format_renovate = { .name = "renovate" };

/* ---- what the mark says ---- */

static struct slice name_in(struct slice mark)
{
	static const char *const keys[] = { "packageName", "lookupName", "depName", "image" };

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		struct slice name = renovate_field(mark, keys[i]);

		if (name.size)
			return name;
	}
	return slice_of("");
}

static bool names_host(struct slice name)
{
	const char *slash = name.size ? memchr(name.at, '/', name.size) : NULL;
	size_t size = slash ? (size_t)(slash - name.at) : 0;

	return slice_is((struct slice){ name.at, size }, "localhost") ||
	       (size && (memchr(name.at, '.', size) || memchr(name.at, ':', size)));
}

/* Gives "ghcr.io/x/y"; NULL when the mark is about no image. */
static char *image_of(struct slice mark)
{
	struct slice name = name_in(mark);
	struct slice url = renovate_field(mark, "registryUrl");

	if (!slice_is(renovate_field(mark, "datasource"), "docker") || !name.size)
		return NULL;
	if (slice_starts(url, "https://"))
		url = slice_tail(url, strlen("https://"));
	while (url.size && url.at[url.size - 1] == '/')
		url.size--;
	if (!url.size || names_host(name))
		return slice_copy(name);
	return must_format("%.*s/%.*s", (int)url.size, url.at, (int)name.size, name.at);
}

/* ---- lines ---- */

enum value_kind {
	VALUE_NONE,
	VALUE_WHOLE, /* "1.2@sha256:..." */
	VALUE_TAG,
	VALUE_DIGEST,
	VALUE_OPENS, /* "image:" above a mapping: what is meant stands below */
};

/* A line by what is assigned in it. Places are the file's. */
struct value {
	enum value_kind kind;
	struct range tag;
	struct range digest;
	bool says_digest; /* its key does: a digest without it may be of a file */
	bool says_tag;
};

static struct slice line_at(const struct scan_file *file, size_t at)
{
	struct slice rest = slice_tail(file->bytes, at);
	size_t size = rest.size < LINE_BYTES_MOST ? rest.size : LINE_BYTES_MOST;
	const char *end = size ? memchr(rest.at, '\n', size) : NULL;

	return (struct slice){ rest.at, end ? (size_t)(end - rest.at) : size };
}

static size_t line_begin(const struct scan_file *file, size_t at)
{
	size_t least = at > LINE_BYTES_MOST ? at - LINE_BYTES_MOST : 0;

	while (at > least && file->bytes.at[at - 1] != '\n')
		at--;
	return at;
}

static bool is_in_tag(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '.' || c == '-';
}

static bool holds_in_any_case(struct slice text, const char *word)
{
	size_t size = strlen(word);

	for (size_t i = 0; i + size <= text.size; i++)
		if (strncasecmp(text.at + i, word, size) == 0)
			return true;
	return false;
}

/* Sets *at to where the first digest of the line stands. */
static bool find_digest(struct range *out, struct slice line)
{
	for (size_t i = 0; i < line.size; i++) {
		const char *found = memmem(line.at + i, line.size - i, "sha256:", 7);

		if (!found)
			return false;
		i = (size_t)(found - line.at);
		size_t length = digest_length_at(slice_tail(line, i));

		if (length && (!i || !isalnum((unsigned char)line.at[i - 1]))) {
			*out = (struct range){ i, length };
			return true;
		}
	}
	return false;
}

/* The tag that ends at `end` of the line. */
static struct range tag_before(struct slice line, size_t end)
{
	size_t begin = end;

	while (begin && is_in_tag(line.at[begin - 1]))
		begin--;
	/* "${X:-1.2" */
	while (begin < end && memchr("-.", line.at[begin], 2))
		begin++;
	return (struct range){ begin, end - begin };
}

/* Sets the last word of the line, without what closes it, when it can be a tag. */
static void take_tag(struct value *value, struct slice line)
{
	size_t end;

	if (slice_find(&end, line, " #"))
		line.size = end;
	end = line.size;
	while (end && memchr(" \t\r\"'`,;})\\", line.at[end - 1], 11))
		end--;
	struct range tag = tag_before(line, end);

	if (!tag.length || tag.length > TAG_BYTES_MOST || !tag.at)
		return;
	value->kind = memchr(" \t=:\"'`-", line.at[tag.at - 1], 8) ? VALUE_TAG : VALUE_NONE;
	value->tag = tag;
	value->says_tag = holds_in_any_case((struct slice){ line.at, tag.at }, "tag") ||
			  holds_in_any_case((struct slice){ line.at, tag.at }, "version");
}

static void take_digest(struct value *value, struct slice line)
{
	size_t at = value->digest.at;
	struct slice key = { line.at, at };

	value->kind = VALUE_DIGEST;
	value->says_digest = holds_in_any_case(key, "digest") || holds_in_any_case(key, "sha");
	if (!at || line.at[at - 1] != '@')
		return;
	value->says_digest = true;
	value->tag = tag_before(line, at - 1);
	if (value->tag.length && (!value->tag.at || line.at[value->tag.at - 1] != '/'))
		value->kind = VALUE_WHOLE;
}

static bool opens(struct slice line)
{
	line = slice_trim(line);
	return line.size && memchr(":{[(", line.at[line.size - 1], 4);
}

/* Reads the line that begins at the byte `at`. */
static struct value value_of(struct slice line, size_t at)
{
	struct value value = { .kind = VALUE_NONE };

	if (find_digest(&value.digest, line))
		take_digest(&value, line);
	else if (opens(line))
		value.kind = VALUE_OPENS;
	else
		take_tag(&value, line);
	value.tag.at += at;
	value.digest.at += at;
	return value;
}

/* ---- what is below a mark ---- */

struct mark {
	const struct scan_file *file;
	char *image;
};

static bool is_last_part(const char *name, struct slice word)
{
	const char *slash = strrchr(name, '/');

	return slice_is(word, slash ? slash + 1 : name);
}

static void add(const struct mark *mark, const struct value *tag, const struct value *digest)
{
	const char *bytes = mark->file->bytes.at;
	struct slice hex = { bytes + digest->digest.at, digest->digest.length };
	struct slice word = { bytes + (tag ? tag->tag.at : 0), tag ? tag->tag.length : 0 };

	/* "nginx@sha256:..." behind a mark for nginx has no tag. */
	if (is_last_part(mark->image, word))
		word.size = 0;
	OWNED_STRING text = must_format("%s%s%.*s@%.*s", mark->image, word.size ? ":" : "",
					(int)word.size, word.at, (int)hex.size, hex.at);
	const struct found_reference found = {
		.kind = PIN_PATTERN,
		.text = slice_of(text),
		.at = digest->digest.at,
		.digest = digest->digest,
		.tag = tag ? tag->tag : (struct range){ 0, 0 },
	};

	format_add_found(mark->file, &format_renovate, &found);
}

/* Adds what two lines say together; the second may be none. True when they said it. */
static bool add_pair(const struct mark *mark, const struct value *first, const struct value *second)
{
	if (first->kind == VALUE_WHOLE)
		add(mark, first, first);
	else if (first->kind == VALUE_TAG && second->kind == VALUE_DIGEST && second->says_digest)
		add(mark, first, second);
	else if (first->kind == VALUE_DIGEST && second->kind == VALUE_TAG && second->says_tag)
		add(mark, second, first);
	else if (first->kind == VALUE_DIGEST)
		add(mark, NULL, first);
	else
		return false;
	return true;
}

/* The values of the mark's own line (in front of it) and of those below. */
static size_t collect(struct value *values, const struct scan_file *file, struct range adjacent,
		      size_t below)
{
	size_t count = 0;
	struct slice own = { file->bytes.at + adjacent.at, adjacent.length };

	if (slice_trim(own).size)
		values[count++] = value_of(own, adjacent.at);
	for (size_t i = 0; i < LINES_MOST && below < file->bytes.size; i++) {
		struct slice line = line_at(file, below);
		struct slice remark;

		if (!slice_trim(line).size || slice_find(NULL, line, sign))
			break;
		if (!comment_of_whole_line(&remark, line))
			values[count++] = value_of(line, below);
		if (line.size == LINE_BYTES_MOST)
			break;
		below += line.size + 1;
	}
	return count;
}

static void read_values(const struct mark *mark, struct range adjacent, size_t below)
{
	struct value values[LINES_MOST + 1];
	const struct value none = { .kind = VALUE_NONE };
	size_t count = collect(values, mark->file, adjacent, below);
	size_t first = 0;

	while (first < count && values[first].kind == VALUE_OPENS)
		first++;
	if (first < count)
		add_pair(mark, &values[first], first + 1 < count ? &values[first + 1] : &none);
}

/* Sets *begin to where the comment begins that the mark at `at` is in, false when it is in
 * none. Looks no further back than it must: most such words are no marks. */
static bool find_comment(size_t *begin, const struct scan_file *file, size_t at)
{
	const char *bytes = file->bytes.at;
	size_t least = at > LINE_BYTES_MOST ? at - LINE_BYTES_MOST : 0;
	size_t end = at;

	while (end > least && memchr(" \t", bytes[end - 1], 2))
		end--;
	*begin = end;
	while (*begin > least && memchr("#/*;-!<{", bytes[*begin - 1], 8))
		--*begin;
	return *begin < end;
}

/* Gives the byte behind what was read. */
static size_t read_mark(const struct scan_file *file, size_t at)
{
	struct slice said = line_at(file, at + strlen(sign));
	size_t end = at + strlen(sign) + said.size;
	size_t comment;

	if (!find_comment(&comment, file, at))
		return at + strlen(sign);
	struct mark mark = { file, image_of(slice_trim(said)) };
	size_t begin = line_begin(file, comment);

	if (mark.image)
		read_values(&mark, (struct range){ begin, comment - begin }, end + 1);
	free(mark.image);
	return end;
}

void renovate_find(const struct scan_file *file)
{
	size_t at = 0;
	size_t next;

	if (!slice_find(NULL, file->bytes, "sha256:"))
		return;
	while (at < file->bytes.size && slice_find(&next, slice_tail(file->bytes, at), sign))
		at = read_mark(file, at + next);
}
