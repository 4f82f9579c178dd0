/* systemd_unit.h - the settings of a systemd unit, one after the other.
 *
 * As systemd.syntax(7) has it: sections in brackets, Key=value, comments begin a
 * line with '#' or ';', a line that ends with '\' continues on the next line that is not a
 * comment. Does not interpret keys.
 */
#ifndef DIGESTBUMP_SYNTAX_SYSTEMD_UNIT_H
#define DIGESTBUMP_SYNTAX_SYSTEMD_UNIT_H

#include <digestbump/syntax/mapped_text.h>

struct systemd_unit {
	struct mapped_slice rest;
	char *section;            /* without brackets; NULL before the first */
	struct mapped_text *line; /* the last one, its parts joined with a blank */
};

struct systemd_setting {
	struct slice section;
	struct slice key;
	struct mapped_slice value; /* without blanks at both ends */
};

/* Borrows text until systemd_unit_end(). */
void systemd_unit_begin(struct systemd_unit *unit, struct mapped_slice text);

/* Sets *setting to the next one; borrowed until the next call. */
bool systemd_unit_next(struct systemd_setting *setting, struct systemd_unit *unit);
void systemd_unit_end(struct systemd_unit *unit); /* frees what it holds */

#endif
