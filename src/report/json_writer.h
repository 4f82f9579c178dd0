/* json_writer.h - write one JSON document (RFC 8259) incrementally.
 *
 * Formatted as jansson's JSON_INDENT(2). `key` is the member's name inside of an
 * object, NULL inside of an array and at the top. The caller opens and closes in
 * pairs, and uses no key twice.
 */
#ifndef DIGESTBUMP_SRC_REPORT_JSON_WRITER_H
#define DIGESTBUMP_SRC_REPORT_JSON_WRITER_H

#include <digestbump/base/strings.h>
#include <digestbump/report/report_stream.h>
#include <stdbool.h>
#include <stdint.h>

struct json_writer {
	struct report_stream *stream; /* borrowed */
	unsigned depth;
	bool is_filled; /* the innermost object or array is not empty */
};

void json_write_object(struct json_writer *writer, const char *key); /* opens an object */
void json_write_object_end(struct json_writer *writer);              /* closes it */
void json_write_array(struct json_writer *writer, const char *key);  /* opens an array */
void json_write_array_end(struct json_writer *writer);               /* closes it */

/* Writes the document's final newline. */
void json_write_end(struct json_writer *writer);

/* A string, or null for NULL. Bytes that are not UTF-8 are written as \xNN, since JSON
 * cannot represent them. */
void json_write_text(struct json_writer *writer, const char *key, const char *value);

/* The same for a path, from which the bytes can be restored: a backslash before an x in the
 * path itself is written as \x5c. */
void json_write_path(struct json_writer *writer, const char *key, const char *path);

/* An array of strings. */
void json_write_texts(struct json_writer *writer, const char *key, const struct strings *list);
/* An array of paths. */
void json_write_paths(struct json_writer *writer, const char *key, const struct strings *list);
void json_write_number(struct json_writer *writer, const char *key, int64_t value); /* an integer */
void json_write_bool(struct json_writer *writer, const char *key, bool value); /* true or false */
void json_write_null(struct json_writer *writer, const char *key);             /* null */

#endif
