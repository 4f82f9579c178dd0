/* comment.h - comments of any kind of file, one line at a time.
 *
 * For what is said in comments whatever the format: which tag a digest is of
 * (find/tag_comment.h), and Renovate's marks. Signs are taken for what they usually are;
 * who needs certainty asks the format's own reader.
 */
#ifndef DIGESTBUMP_SYNTAX_COMMENT_H
#define DIGESTBUMP_SYNTAX_COMMENT_H

#include <digestbump/base/text.h>
#include <stdbool.h>

/* Sets *text to what the comment says that the line is, without its signs. False
 * when the line is none. */
bool comment_of_whole_line(struct slice *text, struct slice line);

/* Sets *text to what the comment says that follows behind a value on its line:
 * `rest` begins behind the value's last byte; closing quotes, brackets, commas
 * and end tags may stand between. *open (may be NULL): it goes to the line's end. */
bool comment_after_value(struct slice *text, bool *open, struct slice rest);

#endif
