/* template_markers.h - whether a text is a template of Go (Helm, Helmfile) or Jinja (Ansible).
 *
 * Templates are never rendered.
 */
#ifndef DIGESTBUMP_SYNTAX_TEMPLATE_MARKERS_H
#define DIGESTBUMP_SYNTAX_TEMPLATE_MARKERS_H

#include <digestbump/base/text.h>
#include <stdbool.h>

/* True when "{{" or "{%" is in the text. */
bool template_has_markers(struct slice text);

#endif
