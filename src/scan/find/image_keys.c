#include "image_keys.h"

#include <ctype.h>
#include <digestbump/base/memory.h>
#include <string.h>
#include <strings.h>

static bool ends_in_any_case(struct slice key, const char *suffix)
{
	size_t size = strlen(suffix);

	return key.size >= size && strncasecmp(key.at + key.size - size, suffix, size) == 0;
}

bool key_names_image(struct slice key)
{
	static const char *const ends[] = { "image",    "imagename", "image_name", "image-name",
					    "imageref", "image_ref", "image-ref",  "imagereference",
					    "imageurl", "image_url" };

	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++)
		if (ends_in_any_case(key, ends[i]))
			return true;
	return false;
}

bool key_names_images(struct slice key)
{
	return key_names_image(key) || ends_in_any_case(key, "images");
}

bool key_is_prose(struct slice key)
{
	static const char *const prose[] = {
		"description", "message",     "comment", "note",     "title",
		"summary",     "placeholder", "example", "examples", "enum",
		"resolved",    "previous",    "status",
	};

	for (size_t i = 0; i < sizeof(prose) / sizeof(*prose); i++)
		if (slice_is(key, prose[i]))
			return true;
	return false;
}

static const struct {
	const char *word;
	enum key_role role;
} words[] = {
	{ "tag", KEY_TAG },       { "version", KEY_VERSION }, { "digest", KEY_DIGEST },
	{ "sha256", KEY_DIGEST }, { "sha", KEY_DIGEST },
};

static bool all_upper(struct slice text)
{
	for (size_t i = 0; i < text.size; i++)
		if (islower((unsigned char)text.at[i]))
			return false;
	return true;
}

/* Sets *style when the key ends with the word behind a seam: a bare word, a hump,
 * or a sign. */
static bool has_seam(enum key_style *style, struct slice key, size_t word)
{
	size_t seam = key.size - word;
	char first = key.at[seam];
	char sign = seam ? key.at[seam - 1] : '\0';

	if (!seam)
		*style = KEY_BARE;
	else if (sign == '_')
		*style = all_upper(key) ? KEY_UPPER : KEY_SNAKE;
	else if (sign == '-')
		*style = KEY_KEBAB;
	else if (isupper((unsigned char)first) && !all_upper(key))
		*style = KEY_CAMEL;
	else
		return false;
	return true;
}

struct image_key key_parse(struct slice text)
{
	struct image_key key = { .role = KEY_OTHER };

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		size_t size = strlen(words[i].word);

		if (!ends_in_any_case(text, words[i].word) || !has_seam(&key.style, text, size))
			continue;
		size_t sign = key.style > KEY_CAMEL ? 1 : 0;

		key.role = words[i].role;
		key.prefix = (struct slice){ text.at, text.size - size - sign };
		return key;
	}
	return key;
}

char *key_sibling(const struct image_key *key, const char *word)
{
	static const char *const signs[] = {
		[KEY_BARE] = "",   [KEY_CAMEL] = "",  [KEY_SNAKE] = "_",
		[KEY_KEBAB] = "-", [KEY_UPPER] = "_",
	};
	const char *sign = *word ? signs[key->style] : "";
	char *text = must_format("%.*s%s%s", (int)key->prefix.size, key->prefix.at, sign, word);
	char *first = text + key->prefix.size;

	if (key->style == KEY_CAMEL && *first)
		*first = (char)toupper((unsigned char)*first);
	for (char *c = first; key->style == KEY_UPPER && *c; c++)
		*c = (char)toupper((unsigned char)*c);
	return text;
}
