#include "dockerfile_labels.h"
#include <digestbump/limits.h>
#include <digestbump/syntax/dockerfile_words.h>
#include <digestbump/syntax/variable_expansion.h>
#include <string.h>

static const char name_key[] = "org.opencontainers.image.base.name";
static const char digest_key[] = "org.opencontainers.image.base.digest";

void dockerfile_labels_clear(struct dockerfile_labels *labels)
{
	mapped_text_free(labels->name);
	mapped_text_free(labels->digest);
	*labels = (struct dockerfile_labels){ 0 };
}

/* What a stage's ARG and ENV hold is not followed. */
static enum variable_state hide_all(struct mapped_slice *value, const void *data, struct slice name)
{
	(void)value;
	(void)data;
	(void)name;
	return VARIABLE_UNKNOWN;
}

/* Gives the word without quotes and escapes; NULL when it cannot be read or is
 * not written out. */
static struct mapped_text *plain(struct mapped_slice word, char escape)
{
	OWNED(mapped_text) out = mapped_text_new(EXPANSION_BYTES_MOST);
	struct expansion expansion = {
		.dialect = &dialect_dockerfile,
		.escape = escape,
		.lookup = hide_all,
		.most = expansion_most(word.size),
	};
	OWNED(error) failed = expand(out, &expansion, word);

	return failed || mapped_has_unknown(mapped_text_slice(out)) ? NULL : pass_on(&out);
}

/* A later label overrides an earlier one. */
static void set(struct mapped_text **label, struct mapped_slice value)
{
	mapped_text_free(*label);
	*label = mapped_text_copy(value);
}

void dockerfile_labels_read(struct dockerfile_labels *labels, struct mapped_slice words,
			    struct range line, char escape)
{
	struct words list = { 0 };

	words_split_quoted(&list, words, escape);
	for (size_t i = 0; i < list.count; i++) {
		OWNED(mapped_text) word = plain(mapped_text_slice(list.items[i]), escape);
		struct mapped_slice label =
		    word ? mapped_text_slice(word) : mapped_part(words, 0, 0);
		const char *equals = label.size ? memchr(label.at, '=', label.size) : NULL;
		size_t size = equals ? (size_t)(equals - label.at) : label.size;
		struct slice key = { label.at, size };

		if (!equals)
			continue;
		if (slice_is(key, name_key))
			set(&labels->name, mapped_tail(label, size + 1));
		if (slice_is(key, digest_key)) {
			set(&labels->digest, mapped_tail(label, size + 1));
			labels->line = line;
		}
	}
	words_clear(&list);
}

struct mapped_text *dockerfile_labels_reference(const struct dockerfile_labels *labels)
{
	if (!labels->name || !labels->digest)
		return NULL;
	struct mapped_text *text = mapped_text_copy(mapped_text_slice(labels->name));

	mapped_text_add(text, '@', ORIGIN_NONE);
	mapped_text_append(text, mapped_text_slice(labels->digest));
	return text;
}
