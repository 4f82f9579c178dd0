#include <assert.h>
#include <digestbump/base/memory.h>
#include <digestbump/base/text.h>
#include <string.h>

struct slice slice_of(const char *string)
{
	return (struct slice){ string ? string : "", string ? strlen(string) : 0 };
}

bool slice_is(struct slice slice, const char *string)
{
	return slice.size == strlen(string) && memcmp(slice.at, string, slice.size) == 0;
}

bool slice_starts(struct slice slice, const char *prefix)
{
	size_t size = strlen(prefix);

	return slice.size >= size && memcmp(slice.at, prefix, size) == 0;
}

bool slice_ends(struct slice slice, const char *suffix)
{
	size_t size = strlen(suffix);

	return slice.size >= size && memcmp(slice.at + slice.size - size, suffix, size) == 0;
}

bool slice_is_one_of(struct slice slice, const char *const *strings)
{
	for (size_t i = 0; strings && strings[i]; i++)
		if (slice_is(slice, strings[i]))
			return true;
	return false;
}

struct slice slice_tail(struct slice slice, size_t at)
{
	return (struct slice){ slice.at + at, slice.size - at };
}

/* ---- finding ---- */

/* Where the letter of the needle stands that texts have least of. */
static size_t rarest(const char *needle)
{
	static const char *const ranks[] = { "@$<{%", "VIMRDCSKT_/=", "jkqvwxz", "2567893:", "" };
	size_t best = 0;
	size_t best_rank = sizeof(ranks) / sizeof(*ranks);

	for (size_t i = 0; needle[i]; i++)
		for (size_t rank = 0; rank < best_rank; rank++)
			if (strchr(ranks[rank], needle[i])) {
				best = i;
				best_rank = rank;
			}
	return best;
}

/* memchr() reads many bytes at a time, which memmem() does not. Where the letter
 * turns out to be no rare one here, memmem() does the rest. */
static const char *find(struct slice slice, const char *needle, size_t size)
{
	enum { STOPS_FREE = 32, BYTES_PER_STOP = 16 };
	size_t rare = rarest(needle);
	const char *end = slice.at + slice.size;
	const char *last = end - size; /* the last place it could begin */

	for (size_t stops = 0, done = 0; done <= slice.size - size; stops++) {
		const char *from = slice.at + done;

		if (stops > STOPS_FREE && stops * BYTES_PER_STOP > done)
			return memmem(from, (size_t)(end - from), needle, size);
		const char *letter = memchr(from + rare, needle[rare], (size_t)(last - from) + 1);

		if (!letter || memcmp(letter - rare, needle, size) == 0)
			return letter ? letter - rare : NULL;
		done = (size_t)(letter - rare - slice.at) + 1;
	}
	return NULL;
}

bool slice_find(size_t *at, struct slice slice, const char *needle)
{
	size_t size = strlen(needle);

	if (!slice.size || size > slice.size)
		return false;
	const char *found = size ? find(slice, needle, size) : slice.at;

	if (found && at)
		*at = (size_t)(found - slice.at);
	return found != NULL;
}

