/* setting.h - one value of a file of settings, with the path of names that leads to it. */
#ifndef DIGESTBUMP_SYNTAX_SETTING_H
#define DIGESTBUMP_SYNTAX_SETTING_H

#include <digestbump/syntax/mapped_text.h>

enum setting_kind {
	SETTING_STRING,
	SETTING_HEREDOC, /* the value is the heredoc's lines */
	SETTING_NAME,    /* a name ("var.image") is all of the value, which is "${var.image}" */
	SETTING_END,     /* the brackets with this path close; no value */
};

struct setting {
	enum setting_kind kind;
	const char *path; /* borrowed; '/' in a name is written '|' */
	size_t scope;     /* number of the innermost enclosing brackets, from 1 */
	size_t outer;     /* number of the brackets around those; 0: none */

	/* The value: escapes are replaced, and the values of templates and
	 * variables are hidden. Borrowed. */
	struct mapped_slice value;
	size_t at;     /* offset in the file of its string */
	size_t length; /* bytes of the string in the file */
};

typedef void setting_handler(void *data, const struct setting *setting);

#endif
