#include <digestbump/base/memory.h>
#include <digestbump/syntax/mapped_text.h>
#include <string.h>

struct slice mapped_bytes(struct mapped_slice mapped)
{
	return (struct slice){ mapped.at, mapped.size };
}

struct mapped_slice mapped_part(struct mapped_slice mapped, size_t at, size_t size)
{
	return (struct mapped_slice){ mapped.at + at, mapped.from + at, size };
}

struct mapped_slice mapped_tail(struct mapped_slice mapped, size_t at)
{
	return mapped_part(mapped, at, mapped.size - at);
}

bool is_blank_byte(char byte)
{
	return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

struct mapped_slice mapped_trim_start(struct mapped_slice mapped)
{
	size_t blanks = 0;

	while (blanks < mapped.size && is_blank_byte(mapped.at[blanks]))
		blanks++;
	return mapped_tail(mapped, blanks);
}

struct mapped_slice mapped_trim(struct mapped_slice mapped)
{
	while (mapped.size && is_blank_byte(mapped.at[mapped.size - 1]))
		mapped.size--;
	return mapped_trim_start(mapped);
}

bool mapped_has_unknown(struct mapped_slice mapped)
{
	for (size_t i = 0; i < mapped.size; i++)
		if (mapped.from[i] == ORIGIN_UNKNOWN)
			return true;
	return false;
}

bool mapped_range(struct range *out, struct mapped_slice mapped)
{
	if (!mapped.size || mapped.from[0] >= ORIGIN_UNKNOWN)
		return false;
	for (size_t i = 1; i < mapped.size; i++)
		if (mapped.from[i] != mapped.from[0] + i)
			return false;
	*out = (struct range){ mapped.from[0], mapped.size };
	return true;
}

size_t mapped_origin(struct mapped_slice mapped, size_t otherwise)
{
	for (size_t i = 0; i < mapped.size; i++)
		if (mapped.from[i] < ORIGIN_UNKNOWN)
			return mapped.from[i];
	return otherwise;
}

struct mapped_text *mapped_text_new(size_t most)
{
	struct mapped_text *mapped_text = must_alloc(sizeof(*mapped_text));

	mapped_text->most = most;
	return mapped_text;
}

static void make_room(struct mapped_text *mapped_text, size_t wanted)
{
	if (wanted <= mapped_text->room)
		return;
	size_t room = mapped_text->room ? mapped_text->room : 64;

	while (room < wanted)
		room *= 2;
	mapped_text->bytes = must_resize(mapped_text->bytes, room);
	mapped_text->from = must_resize(mapped_text->from, room * sizeof(*mapped_text->from));
	mapped_text->room = room;
}

struct mapped_text *mapped_text_copy(struct mapped_slice mapped)
{
	struct mapped_text *mapped_text = mapped_text_new(0);

	make_room(mapped_text, mapped.size);
	mapped_text_append(mapped_text, mapped);
	return mapped_text;
}

struct mapped_text *mapped_text_of_file(struct slice bytes)
{
	struct mapped_text *mapped_text = mapped_text_new(0);

	mapped_text_append_from(mapped_text, bytes, 0);
	return mapped_text;
}

void mapped_text_free(struct mapped_text *mapped_text)
{
	if (!mapped_text)
		return;
	free(mapped_text->bytes);
	free(mapped_text->from);
	free(mapped_text);
}

void mapped_text_add(struct mapped_text *mapped_text, char byte, uint32_t from)
{
	if (mapped_text->most && mapped_text->size == mapped_text->most) {
		mapped_text->over = true;
		return;
	}
	make_room(mapped_text, mapped_text->size + 1);
	mapped_text->bytes[mapped_text->size] = byte;
	mapped_text->from[mapped_text->size++] = from;
}

/* Makes room for that many bytes more; gives how many of them may be added. */
static size_t room_for(struct mapped_text *mapped_text, size_t size)
{
	if (mapped_text->most && size > mapped_text->most - mapped_text->size) {
		size = mapped_text->most - mapped_text->size;
		mapped_text->over = true;
	}
	make_room(mapped_text, mapped_text->size + size);
	return size;
}

void mapped_text_append_from(struct mapped_text *mapped_text, struct slice bytes, uint32_t from)
{
	size_t size = room_for(mapped_text, bytes.size);

	if (!size)
		return;
	memcpy(mapped_text->bytes + mapped_text->size, bytes.at, size);
	for (size_t i = 0; i < size; i++)
		mapped_text->from[mapped_text->size + i] = from + (uint32_t)i;
	mapped_text->size += size;
}

void mapped_text_append(struct mapped_text *mapped_text, struct mapped_slice mapped)
{
	size_t size = room_for(mapped_text, mapped.size);

	if (!size)
		return;
	memcpy(mapped_text->bytes + mapped_text->size, mapped.at, size);
	memcpy(mapped_text->from + mapped_text->size, mapped.from, size * sizeof(*mapped.from));
	mapped_text->size += size;
}

void mapped_text_append_unknown(struct mapped_text *mapped_text, struct mapped_slice mapped)
{
	for (size_t i = 0; i < mapped.size; i++)
		mapped_text_add(mapped_text, mapped.at[i], ORIGIN_UNKNOWN);
}

void mapped_text_clear(struct mapped_text *mapped_text)
{
	mapped_text->size = 0;
	mapped_text->over = false;
}

struct mapped_slice mapped_text_slice(const struct mapped_text *mapped_text)
{
	static const uint32_t none = 0;

	if (!mapped_text->bytes)
		return (struct mapped_slice){ "", &none, 0 };
	return (struct mapped_slice){ mapped_text->bytes, mapped_text->from, mapped_text->size };
}

struct mapped_slice mapped_unquoted(struct mapped_slice mapped)
{
	bool quoted = mapped.size > 1 && strchr("\"'", mapped.at[0]) &&
		      mapped.at[mapped.size - 1] == mapped.at[0];

	return quoted ? mapped_part(mapped, 1, mapped.size - 2) : mapped;
}
