/* string_literal.h - one string as programming languages write it.
 *
 * Knows where it ends, and what its letters are. Not for settings alone: whatever
 * has quotes, escapes and "${...}".
 */
#ifndef DIGESTBUMP_SYNTAX_STRING_LITERAL_H
#define DIGESTBUMP_SYNTAX_STRING_LITERAL_H

#include <digestbump/syntax/mapped_text.h>

struct literal {
	size_t size;   /* all of it, quotes included */
	size_t quotes; /* bytes of the quotes in front: 1 or 3 */
	size_t inner;  /* bytes between the quotes */
};

/* Sets *out from text that begins with a quote. A string that is not closed ends
 * with its line (one of three quotes, or of backticks: with the text). `triple`: three
 * quotes are one of many lines. Quotes inside "${...}" do not close it. */
void literal_read(struct literal *out, struct slice text, bool triple);

struct literal_text {
	struct slice inner; /* what stands between the quotes */
	size_t at;          /* where in the file */
	bool replaces;      /* double quotes: escapes and variables count */
	bool raw;           /* but no variables */
	bool names;         /* "$name" is one, too */
};

/* Adds the string's letters; those of templates and variables are hidden. */
void literal_decode(struct traced *out, const struct literal_text *text);

/* Bytes of the heredoc at the start ("<<EOF" to the end of the line with EOF), and
 * where its lines are in it. */
size_t literal_heredoc(struct range *lines, struct slice text);

#endif
