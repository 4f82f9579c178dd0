/* option_parser.h - argv to options, by glibc's getopt_long().
 *
 * So options may be abbreviated, stand before and after operands, take their
 * value as `--opt=value` or `--opt value`, and end at "--". Unlike getopt, this
 * holds with POSIXLY_CORRECT, too, and argv keeps its order.
 */
#ifndef DIGESTBUMP_SRC_CLI_OPTION_PARSER_H
#define DIGESTBUMP_SRC_CLI_OPTION_PARSER_H

#include "options.h"

/* Sets *out from the arguments behind argv[0]. ERROR_USAGE names the option, and
 * the one that was probably meant. options_clear() it also after a failure: it
 * holds what stood in front. */
struct error *options_parse(struct options *out, int argc, char **argv) MUST_CHECK;

/* ERROR_USAGE when an option was given that the command does not take, or two
 * that contradict each other. */
struct error *options_check(const struct options *options, enum command_bit command,
			    const char *name) MUST_CHECK;

#endif
