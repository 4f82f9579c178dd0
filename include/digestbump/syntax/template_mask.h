/* template_mask.h - mask the expressions of a YAML template, so that it can be read as YAML.
 *
 * Templates are never rendered. Statements and expressions that are alone on their
 * lines become blanks, expressions in a value become "<<xxx>>": every other byte keeps
 * its place, and the result is valid YAML in most cases.
 */
#ifndef DIGESTBUMP_SYNTAX_TEMPLATE_MASK_H
#define DIGESTBUMP_SYNTAX_TEMPLATE_MASK_H

#include <digestbump/base/text.h>

/* Gives a copy of the text, of the same length, without the expressions of Go ("{{ }}") or
 * Jinja ("{{ }}", "{% %}", "{# #}"). "${{ }}" is left alone: it is GitHub's. */
char *template_mask(struct slice text) MUST_CHECK;

#endif
