/* systemd_unit.h - the settings of a systemd unit, one after the other.
 *
 * As systemd.syntax(7) has it: sections in brackets, Key=value, comments begin a
 * line with '#' or ';', a line that ends with '\' goes on in the next one that is no
 * comment. Knows nothing of what a key means.
 */
#ifndef DIGESTBUMP_SYNTAX_SYSTEMD_UNIT_H
#define DIGESTBUMP_SYNTAX_SYSTEMD_UNIT_H

#include <digestbump/syntax/mapped_text.h>

struct unit {
	struct letters rest;
	char *section;       /* without brackets; NULL in front of the first */
	struct traced *line; /* the last one, its parts joined with a blank */
};

struct unit_setting {
	struct slice section;
	struct slice key;
	struct letters value; /* without blanks at both ends */
};

/* Borrows text until unit_end(). */
void unit_begin(struct unit *unit, struct letters text);

/* Sets *setting to the next one; borrowed until the next call. */
bool unit_next(struct unit_setting *setting, struct unit *unit);
void unit_end(struct unit *unit);

#endif
