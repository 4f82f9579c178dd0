#include <digestbump/syntax/systemd_unit.h>

#include <stdlib.h>
#include <string.h>

void unit_begin(struct unit *unit, struct letters text)
{
	*unit = (struct unit){ .rest = text, .line = traced_new(0) };
}

void unit_end(struct unit *unit)
{
	traced_free(unit->line);
	free(unit->section);
}

/* The next line as it stands, without blanks at both ends. */
static struct letters take_line(struct unit *unit)
{
	struct letters rest = unit->rest;
	const char *end = memchr(rest.at, '\n', rest.size);
	size_t size = end ? (size_t)(end - rest.at) : rest.size;

	unit->rest = letters_behind(rest, end ? size + 1 : size);
	return letters_trim(letters_part(rest, 0, size));
}

static bool is_comment(struct letters line)
{
	return line.size && (line.at[0] == '#' || line.at[0] == ';');
}

/* Reads the next line into unit->line, with all that it goes on in. */
static void join_line(struct unit *unit)
{
	bool goes_on = true;

	traced_empty(unit->line);
	while (goes_on && unit->rest.size) {
		struct letters line = take_line(unit);

		if (is_comment(line)) {
			goes_on = unit->line->size > 0;
			continue;
		}
		goes_on = line.size && line.at[line.size - 1] == '\\';
		traced_add_letters(unit->line,
				   letters_part(line, 0, line.size - (goes_on ? 1 : 0)));
		if (goes_on)
			traced_add(unit->line, ' ', ORIGIN_NONE);
	}
}

static bool split(struct unit_setting *setting, struct letters line)
{
	const char *sign = line.size ? memchr(line.at, '=', line.size) : NULL;

	if (!sign)
		return false;
	size_t size = (size_t)(sign - line.at);

	setting->key = slice_trim((struct slice){ line.at, size });
	setting->value = letters_trim(letters_behind(line, size + 1));
	return true;
}

bool unit_next(struct unit_setting *setting, struct unit *unit)
{
	while (unit->rest.size) {
		join_line(unit);
		struct letters line = letters_trim(traced_letters(unit->line));

		if (line.size > 1 && line.at[0] == '[' && line.at[line.size - 1] == ']') {
			free(unit->section);
			unit->section =
			    slice_copy(letters_slice(letters_part(line, 1, line.size - 2)));
		} else if (split(setting, line)) {
			setting->section = slice_of(unit->section);
			return true;
		}
	}
	return false;
}
