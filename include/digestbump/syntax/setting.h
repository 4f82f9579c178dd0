/* setting.h - one value of a file of settings, with the path of names that leads to it. */
#ifndef DIGESTBUMP_SYNTAX_SETTING_H
#define DIGESTBUMP_SYNTAX_SETTING_H

#include <digestbump/syntax/mapped_text.h>

enum setting_kind {
	SETTING_STRING,
	SETTING_HEREDOC, /* the value is its lines */
	SETTING_NAME,    /* a name ("var.image") is all of the value, which is "${var.image}" */
	SETTING_END,     /* the brackets close whose path this is; there is no value */
};

struct setting {
	enum setting_kind kind;
	const char *path; /* borrowed; '/' in a name is written '|' */
	size_t scope;     /* the number of the innermost brackets it stands in, from 1 */
	size_t outer;     /* and of those around them; 0: none */

	/* The value: escapes are replaced, and what a template or variable
	 * stands for is hidden. Borrowed. */
	struct mapped_slice value;
	size_t at;     /* where in the file its string begins */
	size_t length; /* and how many bytes it has there */
};

typedef void setting_handler(void *data, const struct setting *setting);

#endif
