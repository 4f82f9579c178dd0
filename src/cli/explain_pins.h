/* explain_pins.h - explain references: `explain IMAGE` and `explain FILE[:LINE]`. */
#ifndef DIGESTBUMP_SRC_CLI_EXPLAIN_PINS_H
#define DIGESTBUMP_SRC_CLI_EXPLAIN_PINS_H

#include "command.h"

/* Explains each reference in the work tree that `name` selects. When no registry can be
 * asked, explains without its answers. ERROR_ABSENT: no such reference.
 * ERROR_USAGE: the configuration is wrong. */
struct error *explain_pins(const struct invocation *invocation, const char *name) MUST_CHECK;

#endif
