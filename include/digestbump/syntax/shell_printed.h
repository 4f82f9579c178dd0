/* shell_printed.h - which parts of a line of shell or of a makefile's recipe are only printed.
 *
 * The output of `echo`, `printf` and Make's $(info), $(warning) and $(error) is text for
 * people, unless it goes into a pipe, a file or a command substitution.
 */
#ifndef DIGESTBUMP_SYNTAX_SHELL_PRINTED_H
#define DIGESTBUMP_SYNTAX_SHELL_PRINTED_H

#include <digestbump/syntax/mapped_text.h>

/* The name of the command that the text begins with: after a recipe's '@' and shell keywords
 * such as "then". */
struct slice shell_command_name(struct slice text);

/* Calls handle() with every part of the line that is used, in order. */
void shell_each_used_part(struct mapped_slice line, mapped_slice_handler *handle, void *data);

#endif
