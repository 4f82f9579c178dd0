#include "dockerfile_labels.h"
#include <digestbump/limits.h>
#include <digestbump/syntax/dockerfile_words.h>
#include <digestbump/syntax/expansion.h>
#include <string.h>

static const char name_key[] = "org.opencontainers.image.base.name";
static const char digest_key[] = "org.opencontainers.image.base.digest";

void labels_clear(struct labels *labels)
{
	traced_free(labels->name);
	traced_free(labels->digest);
	*labels = (struct labels){ 0 };
}

/* What a stage's ARG and ENV hold is not followed. */
static enum variable hide_all(struct letters *value, const void *data, struct slice name)
{
	(void)value;
	(void)data;
	(void)name;
	return VARIABLE_HIDDEN;
}

/* Gives the word without quotes and escapes; NULL when it cannot be read or is
 * not written out. */
static struct traced *plain(struct letters word, char escape)
{
	OWNED(traced) out = traced_new(EXPANSION_BYTES_MOST);
	struct expansion how = {
		.dialect = &dialect_dockerfile,
		.escape = escape,
		.lookup = hide_all,
		.most = expansion_most(word.size),
	};
	OWNED(error) failed = expand(out, &how, word);

	return failed || letters_hide(traced_letters(out)) ? NULL : pass_on(&out);
}

/* A later label overrides an earlier one. */
static void set(struct traced **label, struct letters value)
{
	traced_free(*label);
	*label = traced_copy(value);
}

void labels_read(struct labels *labels, struct letters words, struct range line, char escape)
{
	struct words list = { 0 };

	words_quoted(&list, words, escape);
	for (size_t i = 0; i < list.count; i++) {
		OWNED(traced) word = plain(traced_letters(list.items[i]), escape);
		struct letters label = word ? traced_letters(word) : letters_part(words, 0, 0);
		const char *equals = label.size ? memchr(label.at, '=', label.size) : NULL;
		size_t size = equals ? (size_t)(equals - label.at) : label.size;
		struct slice key = { label.at, size };

		if (!equals)
			continue;
		if (slice_is(key, name_key))
			set(&labels->name, letters_behind(label, size + 1));
		if (slice_is(key, digest_key)) {
			set(&labels->digest, letters_behind(label, size + 1));
			labels->line = line;
		}
	}
	words_clear(&list);
}

struct traced *labels_reference(const struct labels *labels)
{
	if (!labels->name || !labels->digest)
		return NULL;
	struct traced *text = traced_copy(traced_letters(labels->name));

	traced_add(text, '@', ORIGIN_NONE);
	traced_add_letters(text, traced_letters(labels->digest));
	return text;
}
