/* ask.h - from pins to questions.
 *
 * Pins that rules ignore or that cannot be edited ask nothing: they cause no
 * traffic. Those that follow no tag ask whether their digest is still there,
 * unless `liveness` is off.
 */
#ifndef DIGESTBUMP_RESOLVE_ASK_H
#define DIGESTBUMP_RESOLVE_ASK_H

#include <digestbump/config/config.h>
#include <digestbump/resolve/resolve.h>
#include <digestbump/scan/pin.h>

/* The tag that a pin follows: a rule's `track`, else the pin's own; NULL: none.
 * Borrowed from ruling or pin. */
const char *ask_tag(const struct pin *pin, const struct ruling *ruling);

/* Adds the pin's question and holds its digest, and gives the held; NULL when
 * it asks nothing. *question (may be NULL) is set as well. */
struct held *ask_pin(struct question **question, struct questions *questions, const struct pin *pin,
		     const struct config *config);

#endif
