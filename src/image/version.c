#include "version.h"
#include <ctype.h>
#include <string.h>

static bool is_digit(char c)
{
	return isdigit((unsigned char)c);
}

static size_t count_digits(struct slice text, size_t at)
{
	size_t end = at;

	while (end < text.size && is_digit(text.at[end]))
		end++;
	return end - at;
}

/* Reads a number at *at and moves it behind. False: none, or too long a one. */
static bool read_number(unsigned long long *number, struct slice text, size_t *at)
{
	size_t digits = count_digits(text, *at);

	if (!digits || digits > VERSION_DIGITS_MOST)
		return false;
	*number = 0;
	for (size_t i = 0; i < digits; i++)
		*number = *number * 10 + (unsigned long long)(text.at[(*at)++] - '0');
	return true;
}

/* Section 9: identifiers of letters, digits and hyphens, none of them empty. */
static bool is_prerelease(struct slice text)
{
	for (size_t i = 0; i < text.size; i++) {
		bool is_dot = text.at[i] == '.';

		if (!is_dot && text.at[i] != '-' && !isalnum((unsigned char)text.at[i]))
			return false;
		if (is_dot && (!i || i + 1 == text.size || text.at[i - 1] == '.'))
			return false;
	}
	return text.size > 0;
}

bool version_read(struct version *out, struct slice text)
{
	struct version version = { .has_v = text.size && text.at[0] == 'v' };
	size_t at = version.has_v;

	do {
		if (!read_number(&version.numbers[version.written++], text, &at))
			return false;
	} while (version.written < VERSION_NUMBERS && at < text.size && text.at[at] == '.' && ++at);
	if (at < text.size) {
		version.before = (struct slice){ text.at + at + 1, text.size - at - 1 };
		if (text.at[at] != '-' || !is_prerelease(version.before))
			return false;
	}
	*out = version;
	return true;
}

/* ---- section 11 ---- */

static struct slice next_identifier(struct slice *rest)
{
	size_t size = 0;

	while (size < rest->size && rest->at[size] != '.')
		size++;
	struct slice identifier = { rest->at, size };
	size_t skipped = size + (size < rest->size);

	*rest = (struct slice){ rest->at + skipped, rest->size - skipped };
	return identifier;
}

static bool is_numeric(struct slice text)
{
	return count_digits(text, 0) == text.size;
}

static struct slice without_zeros(struct slice text)
{
	while (text.size > 1 && *text.at == '0')
		text = (struct slice){ text.at + 1, text.size - 1 };
	return text;
}

/* Numbers by their value, in front of words; words by their letters. */
static int compare_identifiers(struct slice a, struct slice b)
{
	if (is_numeric(a) != is_numeric(b))
		return is_numeric(a) ? -1 : 1;
	if (!is_numeric(a))
		return slice_compare(a, b);
	a = without_zeros(a);
	b = without_zeros(b);
	return a.size != b.size ? (a.size > b.size) - (a.size < b.size) : slice_compare(a, b);
}

/* A release is above its pre-releases; more identifiers are above fewer. */
static int compare_prereleases(struct slice a, struct slice b)
{
	if (!a.size || !b.size)
		return (b.size > 0) - (a.size > 0);
	while (a.size && b.size) {
		int order = compare_identifiers(next_identifier(&a), next_identifier(&b));

		if (order)
			return order;
	}
	return (a.size > 0) - (b.size > 0);
}

int version_compare(const struct version *a, const struct version *b)
{
	for (size_t i = 0; i < VERSION_NUMBERS; i++)
		if (a->numbers[i] != b->numbers[i])
			return a->numbers[i] < b->numbers[i] ? -1 : 1;
	return compare_prereleases(a->before, b->before);
}
