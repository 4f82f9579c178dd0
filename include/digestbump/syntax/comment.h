/* comment.h - comments of any kind of file, one line at a time.
 *
 * For comments that mean the same in every format: the tag that a digest belongs to
 * (find/tag_comment.h), and Renovate's markers. Guesses comment signs by common usage;
 * where certainty is needed, use the format's own parser.
 */
#ifndef DIGESTBUMP_SYNTAX_COMMENT_H
#define DIGESTBUMP_SYNTAX_COMMENT_H

#include <digestbump/base/text.h>
#include <stdbool.h>

/* Sets *text to the comment's text, without its signs, when the whole line is a comment.
 * False when it is not. */
bool comment_of_whole_line(struct slice *text, struct slice line);

/* Sets *text to the text of the comment that follows a value on the same line:
 * `rest` begins after the value's last byte; closing quotes, brackets, commas
 * and end tags may stand between. *open (may be NULL): the comment extends to the end of the line.
 */
bool comment_after_value(struct slice *text, bool *open, struct slice rest);

#endif
