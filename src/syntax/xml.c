#include <digestbump/syntax/xml.h>

#include <digestbump/limits.h>
#include <digestbump/syntax/string_literal.h>
#include <string.h>

enum {
	/* Letters of a path, and of a text that may be a reference. */
	PATH_LETTERS_MOST = 512,
	TEXT_LETTERS_MOST = 4096,
};

struct parser {
	struct slice bytes;
	size_t at;
	setting_handler *take;
	void *data;

	size_t ends[SETTINGS_DEPTH_MOST];   /* bytes of the path in front of each name */
	size_t scopes[SETTINGS_DEPTH_MOST]; /* their numbers, from 1 */
	size_t depth;
	size_t count; /* of names so far */
	struct text *path;
	size_t text; /* where the text of the innermost element begins; 0: it holds others */
	struct mapped_text *value;
};

static struct slice rest_of(const struct parser *r)
{
	return (struct slice){ r->bytes.at + r->at, r->bytes.size - r->at };
}

static void skip_behind(struct parser *r, const char *end)
{
	size_t at;

	r->at = slice_find(&at, rest_of(r), end) ? r->at + at + strlen(end) : r->bytes.size;
}

static void give(struct parser *r, size_t end)
{
	struct slice inner = { r->bytes.at + r->text, end - r->text };
	struct slice text = slice_trim(inner);

	if (!text.size || text.size > TEXT_LETTERS_MOST)
		return;
	size_t at = (size_t)(text.at - r->bytes.at);
	struct setting setting = {
		.kind = SETTING_STRING,
		.path = r->path->bytes,
		.scope = r->depth > 1 ? r->scopes[r->depth - 2] : 0,
		.at = at,
		.length = text.size,
	};

	mapped_text_clear(r->value);
	string_literal_decode(r->value, &(struct string_literal_body){
					    .inner = text, .at = at, .replaces = true });
	setting.value = mapped_text_slice(r->value);
	r->take(r->data, &setting);
}

static size_t name_length(struct slice tag)
{
	size_t i = 0;

	while (i < tag.size && !strchr(" \t\r\n/>", tag.at[i]))
		i++;
	return i;
}

static bool open_element(struct parser *r, struct slice tag)
{
	size_t size = name_length(tag);

	if (r->depth == SETTINGS_DEPTH_MOST)
		return false;
	r->scopes[r->depth] = ++r->count;
	r->ends[r->depth++] = r->path->size;
	if (r->path->size + size + 1 <= PATH_LETTERS_MOST) {
		text_add(r->path, "/", r->path->size ? 1 : 0);
		text_add(r->path, tag.at, size);
	}
	r->text = r->at;
	return true;
}

static void close_element(struct parser *r, size_t begin)
{
	if (!r->depth)
		return;
	if (r->text && r->path->bytes)
		give(r, begin);
	r->text = 0;
	r->path->size = r->ends[--r->depth];
	if (r->path->bytes)
		r->path->bytes[r->path->size] = '\0';
}

static bool read_tag(struct parser *r)
{
	size_t begin = r->at;
	struct slice rest = rest_of(r);

	if (slice_starts(rest, "<!--")) {
		skip_behind(r, "-->");
		r->text = 0;
		return true;
	}
	if (slice_starts(rest, "<![CDATA[")) {
		skip_behind(r, "]]>");
		r->text = 0;
		return true;
	}
	skip_behind(r, ">");
	struct slice tag = { rest.at + 1, r->at - begin - 1 };

	if (slice_starts(tag, "/"))
		close_element(r, begin);
	else if (tag.size && strchr("?!", tag.at[0]))
		return true;
	else if (slice_ends(tag, "/>"))
		r->text = 0;
	else
		return open_element(r, tag);
	return true;
}

bool xml_read(struct slice bytes, setting_handler *take, void *data)
{
	OWNED(text) path = text_new(0);
	OWNED(mapped_text) value = mapped_text_new(0);
	struct parser r = {
		.bytes = bytes, .take = take, .data = data, .path = path, .value = value
	};

	for (;;) {
		const char *next =
		    r.at < bytes.size ? memchr(bytes.at + r.at, '<', bytes.size - r.at) : NULL;

		if (!next)
			return true;
		r.at = (size_t)(next - bytes.at);
		if (!read_tag(&r))
			return false;
	}
}
