#include "json_writer.h"
#include <inttypes.h>
#include <string.h>

enum { INDENT = 2 };

static struct text *text_of(struct json_writer *writer)
{
	return &writer->stream->text;
}

static void begin_line(struct json_writer *writer)
{
	text_add_format(text_of(writer), "\n%*s", (int)(writer->depth * INDENT), "");
}

/* ---- strings ---- */

/* What a character is written as; NULL: as it is (RFC 8259 section 7). */
static const char *escape_of(char letter)
{
	switch (letter) {
	case '"':
		return "\\\"";
	case '\\':
		return "\\\\";
	case '\b':
		return "\\b";
	case '\f':
		return "\\f";
	case '\n':
		return "\\n";
	case '\r':
		return "\\r";
	case '\t':
		return "\\t";
	default:
		return NULL;
	}
}

/* Adds one character of `size` bytes; 0: a byte that is no UTF-8. */
static void add_character(struct text *out, const char *at, size_t size)
{
	const char *escape = escape_of(*at);

	if (!size)
		text_add_format(out, "\\\\x%02x", (unsigned char)*at);
	else if (escape)
		text_add_string(out, escape);
	else if ((unsigned char)*at < 0x20)
		text_add_format(out, "\\u%04X", (unsigned char)*at);
	else
		text_add(out, at, size);
}

/* Bytes at the start that stand in JSON as they are. */
static size_t plain_size(struct slice rest)
{
	size_t size = 0;

	while (size < rest.size && rest.at[size] >= 0x20 && rest.at[size] < 0x7f &&
	       rest.at[size] != '"' && rest.at[size] != '\\')
		size++;
	return size;
}

static void add_string(struct text *out, const char *string, bool is_path)
{
	struct slice rest = slice_of(string);

	text_add(out, "\"", 1);
	while (rest.size) {
		size_t plain = plain_size(rest);

		if (plain) {
			text_add(out, rest.at, plain);
		} else {
			size_t size = slice_character(rest);

			if (is_path && slice_starts(rest, "\\x"))
				text_add_string(out, "\\\\x5c");
			else
				add_character(out, rest.at, size);
			plain = size ? size : 1;
		}
		rest = (struct slice){ rest.at + plain, rest.size - plain };
	}
	text_add(out, "\"", 1);
}

/* ---- values ---- */

/* The comma behind the value in front, the line, the name. */
static void begin_value(struct json_writer *writer, const char *key)
{
	report_stream_row(writer->stream);
	if (writer->is_filled)
		text_add(text_of(writer), ",", 1);
	if (writer->depth)
		begin_line(writer);
	if (key) {
		add_string(text_of(writer), key, false);
		text_add_string(text_of(writer), ": ");
	}
	writer->is_filled = true;
}

static void open_bracket(struct json_writer *writer, const char *key, const char *bracket)
{
	begin_value(writer, key);
	text_add_string(text_of(writer), bracket);
	writer->depth++;
	writer->is_filled = false;
}

static void close_bracket(struct json_writer *writer, const char *bracket)
{
	writer->depth--;
	if (writer->is_filled)
		begin_line(writer);
	text_add_string(text_of(writer), bracket);
	writer->is_filled = true;
}

void json_write_object(struct json_writer *writer, const char *key)
{
	open_bracket(writer, key, "{");
}

void json_write_object_end(struct json_writer *writer)
{
	close_bracket(writer, "}");
}

void json_write_array(struct json_writer *writer, const char *key)
{
	open_bracket(writer, key, "[");
}

void json_write_array_end(struct json_writer *writer)
{
	close_bracket(writer, "]");
}

void json_write_end(struct json_writer *writer)
{
	text_add_string(text_of(writer), "\n");
	report_stream_row(writer->stream);
}

static void write_string(struct json_writer *writer, const char *key, const char *value,
			 bool is_path)
{
	begin_value(writer, key);
	if (value)
		add_string(text_of(writer), value, is_path);
	else
		text_add_string(text_of(writer), "null");
}

void json_write_text(struct json_writer *writer, const char *key, const char *value)
{
	write_string(writer, key, value, false);
}

void json_write_path(struct json_writer *writer, const char *key, const char *path)
{
	write_string(writer, key, path, true);
}

static void write_strings(struct json_writer *writer, const char *key, const struct strings *list,
			  bool are_paths)
{
	json_write_array(writer, key);
	for (size_t i = 0; i < list->count; i++)
		write_string(writer, NULL, list->items[i], are_paths);
	json_write_array_end(writer);
}

void json_write_texts(struct json_writer *writer, const char *key, const struct strings *list)
{
	write_strings(writer, key, list, false);
}

void json_write_paths(struct json_writer *writer, const char *key, const struct strings *list)
{
	write_strings(writer, key, list, true);
}

void json_write_number(struct json_writer *writer, const char *key, int64_t value)
{
	begin_value(writer, key);
	text_add_format(text_of(writer), "%" PRId64, value);
}

void json_write_bool(struct json_writer *writer, const char *key, bool value)
{
	begin_value(writer, key);
	text_add_string(text_of(writer), value ? "true" : "false");
}

void json_write_null(struct json_writer *writer, const char *key)
{
	write_string(writer, key, NULL, false);
}
