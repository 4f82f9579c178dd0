#include "setting.h"
#include <digestbump/base/memory.h>
#include <string.h>

/* Of a key as it is compared: the longest setting has a dozen letters. */
enum { KEY_BYTES_MOST = 32 };

static struct error *setting_error_list(const char *path, const struct node *node,
					const char *format, va_list list)
{
	OWNED_STRING text = must_format_list(format, list);

	return error_new(ERROR_USAGE, "%s:%u:%u: %s", path, node->line, node->column, text);
}

struct error *setting_error_at(const char *path, const struct node *node, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	struct error *error = setting_error_list(path, node, format, list);
	va_end(list);
	return error;
}

struct error *setting_error(const struct value *value, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	OWNED_STRING text = must_format_list(format, list);
	va_end(list);
	return setting_error_at(value->path, value->node, "'%s' %s", value->setting->key, text);
}

static unsigned least_of(unsigned a, unsigned b, unsigned c)
{
	unsigned least = a < b ? a : b;

	return least < c ? least : c;
}

/* Letters to insert, drop, replace or swap with their neighbour until one is the
 * other (optimal string alignment). Both shorter than KEY_BYTES_MOST. */
static unsigned distance(const char *a, const char *b)
{
	unsigned rows[KEY_BYTES_MOST + 1][KEY_BYTES_MOST + 1];
	size_t rows_count = strlen(a), columns = strlen(b);

	for (unsigned i = 0; i <= rows_count; i++)
		rows[i][0] = i;
	for (unsigned k = 0; k <= columns; k++)
		rows[0][k] = k;
	for (size_t i = 1; i <= rows_count; i++) {
		for (size_t k = 1; k <= columns; k++) {
			unsigned other = a[i - 1] != b[k - 1];

			rows[i][k] = least_of(rows[i - 1][k] + 1, rows[i][k - 1] + 1,
					      rows[i - 1][k - 1] + other);
			if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1] &&
			    rows[i - 2][k - 2] + 1 < rows[i][k])
				rows[i][k] = rows[i - 2][k - 2] + 1;
		}
	}
	return rows[rows_count][columns];
}

/* The key that was likely meant: at most every third letter is wrong. */
static const char *nearest(const struct section *section, const char *written)
{
	const char *best = NULL;
	unsigned best_distance = 0;

	if (strlen(written) >= KEY_BYTES_MOST)
		return NULL;
	for (size_t i = 0; i < section->count; i++) {
		const char *key = section->settings[i].key;
		unsigned wrong = distance(written, key);

		if (wrong <= (strlen(key) + 1) / 3 && (!best || wrong < best_distance)) {
			best = key;
			best_distance = wrong;
		}
	}
	return best;
}

struct error *setting_error_unknown(const char *path, const struct section *section,
				    const struct node *key)
{
	OWNED(text) allowed = text_new(0);

	for (size_t i = 0; i < section->count; i++)
		text_add_format(allowed, "%s%s", i ? ", " : "", section->settings[i].key);
	if (section->secret)
		return setting_error_at(path, key, "no setting of %s; allowed here: %s",
					section->name, allowed->bytes);
	const char *meant = nearest(section, key->value);

	if (meant)
		return setting_error_at(path, key,
					"unknown setting '%.60s', did you mean '%s'? allowed here: "
					"%s",
					key->value, meant, allowed->bytes);
	return setting_error_at(path, key, "unknown setting '%.60s'; allowed here: %s", key->value,
				allowed->bytes);
}
