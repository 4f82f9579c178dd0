#include "tag_comment.h"

#include "renovate_fields.h"
#include <ctype.h>
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <digestbump/syntax/comment.h>
#include <string.h>

enum {
	ATTRIBUTES_MOST = 8, /* of a call, between a comment and the digest */

	/* A comment that names a tag is short; what is longer is prose. */
	COMMENT_BYTES_MOST = 1024,
	/* Hex digits alone from here on are a commit, not a version. */
	COMMIT_DIGITS_LEAST = 32,
};

static bool drop(struct slice *text, const char *prefix)
{
	if (!slice_starts(*text, prefix))
		return false;
	*text = slice_trim(slice_tail(*text, strlen(prefix)));
	return true;
}

/* ---- words ---- */

static bool is_tag(struct slice word)
{
	if (!word.size || word.size > TAG_BYTES_MOST || memchr(".-", word.at[0], 2))
		return false;
	for (size_t i = 0; i < word.size; i++)
		if (!isalnum((unsigned char)word.at[i]) && !memchr("._-", word.at[i], 3))
			return false;
	return true;
}

static bool is_commit(struct slice word)
{
	for (size_t i = 0; i < word.size; i++)
		if (!isxdigit((unsigned char)word.at[i]))
			return false;
	return word.size >= COMMIT_DIGITS_LEAST;
}

/* "2024-05-31" is more likely the date of an edit. */
static bool is_day(struct slice word)
{
	static const char form[] = "dddd-dd-dd";

	if (word.size != strlen(form))
		return false;
	for (size_t i = 0; i < word.size; i++)
		if (form[i] == 'd' ? !isdigit((unsigned char)word.at[i]) : word.at[i] != form[i])
			return false;
	return true;
}

static bool is_version(struct slice word)
{
	size_t first = word.size > 1 && (word.at[0] == 'v' || word.at[0] == 'V');

	return is_tag(word) && isdigit((unsigned char)word.at[first]) &&
	       isalnum((unsigned char)word.at[word.size - 1]) && !is_commit(word) && !is_day(word);
}

/* ---- what a comment says ---- */

struct comment_context {
	const struct reference *image; /* of the pin */
	bool adjacent;                 /* on the digest's line; else directly above */
};

static const char *last_part(const char *name)
{
	const char *slash = strrchr(name, '/');

	return slash ? slash + 1 : name;
}

/* "nginx:1.27", "ratchet:docker://nginx:1.27". Beside the digest its last part is
 * name enough. */
static struct slice tag_of_reference(struct slice word, const struct comment_context *context)
{
	static const char *const schemes[] = { "docker://", "oci://" };

	drop(&word, "ratchet:");
	for (size_t i = 0; i < sizeof(schemes) / sizeof(*schemes); i++)
		drop(&word, schemes[i]);
	OWNED(reference) named = NULL;
	OWNED(error) failed = reference_parse(&named, word);

	if (failed || !named->tag)
		return slice_of("");
	bool same = strcmp(named->name, context->image->name) == 0;

	if (!same && context->adjacent)
		same = strcmp(last_part(named->name), last_part(context->image->name)) == 0;
	return (struct slice){ word.at + named->written_tag.at,
			       same ? named->written_tag.length : 0 };
}

/* Drops "KEY=" or "KEY:" with blanks around the sign. */
static bool drop_key(struct slice *text, const char *key)
{
	struct slice rest = *text;

	if (!drop(&rest, key) || !rest.size || !memchr("=:", rest.at[0], 2))
		return false;
	*text = slice_trim(slice_tail(rest, 1));
	return true;
}

/* What stands behind "renovate:". */
static struct slice tag_of_mark(struct slice mark)
{
	struct slice tag = renovate_field(mark, "currentValue");

	if (!tag.size)
		tag = renovate_field(mark, "tag");
	if (!tag.size && (drop(&mark, "pin ") || drop(&mark, "pin@"))) {
		drop(&mark, "@");
		tag = mark;
	}
	return is_tag(tag) ? tag : slice_of("");
}

static struct slice tag_beside(struct slice text, const struct comment_context *context)
{
	if (!drop_key(&text, "version") && !drop_key(&text, "image")) {
		drop(&text, "pin ");
		drop(&text, "@");
	}
	if (is_version(text) || slice_is(text, "latest"))
		return text;
	return tag_of_reference(text, context);
}

