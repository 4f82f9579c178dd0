/* string_literal.h - one string as programming languages write it.
 *
 * Finds its end and decodes its bytes. Not only for settings: for every language with
 * quotes, escapes and "${...}".
 */
#ifndef DIGESTBUMP_SYNTAX_STRING_LITERAL_H
#define DIGESTBUMP_SYNTAX_STRING_LITERAL_H

#include <digestbump/syntax/mapped_text.h>

struct string_literal {
	size_t size;   /* all of it, quotes included */
	size_t quotes; /* bytes of the opening quotes: 1 or 3 */
	size_t inner;  /* bytes between the quotes */
};

/* Sets *out from text that begins with a quote. A string that is not closed ends
 * with its line (one of three quotes, or of backticks: with the text). `triple`: three
 * quotes are one of many lines. Quotes inside "${...}" do not close it. */
void string_literal_measure(struct string_literal *out, struct slice text, bool triple);

struct string_literal_body {
	struct slice inner; /* the bytes between the quotes */
	size_t at;          /* where in the file */
	bool replaces;      /* double quotes: escapes and variables count */
	bool raw;           /* but no variables */
	bool names;         /* "$name" is a variable, too */
};

/* Adds the string's bytes; those of templates and variables are hidden. */
void string_literal_decode(struct mapped_text *out, const struct string_literal_body *text);

/* Bytes of the heredoc at the start ("<<EOF" to the end of the line with EOF), and
 * where its lines are in it. */
size_t heredoc_literal_length(struct range *lines, struct slice text);

#endif