bool string_is(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

int slice_compare(struct slice a, struct slice b)
{
	int order = memcmp(a.at, b.at, a.size < b.size ? a.size : b.size);

	return order ? order : (a.size > b.size) - (a.size < b.size);
}

bool slice_line(struct slice *line, struct slice *rest)
{
	if (!rest->size)
		return false;
	const char *end = memchr(rest->at, '\n', rest->size);
	size_t size = end ? (size_t)(end - rest->at) : rest->size;
	size_t used = end ? size + 1 : size;

	*line = (struct slice){ rest->at, size };
	*rest = (struct slice){ rest->at + used, rest->size - used };
	return true;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct slice slice_trim(struct slice slice)
{
	while (slice.size && is_blank(slice.at[0])) {
		slice.at++;
		slice.size--;
	}
	while (slice.size && is_blank(slice.at[slice.size - 1]))
		slice.size--;
	return slice;
}

char *slice_copy(struct slice slice)
{
	return must_copy_bytes(slice.at, slice.size);
}

struct text *text_new(size_t most)
{
	struct text *text = must_alloc(sizeof(*text));

	text->most = most;
	return text;
}

void text_free(struct text *text)
{
	if (!text)
		return;
	free(text->bytes);
	free(text);
}

void text_clear(struct text *text)
{
	free(text->bytes);
	*text = (struct text){ .most = text->most };
}

static void make_room(struct text *text, size_t size)
{
	size_t wanted = text->size + size + 1;

	if (wanted <= text->room)
		return;
	size_t room = text->room ? text->room : 64;

	while (room < wanted)
		room *= 2;
	text->bytes = must_resize(text->bytes, room);
	text->room = room;
}

void text_add(struct text *text, const char *bytes, size_t size)
{
	if (text->most && size > text->most - text->size) {
		size = text->most - text->size;
		text->over = true;
	}
	make_room(text, size);
	if (size)
		memcpy(text->bytes + text->size, bytes, size);
	text->size += size;
	text->bytes[text->size] = '\0';
}

void text_empty(struct text *text)
{
	text->size = 0;
	text->over = false;
	if (text->bytes)
		text->bytes[0] = '\0';
}

char *text_reserve(struct text *text, size_t size)
{
	make_room(text, size);
	return text->bytes + text->size;
}

void text_grow(struct text *text, size_t size)
{
	assert(size < text->room - text->size);
	text->size += size;
	text->bytes[text->size] = '\0';
}

void text_add_string(struct text *text, const char *string)
{
	text_add(text, string, strlen(string));
}

void text_add_format(struct text *text, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	OWNED_STRING string = must_format_list(format, list);
	va_end(list);
	text_add_string(text, string);
}

/* No overlong forms, no surrogates, nothing above U+10FFFF. */
size_t slice_character(struct slice s)
{
	if (!s.size)
		return 0;
	const unsigned char *b = (const unsigned char *)s.at;
	static const struct {
		unsigned char from, to, second_from, second_to, length;
	} forms[] = {
		{ 0x00, 0x7f, 0x00, 0x00, 1 }, { 0xc2, 0xdf, 0x80, 0xbf, 2 },
		{ 0xe0, 0xe0, 0xa0, 0xbf, 3 }, { 0xe1, 0xec, 0x80, 0xbf, 3 },
		{ 0xed, 0xed, 0x80, 0x9f, 3 }, { 0xee, 0xef, 0x80, 0xbf, 3 },
		{ 0xf0, 0xf0, 0x90, 0xbf, 4 }, { 0xf1, 0xf3, 0x80, 0xbf, 4 },
		{ 0xf4, 0xf4, 0x80, 0x8f, 4 },
	};

	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
		if (b[0] < forms[i].from || b[0] > forms[i].to)
			continue;
		if (s.size < forms[i].length)
			return 0;
		if (forms[i].length > 1 &&
		    (b[1] < forms[i].second_from || b[1] > forms[i].second_to))
			return 0;
		for (size_t k = 2; k < forms[i].length; k++)
			if (b[k] < 0x80 || b[k] > 0xbf)
				return 0;
		return forms[i].length;
	}
	return 0;
}

/* Characters without a shape that turn or break the line they stand in (Unicode's
 * Bidi_Control, and its line and paragraph separators): what stands behind them
 * looks like something else (CVE-2021-42574). */
static bool turns_line(struct slice character)
{
	static const char *const turning[] = {
		"\u061c", "\u200e", "\u200f", "\u2028", "\u2029", "\u202a", "\u202b",
		"\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069",
	};

	for (size_t i = 0; i < sizeof(turning) / sizeof(*turning); i++)
		if (slice_is(character, turning[i]))
			return true;
	return false;
}

/* Line feeds are kept only by callers that add them themselves. */
static bool moves_terminal(struct slice character)
{
	unsigned char first = (unsigned char)character.at[0];

	if (character.size == 1)
		return (first < 0x20 && first != '\t') || first == 0x7f;
	if (character.size == 2 && first == 0xc2)
		return (unsigned char)character.at[1] < 0xa0;
	return turns_line(character);
}

/* Bytes of printable ASCII at the start: most texts are nothing else. */
static size_t plain_length(struct slice s)
{
	size_t length = 0;

	while (length < s.size && s.at[length] >= ' ' && s.at[length] <= '~')
		length++;
	return length;
}

void text_add_safe(struct text *text, struct slice slice)
{
	for (size_t i = 0; i < slice.size;) {
		size_t plain = plain_length((struct slice){ slice.at + i, slice.size - i });

		text_add(text, slice.at + i, plain);
		i += plain;
		if (i == slice.size)
			return;
		struct slice rest = { slice.at + i, slice.size - i };
		size_t length = slice_character(rest);
		struct slice character = { rest.at, length ? length : 1 };

		if (length && !moves_terminal(character)) {
			text_add(text, character.at, character.size);
		} else {
			for (size_t k = 0; k < character.size; k++)
				text_add_format(text, "\\x%02x", (unsigned char)character.at[k]);
		}
		i += character.size;
	}
}

char *text_take(struct text *text)
{
	char *bytes = text->bytes ? text->bytes : must_copy("");

	text->bytes = NULL;
	text_free(text);
	return bytes;
}

struct slice text_slice(const struct text *text)
{
	return (struct slice){ text->bytes ? text->bytes : "", text->size };
}

char *text_safe(const char *string)
{
	OWNED(text) safe = text_new(0);

	text_add_safe(safe, slice_of(string));
	return text_take(pass_on(&safe));
}

void text_position(unsigned *line, unsigned *column, struct slice slice, size_t at)
{
	assert(at <= slice.size);
	size_t start = 0;

	*line = 1;
	for (const char *next; (next = memchr(slice.at + start, '\n', at - start));) {
		start = (size_t)(next - slice.at) + 1;
		++*line;
	}
	*column = (unsigned)(at - start) + 1;
}