/* An attribute that was commented out: "1.27", */
static struct slice without_quotes(struct slice text)
{
	if (slice_ends(text, ","))
		text.size--;
	if (text.size > 1 && memchr("\"'", text.at[0], 2) && text.at[text.size - 1] == text.at[0])
		return (struct slice){ text.at + 1, text.size - 2 };
	return text;
}

static struct slice tag_of(struct slice text, const struct comment_context *context)
{
	size_t second;

	if (text.size > COMMENT_BYTES_MOST)
		return slice_of("");
	if (slice_find(&second, text, " #"))
		text.size = second;
	text = slice_trim(text);
	if (drop(&text, "renovate:"))
		return tag_of_mark(text);
	if (drop_key(&text, "tag")) {
		text = without_quotes(text);
		return is_tag(text) ? text : slice_of("");
	}
	return context->adjacent ? tag_beside(text, context) : tag_of_reference(text, context);
}

/* ---- where comments stand ---- */

static struct slice line_from(struct slice bytes, size_t at)
{
	struct slice rest = slice_tail(bytes, at);
	const char *end = rest.size ? memchr(rest.at, '\n', rest.size) : NULL;

	return (struct slice){ rest.at, end ? (size_t)(end - rest.at) : rest.size };
}

/* Whose is the comment at the end of a line with several digests? */
static bool has_another(struct slice line, const struct pin *pin)
{
	size_t algorithm = strlen("sha256:");

	if (pin->bare && line.size >= algorithm)
		line.size -= algorithm;
	return slice_find(NULL, line, "sha256:") || slice_find(NULL, line, "sha512:");
}

static struct slice find_beside(const struct pin *pin, struct slice bytes, size_t line)
{
	struct comment_context context = { pin->image, true };
	size_t end = pin->digest.at + pin->digest.length;
	struct slice rest = line_from(bytes, end);
	struct slice text;
	bool open;

	if (!comment_after_value(&text, &open, rest))
		return slice_of("");
	struct slice tag = tag_of(text, &context);
	struct slice before = { bytes.at + line, pin->digest.at - line };

	return tag.size && open && has_another(before, pin) ? slice_of("") : tag;
}

static struct slice find_above(const struct pin *pin, struct slice bytes, size_t line)
{
	struct comment_context context = { pin->image, false };
	size_t least = line > COMMENT_BYTES_MOST ? line - COMMENT_BYTES_MOST : 0;
	size_t begin = line ? line - 1 : 0;
	struct slice text;

	while (begin > least && bytes.at[begin - 1] != '\n')
		begin--;
	if (begin == least && least)
		return slice_of("");
	if (!line || !comment_of_whole_line(&text, line_from(bytes, begin)))
		return slice_of("");
	return tag_of(text, &context);
}

/* Rules of Bazel have their attributes in any order: the comment may stand above another
 * one of the same call. Sets *lines to how far above. */
static struct slice find_in_call(unsigned *lines, const struct pin *pin, struct slice bytes,
				 size_t line)
{
	struct slice tag = slice_of("");

	for (*lines = 1; !tag.size && line && *lines <= ATTRIBUTES_MOST; ++*lines) {
		tag = find_above(pin, bytes, line);
		if (tag.size)
			return tag;
		line--;
		while (line && bytes.at[line - 1] != '\n')
			line--;
		if (memchr(bytes.at + line, '(', line_from(bytes, line).size))
			break;
	}
	return tag;
}

/* BuildKit knows no comments behind an instruction: there the sign is a word. */
static bool has_comments_behind(const struct pin *pin)
{
	return strcmp(pin->format, "dockerfile") != 0;
}

void tag_comment_apply(struct pin *pin, struct slice bytes)
{
	if (pin->tracked || !pin->digest.length || !pin->image)
		return;
	size_t line = pin->digest.at - (pin->column - 1);
	struct slice tag = slice_of("");

	pin->tag_comment_line = pin->line;
	if (has_comments_behind(pin))
		tag = find_beside(pin, bytes, line);
	if (!tag.size) {
		unsigned lines = 1;
		bool in_call = strcmp(pin->format, "bazel") == 0;

		tag =
		    in_call ? find_in_call(&lines, pin, bytes, line) : find_above(pin, bytes, line);
		pin->tag_comment_line = pin->line - lines;
	}
	if (tag.size)
		pin->tracked = slice_copy(tag);
	else
		pin->tag_comment_line = 0;
}
