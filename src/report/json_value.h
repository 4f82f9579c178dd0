/* json_value.h - what the JSON reports share.
 *
 * Every function gives a new jansson value; json_object_set_new() and its kin
 * take it.
 */
#ifndef DIGESTBUMP_SRC_REPORT_JSON_VALUE_H
#define DIGESTBUMP_SRC_REPORT_JSON_VALUE_H

#include <digestbump/base/strings.h>
#include <digestbump/base/text.h>
#include <digestbump/scan/format.h>
#include <digestbump/scan/pin.h>
#include <jansson.h>

/* A string, or null for NULL. Bytes that are no UTF-8 (paths may hold any) are
 * written as \xNN, since JSON has no place for them. */
json_t *value_text(const char *string);

/* A list of strings. */
json_t *value_texts(const struct strings *list);

/* The fields of a pin that every schema shares. */
json_t *value_pin(const struct pin *pin);

/* What was not read, or not to the end: path, line, code and reason of each. */
json_t *value_skips(const struct skips *skips);

/* Adds the document, indented, with a last newline. Takes document. */
void value_add(struct text *out, json_t *document);

#endif
