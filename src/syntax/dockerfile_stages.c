#include <ctype.h>
#include <digestbump/base/glob.h>
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <digestbump/syntax/dockerfile.h>
#include <digestbump/syntax/dockerfile_stages.h>
#include <digestbump/syntax/dockerfile_words.h>
#include <string.h>

struct stage {
	char *name;   /* lower case */
	size_t index; /* which FROM it is */
};

/* Gives the name in lower case; NULL when it is no stage's:
 * ^[a-z][a-z0-9-_.]*$ (parse.go, validStageName). */
static char *stage_name(struct mapped_slice word)
{
	OWNED_STRING name = slice_copy(mapped_bytes(word));

	for (size_t i = 0; i < word.size; i++) {
		bool is_letter = isalpha((unsigned char)name[i]);

		if (!is_letter && (i == 0 || (!isdigit((unsigned char)name[i]) &&
					      !strchr("-_.", name[i] ? name[i] : ' '))))
			return NULL;
		name[i] = (char)tolower((unsigned char)name[i]);
	}
	return word.size ? pass_on(&name) : NULL;
}

/* A template's expression may stand between them, so the last two words count. */
char *stage_of_from(struct mapped_slice rest, char escape)
{
	struct words flags = { 0 };
	struct words words = { 0 };
	char *name = NULL;

	words_take_flags(&flags, &rest, escape);
	words_split(&words, rest);
	if (words.count >= 3 &&
	    mapped_equals_word(mapped_text_slice(words.items[words.count - 2]), "AS"))
		name = stage_name(mapped_text_slice(words.items[words.count - 1]));
	words_clear(&flags);
	words_clear(&words);
	return name;
}

/* Takes name; NULL adds nothing. */
static void add_stage(struct stages *stages, char *name, size_t index)
{
	if (!name)
		return;
	struct stage *stage = must_alloc(sizeof(*stage));

	*stage = (struct stage){ name, index };
	stages->items = must_grow(stages->items, stages->count, sizeof(struct stage *));
	stages->items[stages->count++] = stage;
	if (!map_get(stages->by_name, name))
		map_set(stages->by_name, name, stage);
}

void stages_read(struct stages *stages, struct mapped_slice text)
{
	struct dockerfile reader;
	OWNED(mapped_text) line = mapped_text_new(0);
	size_t index = 0;

	*stages = (struct stages){ .by_name = map_new() };
	dockerfile_begin(&reader, text);
	while (dockerfile_next(&reader, line)) {
		struct mapped_slice rest = mapped_text_slice(line);

		if (mapped_equals_word(words_take_keyword(&rest), "FROM"))
			add_stage(stages, stage_of_from(rest, reader.escape), index++);
	}
}

void stages_clear(struct stages *stages)
{
	for (size_t i = 0; i < stages->count; i++) {
		free(stages->items[i]->name);
		free(stages->items[i]);
	}
	free(stages->items);
	map_free(stages->by_name);
	*stages = (struct stages){ 0 };
}

void stages_next_from(struct stages *stages)
{
	stages->passed++;
}

/* No glob's own sign can be in a stage's name, so they need not be kept apart. */
char *stage_glob(struct mapped_slice image)
{
	OWNED(text) glob = text_new(0);

	for (size_t i = 0; i < image.size; i++) {
		bool hidden = image.from[i] == ORIGIN_UNKNOWN;
		bool goes_on = hidden && i && image.from[i - 1] == ORIGIN_UNKNOWN;

		if (!hidden)
			text_add(glob, &image.at[i], 1);
		else if (!goes_on)
			text_add(glob, "*", 1);
	}
	return text_take(pass_on(&glob));
}

bool stages_may_match(const struct stages *stages, struct mapped_slice image)
{
	OWNED_STRING glob = stage_glob(image);

	if (!mapped_has_unknown(image)) {
		const struct stage *stage = map_get(stages->by_name, glob);

		return stage && stage->index < stages->passed;
	}
	for (size_t i = 0; i < stages->count && i < STAGES_TRIED_MOST; i++)
		if (stages->items[i]->index < stages->passed &&
		    glob_match(glob, stages->items[i]->name))
			return true;
	return false;
}

bool stages_has_name(const struct stages *stages, struct mapped_slice name)
{
	OWNED_STRING lower = slice_copy(mapped_bytes(name));

	for (size_t i = 0; i < name.size; i++)
		lower[i] = (char)tolower((unsigned char)lower[i]);
	return map_get(stages->by_name, lower) != NULL;
}
