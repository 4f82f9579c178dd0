#include "encoding.h"
#include <ctype.h>
#include <digestbump/base/memory.h>
#include <string.h>

/* ---- RFC 3339 ---- */

/* `count` decimal digits at the start of *rest, which is moved past them. */
static bool digits(int *out, struct slice *rest, size_t count)
{
	int value = 0;

	if (rest->size < count)
		return false;
	for (size_t i = 0; i < count; i++) {
		if (!isdigit((unsigned char)rest->at[i]))
			return false;
		value = value * 10 + (rest->at[i] - '0');
	}
	*rest = (struct slice){ rest->at + count, rest->size - count };
	*out = value;
	return true;
}

static bool sign(struct slice *rest, char c)
{
	if (!rest->size || *rest->at != c)
		return false;
	*rest = (struct slice){ rest->at + 1, rest->size - 1 };
	return true;
}

/* Days since 1970-01-01 of a day in the Gregorian calendar. */
static int64_t days_of(int year, int month, int day)
{
	int64_t y = month > 2 ? year : year - 1;
	int64_t m = month > 2 ? month - 3 : month + 9;

	return y * 365 + y / 4 - y / 100 + y / 400 + (m * 153 + 2) / 5 + day - 1 - 719468;
}

static bool fraction(bool *is_there, struct slice *rest)
{
	int digit = 0;
	size_t count = 0;

	*is_there = false;
	if (!sign(rest, '.'))
		return true;
	for (; count < 9 && digits(&digit, rest, 1); count++)
		*is_there |= digit != 0;
	return count > 0;
}

/* "Z", or "+hh:mm", which *seconds is corrected by. */
static bool offset(int64_t *seconds, struct slice *rest)
{
	int hours = 0;
	int minutes = 0;

	if (sign(rest, 'Z'))
		return true;
	int direction = sign(rest, '+') ? -1 : sign(rest, '-') ? 1 : 0;

	if (!direction || !digits(&hours, rest, 2) || !sign(rest, ':') ||
	    !digits(&minutes, rest, 2) || hours > 23 || minutes > 59)
		return false;
	*seconds += (int64_t)direction * (hours * 3600 + minutes * 60);
	return true;
}

/* "2026-01-02", in days since 1970. */
static bool date(int64_t *days, struct slice *rest)
{
	int year, month, day;

	if (!digits(&year, rest, 4) || !sign(rest, '-') || !digits(&month, rest, 2) ||
	    !sign(rest, '-') || !digits(&day, rest, 2))
		return false;
	if (year < 1 || month < 1 || month > 12 || day < 1 || day > 31)
		return false;
	*days = days_of(year, month, day);
	return true;
}

/* "03:04:05", in seconds. */
static bool time_of_day(int64_t *seconds, struct slice *rest)
{
	int hour, minute, second;

	if (!digits(&hour, rest, 2) || !sign(rest, ':') || !digits(&minute, rest, 2) ||
	    !sign(rest, ':') || !digits(&second, rest, 2))
		return false;
	*seconds = hour * 3600 + minute * 60 + second;
	return hour <= 23 && minute <= 59 && second <= 59;
}

bool rfc3339_parse(int64_t *seconds, bool *has_fraction, struct slice text)
{
	int64_t days, since_midnight;

	if (!date(&days, &text) || !sign(&text, 'T') || !time_of_day(&since_midnight, &text))
		return false;
	int64_t value = days * 86400 + since_midnight;

	if (!fraction(has_fraction, &text) || !offset(&value, &text) || text.size)
		return false;
	*seconds = value;
	return true;
}

/* ---- JSON ---- */

struct error *json_parse_object(struct json_t **out, const char *what, struct slice bytes)
{
	json_error_t failure;
	OWNED(json_t) json = json_loadb(bytes.at, bytes.size, JSON_REJECT_DUPLICATES, &failure);

	if (!json && json_error_code(&failure) == json_error_duplicate_key)
		return error_new(ERROR_SYNTAX, "%s has a key twice, line %d", what, failure.line);
	if (!json)
		return error_new(ERROR_SYNTAX, "%s is no JSON: line %d, column %d", what,
				 failure.line, failure.column);
	if (!json_is_object(json))
		return error_new(ERROR_SYNTAX, "%s is no JSON object", what);
	*out = pass_on(&json);
	return NULL;
}

const struct json_t *json_any_at(const struct json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);

	return json_is_null(value) ? NULL : value;
}

const struct json_t *json_object_at(const struct json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);

	return json_is_object(value) ? value : NULL;
}

const struct json_t *json_array_at(const struct json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);

	return json_is_array(value) ? value : NULL;
}

const char *json_string_at(const struct json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

/* Decimal digits, at most INT64_MAX, with no zero in front. */
static bool int64_of(int64_t *out, const char *text)
{
	size_t length = strlen(text);
	int64_t value = 0;

	if (!length || length > 19 || (length > 1 && *text == '0'))
		return false;
	for (; *text; text++) {
		if (!isdigit((unsigned char)*text) || value > (INT64_MAX - (*text - '0')) / 10)
			return false;
		value = value * 10 + (*text - '0');
	}
	*out = value;
	return true;
}

struct error *json_int64_at(int64_t *out, const struct json_t *object, const char *key)
{
	const json_t *value = json_any_at(object, key);
	const char *text = json_string_value(value);

	if (!value) {
		*out = 0;
		return NULL;
	}
	if (json_is_integer(value) && json_integer_value(value) >= 0) {
		*out = json_integer_value(value);
		return NULL;
	}
	if (text && int64_of(out, text))
		return NULL;
	return error_new(ERROR_SYNTAX, "'%s' is no number from 0 on", key);
}

struct error *json_bytes_at(struct text *out, const struct json_t *object, const char *key)
{
	const char *base64 = json_string_at(object, key);

	if (!base64 || !*base64)
		return error_new(ERROR_SYNTAX, "'%s' is missing", key);
	if (!base64_decode(out, slice_of(base64)))
		return error_new(ERROR_SYNTAX, "'%s' is no base64", key);
	return NULL;
}
