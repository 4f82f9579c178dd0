/* pin_question.h - turn pins into questions to registries.
 *
 * Pins that rules ignore or that cannot be edited have no question and cause no
 * traffic. Pins without a tag ask whether their digest still exists, unless
 * `liveness` is off.
 */
#ifndef DIGESTBUMP_RESOLVE_PIN_QUESTION_H
#define DIGESTBUMP_RESOLVE_PIN_QUESTION_H

#include <digestbump/config/config.h>
#include <digestbump/resolve/tags.h>
#include <digestbump/scan/pin.h>

/* Which tag a pin follows, and why, or why none. */
enum tracked_tag_kind {
	TRACKED_AS_WRITTEN,   /* the rule's `track`, else the pin's own; NULL: none */
	TRACKED_HIGHEST,      /* the pin's own: no tag of the series is higher */
	TRACKED_NEXT,         /* the next one of the series */
	TRACKED_ABOVE_SERIES, /* none: the pin's own is above the whole series, whose highest is
				 `tag` */
	TRACKED_INCOMPARABLE, /* none: the pin's own cannot be compared with the series */
	TRACKED_NOT_EDITABLE, /* none: no tag is beside the digest in one piece, so none can be
				 edited */
	TRACKED_UNKNOWN,      /* none: listing the tags failed, or was not requested: see error */
};
struct tracked_tag {
	enum tracked_tag_kind kind;
	const char *tag;           /* borrowed from ruling, pin or questions */
	const struct error *error; /* only with TRACKED_UNKNOWN; NULL: not requested */
};
/* Chooses the tag that the pin follows under the ruling. */
struct tracked_tag choose_tracked_tag(const struct questions *questions, const struct pin *pin,
				      const struct ruling *ruling);

/* Records that the tags of the pin's repository are needed: its rule follows a
 * series. For tag_lists_fetch(), before pin_add_question(). */
void pin_request_tags(struct questions *questions, const struct pin *pin,
		      const struct config *config);

/* Adds the pin's question and its digest, and gives the pinned digest; NULL when
 * the pin has no question. *question (may be NULL) is set as well. */
struct pinned_digest *pin_add_question(struct question **question, struct questions *questions,
				       const struct pin *pin, const struct config *config);

#endif
