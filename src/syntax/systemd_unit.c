#include <digestbump/syntax/systemd_unit.h>

#include <stdlib.h>
#include <string.h>

void systemd_unit_begin(struct systemd_unit *unit, struct mapped_slice text)
{
	*unit = (struct systemd_unit){ .rest = text, .line = mapped_text_new(0) };
}

void systemd_unit_end(struct systemd_unit *unit)
{
	mapped_text_free(unit->line);
	free(unit->section);
}

/* The next line as it stands, without blanks at both ends. */
static struct mapped_slice take_line(struct systemd_unit *unit)
{
	struct mapped_slice rest = unit->rest;
	const char *end = memchr(rest.at, '\n', rest.size);
	size_t size = end ? (size_t)(end - rest.at) : rest.size;

	unit->rest = mapped_tail(rest, end ? size + 1 : size);
	return mapped_trim(mapped_part(rest, 0, size));
}

static bool is_comment(struct mapped_slice line)
{
	return line.size && (line.at[0] == '#' || line.at[0] == ';');
}

/* Reads the next line into unit->line, with all that it goes on in. */
static void join_line(struct systemd_unit *unit)
{
	bool goes_on = true;

	mapped_text_clear(unit->line);
	while (goes_on && unit->rest.size) {
		struct mapped_slice line = take_line(unit);

		if (is_comment(line)) {
			goes_on = unit->line->size > 0;
			continue;
		}
		goes_on = line.size && line.at[line.size - 1] == '\\';
		mapped_text_append(unit->line, mapped_part(line, 0, line.size - (goes_on ? 1 : 0)));
		if (goes_on)
			mapped_text_add(unit->line, ' ', ORIGIN_NONE);
	}
}

static bool split(struct systemd_setting *setting, struct mapped_slice line)
{
	const char *sign = line.size ? memchr(line.at, '=', line.size) : NULL;

	if (!sign)
		return false;
	size_t size = (size_t)(sign - line.at);

	setting->key = slice_trim((struct slice){ line.at, size });
	setting->value = mapped_trim(mapped_tail(line, size + 1));
	return true;
}

bool systemd_unit_next(struct systemd_setting *setting, struct systemd_unit *unit)
{
	while (unit->rest.size) {
		join_line(unit);
		struct mapped_slice line = mapped_trim(mapped_text_slice(unit->line));

		if (line.size > 1 && line.at[0] == '[' && line.at[line.size - 1] == ']') {
			free(unit->section);
			unit->section =
			    slice_copy(mapped_bytes(mapped_part(line, 1, line.size - 2)));
		} else if (split(setting, line)) {
			setting->section = slice_of(unit->section);
			return true;
		}
	}
	return false;
}
