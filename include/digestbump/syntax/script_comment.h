/* script_comment.h - lines of scripts without their comments.
 *
 * For shells, Make and CMake, whose comments begin with '#'. A '#' in a word or
 * between quotes begins none; a quote that is not closed on its line is an ordinary byte.
 */
#ifndef DIGESTBUMP_SYNTAX_SCRIPT_COMMENT_H
#define DIGESTBUMP_SYNTAX_SCRIPT_COMMENT_H

#include <digestbump/syntax/mapped_text.h>

struct script_comments {
	bool continued; /* a '\' at a comment's end takes the next line in, too (Make) */
	bool brackets;  /* "#[[ ... ]]", "#[=[ ... ]=]" over many lines (CMake) */

	bool inside;   /* the line above was a comment that goes on */
	size_t equals; /* the '=' in the bracket that is open */
	bool bracket;  /* one is open */
};

/* The line without the comment in it. Lines are to be given in their order. */
struct mapped_slice script_comments_strip(struct script_comments *comments,
					  struct mapped_slice line);

#endif
