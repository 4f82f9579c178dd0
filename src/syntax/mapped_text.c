#include <digestbump/base/memory.h>
#include <digestbump/syntax/mapped_text.h>
#include <string.h>

struct slice letters_slice(struct letters letters)
{
	return (struct slice){ letters.at, letters.size };
}

struct letters letters_part(struct letters letters, size_t at, size_t size)
{
	return (struct letters){ letters.at + at, letters.from + at, size };
}

struct letters letters_behind(struct letters letters, size_t at)
{
	return letters_part(letters, at, letters.size - at);
}

bool letter_is_blank(char letter)
{
	return letter == ' ' || (letter >= '\t' && letter <= '\r');
}

struct letters letters_trim_front(struct letters letters)
{
	size_t blanks = 0;

	while (blanks < letters.size && letter_is_blank(letters.at[blanks]))
		blanks++;
	return letters_behind(letters, blanks);
}

struct letters letters_trim(struct letters letters)
{
	while (letters.size && letter_is_blank(letters.at[letters.size - 1]))
		letters.size--;
	return letters_trim_front(letters);
}

bool letters_hide(struct letters letters)
{
	for (size_t i = 0; i < letters.size; i++)
		if (letters.from[i] == ORIGIN_HIDDEN)
			return true;
	return false;
}

bool letters_place(struct range *out, struct letters letters)
{
	if (!letters.size || letters.from[0] >= ORIGIN_HIDDEN)
		return false;
	for (size_t i = 1; i < letters.size; i++)
		if (letters.from[i] != letters.from[0] + i)
			return false;
	*out = (struct range){ letters.from[0], letters.size };
	return true;
}

size_t letters_origin(struct letters letters, size_t otherwise)
{
	for (size_t i = 0; i < letters.size; i++)
		if (letters.from[i] < ORIGIN_HIDDEN)
			return letters.from[i];
	return otherwise;
}

struct traced *traced_new(size_t most)
{
	struct traced *traced = must_alloc(sizeof(*traced));

	traced->most = most;
	return traced;
}

static void make_room(struct traced *traced, size_t wanted)
{
	if (wanted <= traced->room)
		return;
	size_t room = traced->room ? traced->room : 64;

	while (room < wanted)
		room *= 2;
	traced->bytes = must_resize(traced->bytes, room);
	traced->from = must_resize(traced->from, room * sizeof(*traced->from));
	traced->room = room;
}

struct traced *traced_copy(struct letters letters)
{
	struct traced *traced = traced_new(0);

	make_room(traced, letters.size);
	traced_add_letters(traced, letters);
	return traced;
}

struct traced *traced_file(struct slice bytes)
{
	struct traced *traced = traced_new(0);

	make_room(traced, bytes.size);
	for (size_t i = 0; i < bytes.size; i++) {
		traced->bytes[i] = bytes.at[i];
		traced->from[i] = (uint32_t)i;
	}
	traced->size = bytes.size;
	return traced;
}

void traced_free(struct traced *traced)
{
	if (!traced)
		return;
	free(traced->bytes);
	free(traced->from);
	free(traced);
}

void traced_add(struct traced *traced, char letter, uint32_t from)
{
	if (traced->most && traced->size == traced->most) {
		traced->over = true;
		return;
	}
	make_room(traced, traced->size + 1);
	traced->bytes[traced->size] = letter;
	traced->from[traced->size++] = from;
}

void traced_add_letters(struct traced *traced, struct letters letters)
{
	size_t size = letters.size;

	if (traced->most && size > traced->most - traced->size) {
		size = traced->most - traced->size;
		traced->over = true;
	}
	if (!size)
		return;
	make_room(traced, traced->size + size);
	memcpy(traced->bytes + traced->size, letters.at, size);
	memcpy(traced->from + traced->size, letters.from, size * sizeof(*letters.from));
	traced->size += size;
}

void traced_add_hidden(struct traced *traced, struct letters letters)
{
	for (size_t i = 0; i < letters.size; i++)
		traced_add(traced, letters.at[i], ORIGIN_HIDDEN);
}

void traced_empty(struct traced *traced)
{
	traced->size = 0;
	traced->over = false;
}

struct letters traced_letters(const struct traced *traced)
{
	static const uint32_t none = 0;

	if (!traced->bytes)
		return (struct letters){ "", &none, 0 };
	return (struct letters){ traced->bytes, traced->from, traced->size };
}
