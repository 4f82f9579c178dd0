/* dockerfile_words.h - cuts an instruction of a Dockerfile into words, as BuildKit does.
 *
 * Instructions differ in their word rules. Does not interpret images or
 * variables.
 */
#ifndef DIGESTBUMP_SYNTAX_DOCKERFILE_WORDS_H
#define DIGESTBUMP_SYNTAX_DOCKERFILE_WORDS_H

#include <digestbump/syntax/mapped_text.h>

/* Words that own their bytes. */
struct words {
	struct mapped_text **items;
	size_t count;
};
void words_clear(struct words *words); /* frees what it holds */

/* True when the word is `name` in any case. */
bool mapped_equals_word(struct mapped_slice word, const char *name);

/* Takes the first word off the front of *rest and trims it: the keyword. */
struct mapped_slice words_take_keyword(struct mapped_slice *rest);

/* Adds the flags ("--name=value", quotes and escapes removed) at the start of
 * *rest, and moves *rest past them, trimmed. */
void words_take_flags(struct words *flags, struct mapped_slice *rest, char escape);

/* The value of the first flag of that name ("--from"). */
bool words_flag_value(struct mapped_slice *value, const struct words *flags, const char *name);

/* Adds the words between blanks, as written: FROM's arguments. */
void words_split(struct words *words, struct mapped_slice rest);

/* Adds the words between blanks that are not in quotes; quotes and escapes are kept:
 * ARG's arguments. */
void words_split_quoted(struct words *words, struct mapped_slice rest, char escape);

/* Adds the fields of a line of comma-separated values (RFC 4180, as Go's
 * encoding/csv reads it): --mount's value. False when a quote is where the
 * format allows none. */
bool words_split_csv(struct words *fields, struct mapped_slice line);

#endif
