/* script_comment.h - lines of scripts without their comments.
 *
 * For shells, Make and CMake, whose comments begin with '#'. A '#' in a word or
 * between quotes does not begin one; a quote that is not closed on its line is an ordinary byte.
 */
#ifndef DIGESTBUMP_SYNTAX_SCRIPT_COMMENT_H
#define DIGESTBUMP_SYNTAX_SCRIPT_COMMENT_H

#include <digestbump/syntax/mapped_text.h>

struct script_comments {
	bool continued; /* a '\' at a comment's end continues it on the next line (Make) */
	bool brackets;  /* "#[[ ... ]]", "#[=[ ... ]=]" over many lines (CMake) */

	bool inside;   /* the previous line was a comment that continues */
	size_t equals; /* number of '=' in the open bracket */
	bool bracket;  /* a bracket comment is open */
};

/* The line without the comment in it. Pass the lines in order. */
struct mapped_slice script_comments_strip(struct script_comments *comments,
					  struct mapped_slice line);

#endif
