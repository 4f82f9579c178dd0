/* option_parser.h - parse argv into options with glibc's getopt_long().
 *
 * Options may be abbreviated and stand before or after operands; values are given as
 * `--opt=value` or `--opt value`; "--" ends the options. Unlike with getopt, this also
 * holds with POSIXLY_CORRECT, and argv is not reordered.
 */
#ifndef DIGESTBUMP_SRC_CLI_OPTION_PARSER_H
#define DIGESTBUMP_SRC_CLI_OPTION_PARSER_H

#include "options.h"

/* Sets *out from the arguments after argv[0]. ERROR_USAGE names the option, and
 * the one that was probably meant. Call options_clear() also after a failure: *out
 * holds the options before the wrong one. */
struct error *options_parse(struct options *out, int argc, char **argv) MUST_CHECK;

/* ERROR_USAGE when an option was given that the command does not take, or two
 * that contradict each other. */
struct error *options_check(const struct options *options, enum command_bit command,
			    const char *name) MUST_CHECK;

#endif
