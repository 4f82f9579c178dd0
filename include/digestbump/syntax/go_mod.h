/* go_mod.h - the module that a go.mod file declares.
 *
 * Reads the `module` directive as golang.org/x/mod/modfile does ("go.mod file
 * reference", section "Lexical elements"), and nothing else of the file.
 */
#ifndef DIGESTBUMP_SYNTAX_GO_MOD_H
#define DIGESTBUMP_SYNTAX_GO_MOD_H

#include <digestbump/base/error.h>
#include <digestbump/base/text.h>

/* Gives the module's path: `module path`, quoted in either way, or in a block.
 * ERROR_SYNTAX: no such directive, two of them, or not one path in it. */
struct error *go_mod_module_path(char **path, struct slice bytes) MUST_CHECK;

#endif
