/* explain_pins.h - the references that `explain IMAGE` and `explain FILE[:LINE]` mean. */
#ifndef DIGESTBUMP_SRC_CLI_EXPLAIN_PINS_H
#define DIGESTBUMP_SRC_CLI_EXPLAIN_PINS_H

#include "command.h"

/* Prints the story of each reference in the work tree that `name` means. What no
 * registry could be asked for is told without. ERROR_ABSENT: there is none.
 * ERROR_USAGE: the configuration is wrong. */
struct error *explain_pins(const struct invocation *invocation, const char *name) MUST_CHECK;

#endif
